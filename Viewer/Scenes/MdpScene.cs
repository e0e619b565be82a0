using System.Numerics;
using MetaRL.Environments.Tabular;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Scenes;

/// <summary>States in a circle, brighter where their best action pays more, and where the chosen action leads from this one.</summary>
public sealed class MdpScene(TabularMdp family, TaskNumbers task) : IScene
{
    private const double LeastShown = 0.02; // probability below which a way is not drawn

    private readonly double[] _transition = task.Values("transition");
    private readonly double[] _reward = task.Values("reward");

    /// <summary>Where a state is on a panel.</summary>
    public Vector2 Node(Area panel, int state)
    {
        var body = Caption.Above(panel);
        var (sin, cos) = Math.SinCos(2 * Math.PI * state / family.States);
        var radius = (Math.Min(body.Width, body.Height) / 2) - Radius(body) - 3;
        return body.Centre + (radius * new Vector2((float)sin, -(float)cos));
    }

    public void Draw(Painter painter, Area panel, SceneMoment moment) => painter.Clip(panel, () =>
    {
        var state = (int)moment.State[0];
        var radius = Radius(Caption.Above(panel));
        var best = Enumerable.Range(0, family.States).Select(BestReward).ToArray();
        if (moment.Choice is { } action)
        {
            DrawWays(painter, panel, state, action, radius);
        }

        for (var node = 0; node < family.States; node++)
        {
            var at = Node(panel, node);
            var share = (best[node] - best.Min()) / Math.Max(1e-9, best.Max() - best.Min());
            painter.Circle(at, radius, Theme.Heat(share));
            if (node == state)
            {
                painter.Ring(at, radius, 4, Theme.Agent);
            }

            if (radius >= 8)
            {
                painter.Label($"{node}", at, share > 0.6 ? Theme.Background : Theme.Ink);
            }
        }

        Caption.Draw(painter, panel, moment.Choice is { } chosen ? $"action {chosen + 1} of {family.ActionCount}" : "", moment);
    });

    // As opaque as they are likely.
    private void DrawWays(Painter painter, Area panel, int state, int action, float radius)
    {
        var first = ((state * family.ActionCount) + action) * family.States;
        var likeliest = Enumerable.Range(0, family.States).Max(next => _transition[first + next]);
        var from = Node(panel, state);
        for (var next = 0; next < family.States; next++)
        {
            var (probability, to) = (_transition[first + next], Node(panel, next));
            if (probability < LeastShown || next == state)
            {
                continue;
            }

            var share = (float)(probability / likeliest);
            var along = Vector2.Normalize(to - from);
            painter.Arrow(from, to - (along * (radius + 2)), 1 + (2.5f * share), Theme.Panel.Mix(Theme.Action, 0.2f + (0.8f * share)));
        }
    }

    private double BestReward(int state) => Enumerable.Range(0, family.ActionCount).Max(action => _reward[(state * family.ActionCount) + action]);

    private float Radius(Area body) => Math.Clamp(Math.Min(body.Width, body.Height) / family.States * 0.85f, 3, 15);
}
