using System.Numerics;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Recordings;

/// <summary>One picture of how agents adapt: a row a task, a column a round, each panel the end of the round.</summary>
public sealed class Storyboard(Recording recording)
{
    /// <summary>Width and height at which everything is seen well, in units of drawing.</summary>
    public (float Width, float Height) Size => StoryboardLayout.Comfortable(recording);

    /// <exception cref="RenderingException">There is too little room for so many panels.</exception>
    public void Draw(Painter painter)
    {
        var layout = new StoryboardLayout(painter.Area, recording);
        DrawHeader(painter);
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

    private void DrawHeader(Painter painter)
    {
        painter.Text(RoundWords.Title(recording), new Vector2(20, 10), Theme.Ink, TextSize.Large);
        painter.Text(RoundWords.Origin(recording), new Vector2(20, 38), Theme.Faint, TextSize.Small);
    }

    private static void DrawHeadings(Painter painter, StoryboardLayout layout, int index, RecordedAgent agent)
    {
        var line = layout.HeadingOf(index);
        painter.Text(agent.Name, new Vector2(line.X, line.Y + 8), Theme.Agent);
        for (var round = 0; round < agent.Rounds.Count; round++)
        {
            var middle = layout.Panel(index, 0, round).Centre.X;
            painter.Text(RoundWords.Round(agent, round), new Vector2(middle, line.Y + 8), Theme.Ink, TextSize.Normal, Align.Middle);
        }
    }

    private void DrawRow(Painter painter, StoryboardLayout layout, int index, RecordedAgent agent, int task)
    {
        var label = layout.LabelOf(index, task);
        var middle = label.Centre.Y;
        painter.Text($"task {task + 1}", new Vector2(label.X, middle - 24), Theme.Ink);
        if (recording.Scale(task).Optimal is { } optimal)
        {
            painter.Text($"optimum {recording.Text(optimal)}", new Vector2(label.X, middle), Theme.Goal, TextSize.Small);
        }

        for (var round = 0; round < agent.Rounds.Count; round++)
        {
            if (round > 0)
            {
                DrawArrow(painter, layout.Before(index, task, round), RoundWords.Between(agent));
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

    private void DrawLegend(Painter painter)
    {
        var (x, y) = (20f, painter.Area.Bottom - 20);
        x = DrawKey(painter, x, y, Theme.Agent, "one episode to its end");
        if (recording.Agents.Any(agent => agent.Envs > 1))
        {
            x = DrawKey(painter, x, y, Theme.Panel.Mix(Theme.Agent, 0.5f), "the other episodes of the round");
        }

        x = DrawKey(painter, x, y, Theme.Reward, "mean return, from the lowest shown of the task");
        if (recording.Scale(0).Optimal is not null)
        {
            DrawKey(painter, x, y, Theme.Goal, "the best that can be earned");
        }
    }

    // The place of the next one.
    private static float DrawKey(Painter painter, float x, float y, Color color, string words)
    {
        painter.Line(new Vector2(x, y + 7), new Vector2(x + 14, y + 7), 4, color);
        painter.Text(words, new Vector2(x + 22, y), Theme.Faint, TextSize.Small);
        return x + 22 + painter.TextWidth(words, TextSize.Small) + 24;
    }
}
