using System.Numerics;
using static ImGuiNET.Native;

namespace ImGuiNET;

/// <summary>Shapes to be drawn, in units of the screen; colours are 0xAABBGGRR.</summary>
public readonly struct ImDrawListPtr
{
    private readonly nint _native;

    internal ImDrawListPtr(nint native) => _native = native;

    public void AddLine(Vector2 p1, Vector2 p2, uint col) => AddLine(p1, p2, col, 1);

    public void AddLine(Vector2 p1, Vector2 p2, uint col, float thickness) =>
        imgui_draw_line(_native, p1, p2, col, thickness);

    public void AddRect(Vector2 p_min, Vector2 p_max, uint col) => AddRect(p_min, p_max, col, 0);

    public void AddRect(Vector2 p_min, Vector2 p_max, uint col, float rounding) =>
        imgui_draw_rect(_native, p_min, p_max, col, rounding);

    public void AddRectFilled(Vector2 p_min, Vector2 p_max, uint col) => AddRectFilled(p_min, p_max, col, 0);

    public void AddRectFilled(Vector2 p_min, Vector2 p_max, uint col, float rounding) =>
        imgui_draw_rect_filled(_native, p_min, p_max, col, rounding);

    public void AddCircleFilled(Vector2 center, float radius, uint col) =>
        imgui_draw_circle_filled(_native, center, radius, col);

    public void AddTriangleFilled(Vector2 p1, Vector2 p2, Vector2 p3, uint col) =>
        imgui_draw_triangle_filled(_native, p1, p2, p3, col);

    public void AddText(Vector2 pos, uint col, string text_begin) => imgui_draw_text(_native, pos, col, text_begin);

    public void PushClipRect(Vector2 clip_rect_min, Vector2 clip_rect_max) =>
        imgui_draw_push_clip(_native, clip_rect_min, clip_rect_max);

    public void PopClipRect() => imgui_draw_pop_clip(_native);
}
