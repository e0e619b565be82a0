// A C interface to Dear ImGui for compat/ImGui.NET. Points and colours pass as ImVec2 and ImVec4, text as UTF-8.
#pragma once

#include <imgui.h>

#define VIEW_EXPORT extern "C" __attribute__((visibility("default")))
