using System.Numerics;
using MetaRL.Environments.Bandits;
using MetaRL.Environments.Tasks;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Scenes;

/// <summary>
/// Arms as bars as high as their hidden means, with the overlay on each bar and the number of pulls below it.
/// </summary>
public sealed class BanditScene(Bandit family, TaskNumbers task) : IScene
{
    private const float Below = 34;
    private const int MostNumbered = 12;

    private const float SlimShare = 0.34f; // of a bar's width, for the overlay

    private readonly double[] _means = task.Values("mean");

    /// <summary>Value at the foot of the bars.</summary>
    private double Low => family.Rewards == BanditRewards.Bernoulli ? 0 : Math.Min(-1, _means.Min());

    private double High => family.Rewards == BanditRewards.Bernoulli ? 1 : Math.Max(1, _means.Max());

    /// <summary>The bar of an arm, as high as its mean.</summary>
    public Area Bar(Area panel, int arm)
    {
        var body = Caption.Above(panel).Trim(top: 16, bottom: Below);
        var slot = body.Cell(arm, 0, _means.Length, 1, Math.Min(10, body.Width / _means.Length * 0.25f));
        var height = (float)((_means[arm] - Low) / (High - Low)) * slot.Height;
        return slot.Trim(top: slot.Height - height);
    }

    public void Draw(Painter painter, Area panel, SceneMoment moment) => painter.Clip(panel, () =>
    {
        var best = Array.IndexOf(_means, _means.Max());
        var values = moment.Overlay.ActionValues;
        HeatScale? worth = values.Count > 0 ? new HeatScale("Q", values.Min(), values.Max()) : null;
        var foot = Caption.Above(panel).Bottom - Below;
        var isCovered = moment.Overlay.Belief is not null || moment.Overlay.Policy.Count > 0;
        for (var arm = 0; arm < _means.Length; arm++)
        {
            var bar = Bar(panel, arm);
            var color = arm == moment.Choice ? Theme.Action
                : arm == best ? Theme.Goal.Mix(Theme.Panel, 0.25f)
                : Theme.Solid;
            painter.Rectangle(bar, color, 3);
            var slot = bar with { Y = Caption.Above(panel).Y + 16, Height = foot - Caption.Above(panel).Y - 16 };
            DrawValues(painter, slot, arm, moment.Overlay, worth);
            DrawLabels(painter, new Vector2(bar.Centre.X, foot), arm, moment.Overlay);
            if (_means.Length <= MostNumbered)
            {
                painter.Text(
                    Caption.Number(_means[arm]), new Vector2(bar.Centre.X, bar.Y - 15),
                    isCovered ? Theme.Ink : Theme.Faint, TextSize.Small, Align.Middle);
            }
        }

        painter.Line(new Vector2(panel.X, foot + 1), new Vector2(panel.Right, foot + 1), 2, Theme.Border);
        var words = worth is null && moment.Overlay.Values is [var value] ? $"V {Caption.Number(value)}"
            : moment.Choice is { } pulled ? $"pulled {pulled + 1}" : "";
        Caption.Draw(painter, panel, words, moment, worth);
    });

    // A posterior as a band between its quantiles with a line at its mean, values as lines on a scale of their own,
    // probabilities as slim bars.
    private void DrawValues(Painter painter, Area slot, int arm, OverlayContent overlay, HeatScale? worth)
    {
        if (overlay.Belief is NumberBelief belief)
        {
            var (top, bottom) = (HeightOf(slot, belief.High[arm]), HeightOf(slot, belief.Low[arm]));
            painter.Rectangle(
                Slim(slot) with { Y = top, Height = Math.Max(1, bottom - top) }, Theme.Agent.WithAlpha(0.8f), 3);
            DrawLevel(painter, Slim(slot).Inset(-4), HeightOf(slot, belief.Mean[arm]), Theme.Ink);
        }

        if (worth is { } scale)
        {
            DrawLevel(
                painter, slot, slot.Bottom - ((float)scale.ShareOf(overlay.ActionValues[arm]) * slot.Height),
                Theme.Agent);
        }

        if (arm < overlay.Policy.Count)
        {
            var height = (float)overlay.Policy[arm] * slot.Height;
            painter.Rectangle(Slim(slot).Trim(top: slot.Height - height), Theme.Agent, 2);
        }
    }

    private void DrawLabels(Painter painter, Vector2 foot, int arm, OverlayContent overlay)
    {
        var words = arm < overlay.Visits.Count ? $"{overlay.Visits[arm]:0}×"
            : arm < overlay.Policy.Count ? $"{overlay.Policy[arm] * 100:0} %" : "";
        if (_means.Length <= MostNumbered)
        {
            painter.Text($"{arm + 1}", foot + new Vector2(0, 4), Theme.Ink, TextSize.Small, Align.Middle);
            painter.Text(
                words, foot + new Vector2(0, 18), overlay.Policy.Count > 0 ? Theme.Agent : Theme.Trail, TextSize.Small,
                Align.Middle);
        }
    }

    private static void DrawLevel(Painter painter, Area slot, float y, Color color) =>
        painter.Line(new Vector2(slot.X, y), new Vector2(slot.Right, y), 3, color);

    private static Area Slim(Area slot) =>
        slot.Trim(left: slot.Width * (1 - SlimShare) / 2, right: slot.Width * (1 - SlimShare) / 2);

    private float HeightOf(Area slot, double value) =>
        slot.Bottom - ((float)Math.Clamp((value - Low) / (High - Low), 0, 1) * slot.Height);
}
