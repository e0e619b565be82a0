// Fonts, lists to draw into, input, and the back end that draws with OpenGL 3.
#include "view.h"

#include <backends/imgui_impl_opengl3.h>

VIEW_EXPORT float* imgui_io_display_size() { return &ImGui::GetIO().DisplaySize.x; }
VIEW_EXPORT float* imgui_io_display_framebuffer_scale() { return &ImGui::GetIO().DisplayFramebufferScale.x; }
VIEW_EXPORT float* imgui_io_delta_time() { return &ImGui::GetIO().DeltaTime; }
VIEW_EXPORT float* imgui_io_framerate() { return &ImGui::GetIO().Framerate; }
VIEW_EXPORT float* imgui_io_font_global_scale() { return &ImGui::GetIO().FontGlobalScale; }
VIEW_EXPORT float* imgui_io_mouse_pos() { return &ImGui::GetIO().MousePos.x; }
VIEW_EXPORT float* imgui_io_mouse_wheel() { return &ImGui::GetIO().MouseWheel; }
VIEW_EXPORT float* imgui_io_mouse_wheel_h() { return &ImGui::GetIO().MouseWheelH; }
VIEW_EXPORT bool* imgui_io_want_capture_mouse() { return &ImGui::GetIO().WantCaptureMouse; }
VIEW_EXPORT bool* imgui_io_want_capture_keyboard() { return &ImGui::GetIO().WantCaptureKeyboard; }
VIEW_EXPORT bool* imgui_io_key_ctrl() { return &ImGui::GetIO().KeyCtrl; }
VIEW_EXPORT bool* imgui_io_key_shift() { return &ImGui::GetIO().KeyShift; }
VIEW_EXPORT bool* imgui_io_key_alt() { return &ImGui::GetIO().KeyAlt; }
VIEW_EXPORT bool* imgui_io_key_super() { return &ImGui::GetIO().KeySuper; }
VIEW_EXPORT void imgui_io_add_input_character(unsigned character) { ImGui::GetIO().AddInputCharacter(character); }
VIEW_EXPORT void* imgui_io_fonts() { return ImGui::GetIO().Fonts; }

// Input by state: a key by its number in the keyboard's own count, and what it means to Dear ImGui.
VIEW_EXPORT void imgui_feed_button(int button, bool down) { ImGui::GetIO().MouseDown[button] = down; }
VIEW_EXPORT void imgui_feed_key(int key, bool down) { ImGui::GetIO().KeysDown[key] = down; }
VIEW_EXPORT void imgui_map_key(int meaning, int key) { ImGui::GetIO().KeyMap[meaning] = key; }

VIEW_EXPORT void* imgui_fonts_add_default(ImFontAtlas* fonts) { return fonts->AddFontDefault(); }
VIEW_EXPORT void* imgui_fonts_add_file(ImFontAtlas* fonts, const char* file, float size, const ImWchar* ranges) {
    return fonts->AddFontFromFileTTF(file, size, nullptr, ranges);
}
VIEW_EXPORT void imgui_fonts_pixels(ImFontAtlas* fonts, unsigned char** pixels, int* width, int* height) {
    fonts->GetTexDataAsAlpha8(pixels, width, height);
}
VIEW_EXPORT float* imgui_font_size(ImFont* font) { return &font->FontSize; }
VIEW_EXPORT float* imgui_font_ascent(ImFont* font) { return &font->Ascent; }
VIEW_EXPORT float* imgui_font_descent(ImFont* font) { return &font->Descent; }
VIEW_EXPORT const void* imgui_font_glyph(ImFont* font, unsigned short character) { return font->FindGlyph(character); }
VIEW_EXPORT const void* imgui_font_glyph_no_fallback(ImFont* font, unsigned short character) {
    return font->FindGlyphNoFallback(character);
}

VIEW_EXPORT void imgui_draw_line(ImDrawList* list, ImVec2 p1, ImVec2 p2, unsigned color, float thickness) {
    list->AddLine(p1, p2, color, thickness);
}
VIEW_EXPORT void imgui_draw_rect(ImDrawList* list, ImVec2 low, ImVec2 high, unsigned color, float rounding) {
    list->AddRect(low, high, color, rounding);
}
VIEW_EXPORT void imgui_draw_rect_filled(ImDrawList* list, ImVec2 low, ImVec2 high, unsigned color, float rounding) {
    list->AddRectFilled(low, high, color, rounding);
}
VIEW_EXPORT void imgui_draw_circle_filled(ImDrawList* list, ImVec2 centre, float radius, unsigned color) {
    list->AddCircleFilled(centre, radius, color);
}
VIEW_EXPORT void imgui_draw_triangle_filled(ImDrawList* list, ImVec2 p1, ImVec2 p2, ImVec2 p3, unsigned color) {
    list->AddTriangleFilled(p1, p2, p3, color);
}
VIEW_EXPORT void imgui_draw_text(ImDrawList* list, ImVec2 at, unsigned color, const char* text) { list->AddText(at, color, text); }
VIEW_EXPORT void imgui_draw_push_clip(ImDrawList* list, ImVec2 low, ImVec2 high) { list->PushClipRect(low, high); }
VIEW_EXPORT void imgui_draw_pop_clip(ImDrawList* list) { list->PopClipRect(); }

VIEW_EXPORT bool imgui_gl_start() { return ImGui_ImplOpenGL3_Init("#version 330 core"); }
VIEW_EXPORT void imgui_gl_new_frame() { ImGui_ImplOpenGL3_NewFrame(); }
VIEW_EXPORT void imgui_gl_draw() { ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData()); }
VIEW_EXPORT void imgui_gl_stop() { ImGui_ImplOpenGL3_Shutdown(); }
