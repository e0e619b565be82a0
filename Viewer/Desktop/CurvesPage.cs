using System.Numerics;
using MetaRL.Evaluation.Reports;
using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Watching;

namespace MetaRL.Viewer.Desktop;

/// <summary>
/// Adaptation curves of the evaluation, and the meta-training curve of the selected agent, where a click loads a
/// checkpoint.
/// </summary>
internal sealed class CurvesPage(ViewSession session, RunRecord record)
{
    private const float Line = 16;
    private const float Reach = 14; // of a click around a checkpoint's mark

    /// <summary>Axes of the meta-training curve as drawn last; null where there is none.</summary>
    public Axes? Training { get; private set; }

    public void Draw(Painter painter, Area area, Pointer pointer)
    {
        Training = null;
        DrawAdaptation(painter, area.Cell(0, 0, 1, 2, 12));
        DrawTraining(painter, area.Cell(0, 1, 1, 2, 12), pointer);
    }

    private void DrawAdaptation(Painter painter, Area area)
    {
        painter.Text("Return after each update", new Vector2(area.X, area.Y), Theme.Ink);
        if (record.Comparison is not { } comparison)
        {
            painter.Text(
                "metarl evaluate and compare write them.", new Vector2(area.X, area.Y + 22), Theme.Faint,
                TextSize.Small);
            return;
        }

        var names = comparison.Algorithms.Count;
        var plot = area.Trim(top: 24 + (((names + 1) / 2) * Line));
        var values = comparison.Algorithms.SelectMany(one => one.Returns)
            .SelectMany(one => new[] { one.Low, one.High });
        double[] lines = [.. new[] { comparison.Protocol.Optimal, comparison.Protocol.Random }.OfType<double>()];
        var axes = Axes.Draw(painter, plot, 0, Math.Max(1, comparison.Protocol.Updates), values.Concat(lines));
        var (optimal, random) = (comparison.Protocol.Optimal, comparison.Protocol.Random);
        foreach (var (value, color) in new[] { (optimal, Theme.Goal), (random, Theme.Faint) })
        {
            if (value is { } level)
            {
                painter.Dashes(axes.At(0, level), axes.At(axes.Right, level), 1.2f, color, 4);
            }
        }

        for (var index = 0; index < names; index++)
        {
            DrawCurve(
                painter, axes, comparison.Algorithms[index], Theme.Series(index), (index - ((names - 1) / 2f)) * 4);
            var legend = area.Trim(top: 22 + ((index / 2) * Line)).Cell(index % 2, 0, 2, 1);
            painter.Line(
                new Vector2(legend.X, legend.Y + 7), new Vector2(legend.X + 12, legend.Y + 7), 3, Theme.Series(index));
            painter.Text(
                comparison.Algorithms[index].Name, new Vector2(legend.X + 18, legend.Y), Theme.Faint, TextSize.Small);
        }
    }

    // Shifted sideways, so that no interval hides another.
    private static void DrawCurve(Painter painter, Axes axes, AlgorithmDocument one, Color color, float apart)
    {
        var aside = new Vector2(apart, 0);
        Vector2[] points = [.. one.Returns.Select((estimate, round) => axes.At(round, estimate.Value) + aside)];
        painter.Polyline(points, 2, color, color);
        for (var round = 0; round < points.Length; round++)
        {
            painter.Line(
                axes.At(round, one.Returns[round].Low) + aside, axes.At(round, one.Returns[round].High) + aside, 1.5f,
                color);
            painter.Circle(points[round], 3, color);
        }
    }

    private void DrawTraining(Painter painter, Area area, Pointer pointer)
    {
        var column = session.Selected.Column;
        painter.Text($"Meta-training of {session.Setup.NameOf(column)}", new Vector2(area.X, area.Y), Theme.Ink);
        if (record.Training[column] is not { Iterations.Count: > 0 } training)
        {
            painter.Text("It was not trained.", new Vector2(area.X, area.Y + 22), Theme.Faint, TextSize.Small);
            return;
        }

        var watched = session.Setup.Agents[column].Iteration;
        painter.Text(
            $"watching iteration {watched}; click a mark for another", new Vector2(area.X, area.Y + 20), Theme.Faint,
            TextSize.Small);
        var axes = Axes.Draw(
            painter, area.Trim(top: 38), 0, training.Iterations[^1], training.Before.Concat(training.After));
        Training = axes;
        axes.Curve(painter, training.Iterations, training.Before, 1.5f, Theme.Trail);
        axes.Curve(painter, training.Iterations, training.After, 1.5f, Theme.Agent);
        foreach (var checkpoint in training.Checkpoints)
        {
            var at = new Vector2(axes.At(checkpoint, axes.Low).X, axes.Area.Bottom);
            var isNear = Math.Abs(pointer.Position.X - at.X) < Reach / 2
                && axes.Area.Inset(-Reach).Contains(pointer.Position);
            var color = checkpoint == watched ? Theme.Goal : isNear ? Theme.Ink : Theme.Faint;
            painter.Triangle(at, at - new Vector2(0, 10), 10, color);
        }

        if (pointer.IsClicked && axes.Area.Inset(-Reach).Contains(pointer.Position))
        {
            var share = (pointer.Position.X - axes.Area.X) / axes.Area.Width;
            var chosen = training.Nearest(axes.Left + (share * (axes.Right - axes.Left)));
            if (chosen != watched)
            {
                session.LoadCheckpoint(column, chosen);
            }
        }
    }
}
