using System.Numerics;
using MetaRL.Environments.Tabular;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Scenes;

/// <summary>Arms as bars up to their hidden means; what the agent believes of each beside it, and how often it was pulled below it.</summary>
public sealed class BanditScene(Bandit family, TaskNumbers task) : IScene
{
    private const float Below = 34;
    private const int MostNumbered = 12;

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
        var foot = Caption.Above(panel).Bottom - Below;
        for (var arm = 0; arm < _means.Length; arm++)
        {
            var bar = Bar(panel, arm);
            var color = arm == moment.Choice ? Theme.Action : arm == best ? Theme.Goal.Mix(Theme.Panel, 0.25f) : Theme.Solid;
            painter.Rectangle(bar, color, 3);
            DrawBelief(painter, bar, foot, panel, arm, moment.Overlays);
            if (_means.Length <= MostNumbered)
            {
                painter.Text(
                    Caption.Number(_means[arm]), new Vector2(bar.Centre.X, bar.Y - 15), Theme.Faint, TextSize.Small, Align.Middle);
            }
        }

        painter.Line(new Vector2(panel.X, foot + 1), new Vector2(panel.Right, foot + 1), 2, Theme.Border);
        Caption.Draw(painter, panel, moment.Choice is { } pulled ? $"pulled {pulled + 1}" : "", moment);
    });

    private void DrawBelief(Painter painter, Area bar, float foot, Area panel, int arm, Overlays overlays)
    {
        if (arm < overlays.Values.Count)
        {
            var top = Caption.Above(panel).Y + 16;
            var y = foot - ((float)Math.Clamp((overlays.Values[arm] - Low) / (High - Low), 0, 1) * (foot - top));
            painter.Line(new Vector2(bar.X, y), new Vector2(bar.Right, y), 3, Theme.Agent);
        }

        var pulls = arm < overlays.Visits.Count ? $"{overlays.Visits[arm]:0}×" : "";
        if (_means.Length <= MostNumbered)
        {
            painter.Text($"{arm + 1}", new Vector2(bar.Centre.X, foot + 4), Theme.Ink, TextSize.Small, Align.Middle);
            painter.Text(pulls, new Vector2(bar.Centre.X, foot + 18), Theme.Trail, TextSize.Small, Align.Middle);
        }
    }
}
