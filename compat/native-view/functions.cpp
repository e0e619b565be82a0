// The functions of Dear ImGui, one for one, as a C interface.
#include "view.h"

// ImGui.NET counts two colours of docking that this Dear ImGui has not.
static int color(int index) { return index < 38 ? index : index - 2; }

static ImGuiContext* create_context() {
    ImGuiContext* before = ImGui::GetCurrentContext();
    ImGuiContext* context = ImGui::CreateContext();
    ImGui::SetCurrentContext(context);
    ImGui::GetIO().IniFilename = nullptr;  // nothing is written to the working directory
    ImGui::SetCurrentContext(before ? before : context);
    return context;
}

VIEW_EXPORT void* imgui_create_context() { return create_context(); }
VIEW_EXPORT void imgui_destroy_context(void* ctx) { ImGui::DestroyContext((ImGuiContext*)ctx); }
VIEW_EXPORT void* imgui_get_current_context() { return ImGui::GetCurrentContext(); }
VIEW_EXPORT void imgui_set_current_context(void* ctx) { ImGui::SetCurrentContext((ImGuiContext*)ctx); }
VIEW_EXPORT void imgui_new_frame() { ImGui::NewFrame(); }
VIEW_EXPORT void imgui_end_frame() { ImGui::EndFrame(); }
VIEW_EXPORT void imgui_render() { ImGui::Render(); }
VIEW_EXPORT void imgui_style_colors_dark() { ImGui::StyleColorsDark(); }
VIEW_EXPORT void imgui_style_colors_light() { ImGui::StyleColorsLight(); }
VIEW_EXPORT void imgui_show_demo_window() { ImGui::ShowDemoWindow(); }
VIEW_EXPORT bool imgui_begin(const char* name, int flags) { return ImGui::Begin(name, nullptr, flags); }
VIEW_EXPORT bool imgui_begin_2(const char* name, bool* p_open, int flags) { return ImGui::Begin(name, p_open, flags); }
VIEW_EXPORT void imgui_end() { ImGui::End(); }
VIEW_EXPORT bool imgui_begin_child(const char* str_id, ImVec2 size, int child_flags, int window_flags) { return ImGui::BeginChild(str_id, size, child_flags & 1, window_flags); }
VIEW_EXPORT void imgui_end_child() { ImGui::EndChild(); }
VIEW_EXPORT void imgui_set_next_window_pos(ImVec2 pos, int cond, ImVec2 pivot) { ImGui::SetNextWindowPos(pos, cond, pivot); }
VIEW_EXPORT void imgui_set_next_window_size(ImVec2 size, int cond) { ImGui::SetNextWindowSize(size, cond); }
VIEW_EXPORT void imgui_get_window_pos(ImVec2* result) { *result = ImGui::GetWindowPos(); }
VIEW_EXPORT void imgui_get_window_size(ImVec2* result) { *result = ImGui::GetWindowSize(); }
VIEW_EXPORT void imgui_get_content_region_avail(ImVec2* result) { *result = ImGui::GetContentRegionAvail(); }
VIEW_EXPORT bool imgui_is_window_hovered() { return ImGui::IsWindowHovered(); }
VIEW_EXPORT void imgui_separator() { ImGui::Separator(); }
VIEW_EXPORT void imgui_same_line(float offset_from_start_x, float spacing) { ImGui::SameLine(offset_from_start_x, spacing); }
VIEW_EXPORT void imgui_spacing() { ImGui::Spacing(); }
VIEW_EXPORT void imgui_dummy(ImVec2 size) { ImGui::Dummy(size); }
VIEW_EXPORT void imgui_indent(float indent_w) { ImGui::Indent(indent_w); }
VIEW_EXPORT void imgui_unindent(float indent_w) { ImGui::Unindent(indent_w); }
VIEW_EXPORT void imgui_begin_group() { ImGui::BeginGroup(); }
VIEW_EXPORT void imgui_end_group() { ImGui::EndGroup(); }
VIEW_EXPORT void imgui_get_cursor_screen_pos(ImVec2* result) { *result = ImGui::GetCursorScreenPos(); }
VIEW_EXPORT void imgui_set_cursor_screen_pos(ImVec2 pos) { ImGui::SetCursorScreenPos(pos); }
VIEW_EXPORT void imgui_align_text_to_frame_padding() { ImGui::AlignTextToFramePadding(); }
VIEW_EXPORT float imgui_get_frame_height() { return ImGui::GetFrameHeight(); }
VIEW_EXPORT float imgui_get_text_line_height() { return ImGui::GetTextLineHeight(); }
VIEW_EXPORT float imgui_get_font_size() { return ImGui::GetFontSize(); }
VIEW_EXPORT void imgui_push_item_width(float item_width) { ImGui::PushItemWidth(item_width); }
VIEW_EXPORT void imgui_pop_item_width() { ImGui::PopItemWidth(); }
VIEW_EXPORT void imgui_set_next_item_width(float item_width) { ImGui::SetNextItemWidth(item_width); }
VIEW_EXPORT void imgui_push_id(const char* str_id) { ImGui::PushID(str_id); }
VIEW_EXPORT void imgui_push_id_2(int int_id) { ImGui::PushID(int_id); }
VIEW_EXPORT void imgui_pop_id() { ImGui::PopID(); }
VIEW_EXPORT void imgui_set_scroll_here_y(float center_y_ratio) { ImGui::SetScrollHereY(center_y_ratio); }
VIEW_EXPORT void imgui_push_style_color(int idx, unsigned col) { ImGui::PushStyleColor(color(idx), col); }
VIEW_EXPORT void imgui_push_style_color_2(int idx, ImVec4 col) { ImGui::PushStyleColor(color(idx), col); }
VIEW_EXPORT void imgui_pop_style_color(int count) { ImGui::PopStyleColor(count); }
VIEW_EXPORT void imgui_push_style_var(int idx, float val) { ImGui::PushStyleVar(idx, val); }
VIEW_EXPORT void imgui_push_style_var_2(int idx, ImVec2 val) { ImGui::PushStyleVar(idx, val); }
VIEW_EXPORT void imgui_pop_style_var(int count) { ImGui::PopStyleVar(count); }
VIEW_EXPORT unsigned imgui_get_color_u32(int idx, float alpha_mul) { return ImGui::GetColorU32(color(idx), alpha_mul); }
VIEW_EXPORT unsigned imgui_get_color_u32_2(ImVec4 col) { return ImGui::GetColorU32(col); }
VIEW_EXPORT void imgui_push_font(void* font) { ImGui::PushFont((ImFont*)font); }
VIEW_EXPORT void imgui_pop_font() { ImGui::PopFont(); }
VIEW_EXPORT void imgui_begin_disabled(bool disabled) { ImGui::BeginDisabled(disabled); }
VIEW_EXPORT void imgui_end_disabled() { ImGui::EndDisabled(); }
VIEW_EXPORT void imgui_text_unformatted(const char* text) { ImGui::TextUnformatted(text); }
VIEW_EXPORT void imgui_text(const char* fmt) { ImGui::TextUnformatted(fmt); }
VIEW_EXPORT void imgui_text_colored(ImVec4 col, const char* fmt) { ImGui::TextColored(col, "%s", fmt); }
VIEW_EXPORT void imgui_text_disabled(const char* fmt) { ImGui::TextDisabled("%s", fmt); }
VIEW_EXPORT void imgui_text_wrapped(const char* fmt) { ImGui::TextWrapped("%s", fmt); }
VIEW_EXPORT void imgui_bullet_text(const char* fmt) { ImGui::BulletText("%s", fmt); }
VIEW_EXPORT void imgui_calc_text_size(const char* text, ImVec2* result) { *result = ImGui::CalcTextSize(text); }
VIEW_EXPORT void imgui_set_tooltip(const char* fmt) { ImGui::SetTooltip("%s", fmt); }
VIEW_EXPORT bool imgui_button(const char* label, ImVec2 size) { return ImGui::Button(label, size); }
VIEW_EXPORT bool imgui_small_button(const char* label) { return ImGui::SmallButton(label); }
VIEW_EXPORT bool imgui_invisible_button(const char* str_id, ImVec2 size) { return ImGui::InvisibleButton(str_id, size); }
VIEW_EXPORT bool imgui_checkbox(const char* label, bool* v) { return ImGui::Checkbox(label, v); }
VIEW_EXPORT bool imgui_radio_button(const char* label, bool active) { return ImGui::RadioButton(label, active); }
VIEW_EXPORT bool imgui_slider_float(const char* label, float* v, float v_min, float v_max, const char* format) { return ImGui::SliderFloat(label, v, v_min, v_max, format); }
VIEW_EXPORT bool imgui_slider_int(const char* label, int* v, int v_min, int v_max) { return ImGui::SliderInt(label, v, v_min, v_max); }
VIEW_EXPORT bool imgui_drag_float(const char* label, float* v, float v_speed, float v_min, float v_max, const char* format) { return ImGui::DragFloat(label, v, v_speed, v_min, v_max, format); }
VIEW_EXPORT bool imgui_begin_combo(const char* label, const char* preview_value) { return ImGui::BeginCombo(label, preview_value); }
VIEW_EXPORT void imgui_end_combo() { ImGui::EndCombo(); }
VIEW_EXPORT bool imgui_selectable(const char* label, bool selected) { return ImGui::Selectable(label, selected); }
VIEW_EXPORT void imgui_progress_bar(float fraction, ImVec2 size_arg, const char* overlay) { ImGui::ProgressBar(fraction, size_arg, overlay); }
VIEW_EXPORT void imgui_plot_lines(const char* label, float* values, int values_count, int values_offset, const char* overlay_text, float scale_min, float scale_max, ImVec2 graph_size) { ImGui::PlotLines(label, values, values_count, values_offset, overlay_text, scale_min, scale_max, graph_size); }
VIEW_EXPORT void imgui_plot_histogram(const char* label, float* values, int values_count, int values_offset, const char* overlay_text, float scale_min, float scale_max, ImVec2 graph_size) { ImGui::PlotHistogram(label, values, values_count, values_offset, overlay_text, scale_min, scale_max, graph_size); }
VIEW_EXPORT bool imgui_collapsing_header(const char* label, int flags) { return ImGui::CollapsingHeader(label, flags); }
VIEW_EXPORT bool imgui_tree_node(const char* label) { return ImGui::TreeNode(label); }
VIEW_EXPORT void imgui_tree_pop() { ImGui::TreePop(); }
VIEW_EXPORT bool imgui_begin_table(const char* str_id, int column, int flags) { return ImGui::BeginTable(str_id, column, flags); }
VIEW_EXPORT void imgui_end_table() { ImGui::EndTable(); }
VIEW_EXPORT void imgui_table_next_row() { ImGui::TableNextRow(); }
VIEW_EXPORT bool imgui_table_next_column() { return ImGui::TableNextColumn(); }
VIEW_EXPORT void imgui_table_setup_column(const char* label) { ImGui::TableSetupColumn(label); }
VIEW_EXPORT void imgui_table_headers_row() { ImGui::TableHeadersRow(); }
VIEW_EXPORT bool imgui_begin_tab_bar(const char* str_id) { return ImGui::BeginTabBar(str_id); }
VIEW_EXPORT void imgui_end_tab_bar() { ImGui::EndTabBar(); }
VIEW_EXPORT bool imgui_begin_tab_item(const char* label) { return ImGui::BeginTabItem(label); }
VIEW_EXPORT void imgui_end_tab_item() { ImGui::EndTabItem(); }
VIEW_EXPORT bool imgui_is_item_hovered() { return ImGui::IsItemHovered(); }
VIEW_EXPORT bool imgui_is_item_active() { return ImGui::IsItemActive(); }
VIEW_EXPORT bool imgui_is_item_activated() { return ImGui::IsItemActivated(); }
VIEW_EXPORT bool imgui_is_item_clicked() { return ImGui::IsItemClicked(); }
VIEW_EXPORT bool imgui_is_item_deactivated_after_edit() { return ImGui::IsItemDeactivatedAfterEdit(); }
VIEW_EXPORT bool imgui_is_any_item_active() { return ImGui::IsAnyItemActive(); }
VIEW_EXPORT bool imgui_is_mouse_clicked(int button) { return ImGui::IsMouseClicked(button); }
VIEW_EXPORT bool imgui_is_mouse_down(int button) { return ImGui::IsMouseDown(button); }
VIEW_EXPORT bool imgui_is_mouse_hovering_rect(ImVec2 r_min, ImVec2 r_max) { return ImGui::IsMouseHoveringRect(r_min, r_max); }
VIEW_EXPORT void imgui_get_mouse_pos(ImVec2* result) { *result = ImGui::GetMousePos(); }
VIEW_EXPORT void imgui_get_item_rect_min(ImVec2* result) { *result = ImGui::GetItemRectMin(); }
VIEW_EXPORT void imgui_get_item_rect_max(ImVec2* result) { *result = ImGui::GetItemRectMax(); }
VIEW_EXPORT void* imgui_get_window_draw_list() { return ImGui::GetWindowDrawList(); }
VIEW_EXPORT void* imgui_get_foreground_draw_list() { return ImGui::GetForegroundDrawList(); }
VIEW_EXPORT void* imgui_get_background_draw_list() { return ImGui::GetBackgroundDrawList(); }
