using System.Globalization;
using System.Numerics;
using ImGuiNET;
using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Watching;

namespace MetaRL.Viewer.Desktop;

/// <summary>Buttons, and the position on the time line in words.</summary>
internal sealed class ControlBar(ViewSession session, Action toggleHelp)
{
    private static readonly Vector2 Wide = new(78, 28), Narrow = new(30, 28);
    private readonly Dictionary<string, Area> _places = [];

    /// <summary>Where each button is.</summary>
    public IReadOnlyDictionary<string, Area> Places => _places;

    public void Build(Area area) => PanelStyle.Window("controls", area, () =>
    {
        var line = session.Timeline;
        ImGui.PushStyleVar(ImGuiStyleVar.FramePadding, new Vector2(8, 7)); // text in the middle of the buttons' height
        Button(line.IsPlaying ? "Pause" : "Play", Wide, line.Toggle, "play");
        Button("<", Narrow, () => session.Step(-1));
        Button(">", Narrow, () => session.Step(1));
        Button("−", Narrow, () => line.ChangeSpeed(-1), "slower");
        ImGui.AlignTextToFramePadding();
        ImGui.TextUnformatted(line.Speed.ToString("0.##×", CultureInfo.InvariantCulture));
        ImGui.SameLine();
        Button("+", Narrow, () => line.ChangeSpeed(1), "faster");
        Button("Adapt", Wide, session.Adapt);
        Button("Restart", Wide, session.Restart);
        Button("Keys", Wide, toggleHelp);
        ImGui.AlignTextToFramePadding();
        if (session.Failure is { } failure)
        {
            ImGui.TextColored(
                new Vector4(Theme.Danger.R, Theme.Danger.G, Theme.Danger.B, 1),
                failure.Replace("%", "%%", StringComparison.Ordinal));
        }
        else
        {
            ImGui.TextDisabled(PositionText(session));
        }

        ImGui.PopStyleVar();
    });

    /// <summary>The position on the time line in words.</summary>
    public static string PositionText(ViewSession session)
    {
        var line = session.Timeline;
        var state = session.IsLearning ? "   updating ..." : line.IsAtEnd ? "   A adapts once more" : "";
        var round = session.Setup.UpdatesWeights
            ? $"round {line.Round} of {line.LastRound}"
            : $"episode {line.Round + 1} of {line.LastRound + 1}";
        return $"{round}   step {line.Time} of {line.Horizon}{state}";
    }

    private void Button(string label, Vector2 size, Action action, string? name = null)
    {
        var isPressed = ImGui.Button($"{label}##{name ?? label}", size);
        var (from, to) = (ImGui.GetItemRectMin(), ImGui.GetItemRectMax());
        _places[name ?? label] = new Area(from.X, from.Y, to.X - from.X, to.Y - from.Y);
        ImGui.SameLine();
        if (isPressed)
        {
            action();
        }
    }
}
