using System.Numerics;
using ImGuiNET;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Desktop;

/// <summary>Dear ImGui in the viewer's colours.</summary>
internal static class PanelStyle
{
    private static readonly (ImGuiCol What, Color Color)[] Colors =
    [
        (ImGuiCol.Text, Theme.Ink), (ImGuiCol.TextDisabled, Theme.Faint),
        (ImGuiCol.FrameBg, Theme.Raised), (ImGuiCol.FrameBgHovered, Theme.Border),
        (ImGuiCol.FrameBgActive, Theme.Border),
        (ImGuiCol.Button, Theme.Raised), (ImGuiCol.ButtonHovered, Theme.Border), (ImGuiCol.ButtonActive, Theme.Solid),
        (ImGuiCol.SliderGrab, Theme.Agent), (ImGuiCol.SliderGrabActive, Theme.Ink),
        (ImGuiCol.ScrollbarBg, Theme.Panel), (ImGuiCol.ScrollbarGrab, Theme.Border),
        (ImGuiCol.ScrollbarGrabHovered, Theme.Solid), (ImGuiCol.ScrollbarGrabActive, Theme.Solid),
    ];

    /// <summary>A window without a frame at a place, with its contents.</summary>
    public static void Window(string name, Area area, Action contents)
    {
        if (area is not { Width: > 0, Height: > 0 })
        {
            return;
        }

        Push();
        ImGui.SetNextWindowPos(new Vector2(area.X, area.Y));
        ImGui.SetNextWindowSize(new Vector2(area.Width, area.Height));
        const ImGuiWindowFlags Flags = ImGuiWindowFlags.NoTitleBar | ImGuiWindowFlags.NoResize | ImGuiWindowFlags.NoMove
            | ImGuiWindowFlags.NoCollapse | ImGuiWindowFlags.NoSavedSettings | ImGuiWindowFlags.NoBackground;
        if (ImGui.Begin(name, Flags))
        {
            contents();
        }

        ImGui.End();
        Pop();
    }

    private static void Push()
    {
        foreach (var (what, color) in Colors)
        {
            ImGui.PushStyleColor(what, new Vector4(color.R, color.G, color.B, color.A));
        }

        ImGui.PushStyleVar(ImGuiStyleVar.WindowPadding, Vector2.Zero);
        ImGui.PushStyleVar(ImGuiStyleVar.WindowBorderSize, 0);
        ImGui.PushStyleVar(ImGuiStyleVar.FrameRounding, 5);
        ImGui.PushStyleVar(ImGuiStyleVar.GrabRounding, 5);
        ImGui.PushStyleVar(ImGuiStyleVar.FramePadding, new Vector2(8, 4));
        ImGui.PushStyleVar(ImGuiStyleVar.ItemSpacing, new Vector2(6, 5));
    }

    private static void Pop()
    {
        ImGui.PopStyleVar(6);
        ImGui.PopStyleColor(Colors.Length);
    }
}
