using System.Numerics;
using MetaRL.Configuration.Yaml;
using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Scenes;

namespace MetaRL.Viewer.Recordings;

/// <summary>One picture of how agents adapt: a row a task, a column a round, each panel the end of the round.</summary>
public sealed class Storyboard(Recording recording)
{
    /// <summary>Width and height at which everything is seen well, in units of drawing.</summary>
    public (float Width, float Height) Size => StoryboardLayout.Comfortable(recording);

    /// <exception cref="ConfigurationException">There is too little room for so many panels.</exception>
    public void Draw(Painter painter)
    {
        var layout = new StoryboardLayout(painter.Area, recording);
        Heading.Draw(painter, recording, StoryboardLayout.Margin);
        foreach (var (index, agent) in recording.Agents.Index())
        {
            DrawHeadings(painter, layout, index, agent);
            for (var task = 0; task < recording.Tasks; task++)
            {
                DrawRow(painter, layout, index, agent, task);
            }
        }

        DrawLegend(painter);
    }

    private void DrawHeadings(Painter painter, StoryboardLayout layout, int index, RecordedAgent agent)
    {
        var line = layout.HeadingOf(index);
        painter.Text(agent.Name, new Vector2(line.X, line.Y + 8), Theme.Agent);
        string[] words = [.. agent.Rounds.Select((_, round) => RoundText.Name(agent.UpdatesWeights, round))];
        var size = words.Min(word => Heading.Fitting(painter, word, layout.Panel(index, 0, 0).Width, TextSize.Normal));
        for (var task = 0; task < (layout.HasLines ? recording.Tasks : 1); task++)
        {
            foreach (var (round, word) in words.Index())
            {
                var name = layout.NameOf(index, task, round);
                painter.Text(
                    word, new Vector2(name.Centre.X, name.Bottom - 22), Theme.Ink, size, Align.Middle);
            }
        }
    }

    private void DrawRow(Painter painter, StoryboardLayout layout, int index, RecordedAgent agent, int task)
    {
        var label = layout.LabelOf(index, task);
        var middle = layout.Panel(index, task, 0).Centre.Y;
        painter.Text($"task {task + 1}", new Vector2(label.X, middle - 24), Theme.Ink);
        if (recording.Scale(task).Optimal is { } optimal)
        {
            painter.Text(
                $"optimum {recording.Text(optimal)}", new Vector2(label.X, middle), Theme.Goal, TextSize.Small);
        }

        for (var round = 0; round < agent.Rounds.Count; round++)
        {
            if (round > 0)
            {
                DrawArrow(painter, layout.Before(index, task, round), RecordingText.BetweenRounds(agent));
            }

            StoryboardPanel.Draw(painter, layout.Panel(index, task, round), recording, agent, task, round);
        }
    }

    private static void DrawArrow(Painter painter, Area gap, string word)
    {
        var at = gap.Centre;
        painter.Arrow(at - new Vector2(20, 0), at + new Vector2(20, 0), 3, Theme.Action);
        painter.Label(word, at - new Vector2(0, 16), Theme.Action);
    }

    // As many words as there is room for.
    private void DrawLegend(Painter painter)
    {
        var at = new Vector2(StoryboardLayout.Margin, painter.Area.Bottom - 20);
        foreach (var (color, words) in Legend())
        {
            var width = 22 + painter.TextWidth(words, TextSize.Small) + 24;
            if (at.X + width > painter.Area.Right)
            {
                return;
            }

            painter.Line(at + new Vector2(2, 7), at + new Vector2(14, 7), 4, color);
            painter.Text(words, at + new Vector2(22, 0), Theme.Faint, TextSize.Small);
            at.X += width;
        }
    }

    private static (Color Color, string Words)? OverlayLegend(OverlayKind overlay) => overlay switch
    {
        OverlayKind.Policy => (Theme.Ink, "the more likely, the larger"),
        OverlayKind.Values => (Theme.Heat(0.8), "worth to the agent"),
        OverlayKind.Belief => (Theme.Goal.Mix(Theme.Panel, 0.5f), "what the agent believes"),
        OverlayKind.Attention => (Theme.Action, "what the next action attends to"),
        _ => null,
    };

    private IEnumerable<(Color Color, string Words)> Legend()
    {
        yield return (Theme.Agent, "one episode to its end");
        if (recording.Agents[0].Envs > 1 && recording.ShowsOtherEnvironments)
        {
            yield return (Theme.Panel.Mix(Theme.Agent, 0.5f), "the other episodes of the round");
        }

        if (OverlayLegend(recording.Overlay) is { } words)
        {
            yield return words;
        }

        yield return (Theme.Reward, "mean return, from the lowest shown of the task");
        if (recording.Scale(0).Optimal is not null)
        {
            yield return (Theme.Goal, "the best that can be earned");
        }
    }
}
