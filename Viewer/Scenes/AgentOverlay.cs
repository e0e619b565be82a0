using System.Numerics;
using MetaRL.Environments.Tasks;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Scenes;

/// <summary>
/// What an agent believes about a latent variable, and what it attends to: a strip above the scene of any family.
/// </summary>
public static class AgentOverlay
{
    private const float LatentHeight = 14;
    private const double Reach = 3;         // of the scale of latent numbers, to either side
    private const double Quantile = 1.645;  // of a normal, 95 %; in deviations
    private const float AttentionHeight = 24;
    private const float Gap = 4;            // below a strip

    /// <summary>Draws it, if there is any.</summary>
    /// <param name="painter">Draws it.</param>
    /// <param name="panel">With the scene and its caption.</param>
    /// <param name="content">What to draw.</param>
    /// <returns>What is left of the panel.</returns>
    public static Area Draw(Painter painter, Area panel, OverlayContent content)
    {
        if (content.Belief is LatentBelief belief)
        {
            DrawLatent(painter, panel with { Height = LatentHeight }, belief);
            return panel.Trim(top: LatentHeight + Gap);
        }

        if (content.Attention is { } attention)
        {
            DrawAttention(painter, panel with { Height = AttentionHeight }, attention, content.Horizon);
            return panel.Trim(top: AttentionHeight + Gap);
        }

        return panel;
    }

    // Beside each other, each between −3 and 3: the posterior from its 5 % to its 95 % quantile, and its mean.
    private static void DrawLatent(Painter painter, Area area, LatentBelief belief)
    {
        painter.Rectangle(area, Theme.Raised);
        var width = area.Width / belief.Mean.Length;
        foreach (var (number, (mean, deviation)) in belief.Mean.Zip(belief.Deviation).Index())
        {
            var middle = area.X + ((number + 0.5f) * width);
            painter.Line(new(middle, area.Y + 3), new(middle, area.Bottom - 3), 1, Theme.Solid);
            painter.Line(At(mean - (Quantile * deviation)), At(mean + (Quantile * deviation)), 4, Band);
            painter.Circle(At(mean), 2, Theme.Ink);
            if (number > 0)
            {
                painter.Line(new(middle - (width / 2), area.Y), new(middle - (width / 2), area.Bottom), 1, Theme.Panel);
            }

            Vector2 At(double value) => new(
                middle + (float)(Math.Clamp(value / Reach, -1, 1) * Math.Max(0, (width / 2) - 3)), area.Centre.Y);
        }
    }

    private static Color Band => Theme.Goal.Mix(Theme.Panel, 0.5f);

    // A bar for each step, the largest weight as high as the area; a line where an episode begins.
    private static void DrawAttention(Painter painter, Area area, IReadOnlyList<double> weights, int horizon)
    {
        painter.Rectangle(area, Theme.Raised);
        var (width, most) = (area.Width / weights.Count, weights.DefaultIfEmpty().Max());
        for (var start = horizon; start < weights.Count; start += horizon)
        {
            var x = area.X + (start * width);
            painter.Line(new(x, area.Y), new(x, area.Bottom), 1, Theme.Solid);
        }

        foreach (var (step, weight) in weights.Index())
        {
            var height = (float)(weight / most) * area.Height;
            var bar = new Area(area.X + (step * width), area.Bottom - height, Math.Max(1, width * 0.8f), height);
            painter.Rectangle(bar, Theme.Action);
        }
    }
}
