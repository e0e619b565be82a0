namespace ImGuiNET;

// Tables and tabs.
public static partial class ImGui
{
    public static bool BeginTable(string str_id, int column, ImGuiTableFlags flags) =>
        Native.imgui_begin_table(str_id, column, flags);

    public static void EndTable() => Native.imgui_end_table();

    public static void TableNextRow() => Native.imgui_table_next_row();

    public static bool TableNextColumn() => Native.imgui_table_next_column();

    public static void TableSetupColumn(string label) => Native.imgui_table_setup_column(label);

    public static void TableHeadersRow() => Native.imgui_table_headers_row();

    public static bool BeginTabBar(string str_id) => Native.imgui_begin_tab_bar(str_id);

    public static void EndTabBar() => Native.imgui_end_tab_bar();

    public static bool BeginTabItem(string label) => Native.imgui_begin_tab_item(label);

    public static void EndTabItem() => Native.imgui_end_tab_item();
}
