using System.Numerics;
using ImGuiNET;
using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Watching;

namespace MetaRL.Viewer.Desktop;

/// <summary>A slider for every number of the selected task.</summary>
internal sealed class PhysicsPanel(ViewSession session)
{
    private const float Head = 30, Padding = 12, NameShare = 0.42f;
    private readonly Dictionary<string, Area> _places = [];

    /// <summary>Where each slider is.</summary>
    public IReadOnlyDictionary<string, Area> Places => _places;

    public void Draw(Painter painter, Area area)
    {
        if (area.Height > 0)
        {
            painter.Rectangle(area, Theme.Panel, 8);
            painter.Text($"Task {session.Selected.Row + 1}", new Vector2(area.X + Padding, area.Y + 8), Theme.Ink);
            painter.Text(
                "for all agents, at once", new Vector2(area.Right - Padding, area.Y + 10), Theme.Faint, TextSize.Small,
                Align.Right);
        }
    }

    public void Build(Area area) => PanelStyle.Window("physics", area.Inset(Padding).Trim(top: Head - Padding), () =>
    {
        var width = ImGui.GetContentRegionAvail().X;
        foreach (var slider in session.Tasks.Sliders)
        {
            ImGui.AlignTextToFramePadding();
            ImGui.TextUnformatted(slider.Name);
            if (ImGui.IsItemHovered())
            {
                ImGui.SetTooltip(
                    $"{slider.Parameter.Unit}, in training {slider.Parameter.Train}".Replace(
                        "%", "%%", StringComparison.Ordinal));
            }

            ImGui.SameLine(width * NameShare);
            ImGui.SetNextItemWidth(width * (1 - NameShare));
            var value = (float)session.Tasks.ValueOf(slider, session.Selected.Row);
            if (ImGui.SliderFloat(
                $"##{slider.Name}", ref value, (float)slider.Low, (float)slider.High, slider.IsWhole ? "%.0f" : "%.3g"))
            {
                session.ChangeParameter(slider, value);
            }

            var (from, to) = (ImGui.GetItemRectMin(), ImGui.GetItemRectMax());
            _places[slider.Name] = new Area(from.X, from.Y, to.X - from.X, to.Y - from.Y);
        }
    });
}
