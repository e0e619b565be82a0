using System.Numerics;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Scenes;

/// <summary>
/// States in a circle, brighter where their best action pays more, and where the chosen action leads from this one.
/// </summary>
/// <remarks>
/// Overlays: the agent's values, or its believed rewards, more opaque where they are more certain, replace the true
/// rewards; its policy is a ring around each state, with one sector per action in the colours that actions have
/// elsewhere.
/// </remarks>
public sealed class MdpScene(TabularMdp family, TaskNumbers task) : IScene
{
    private const double LeastShown = 0.02; // probability below which a way is not drawn

    private const float Halo = 0.28f;                // around a state that is visited most, in radii
    private const double WidestBelief = 2 * 1.645;  // from the 5 % to the 95 % quantile of N(1, 1), the prior

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
        var (values, belief) = (moment.Overlay.Values, moment.Overlay.Belief as NumberBelief);
        double[] shown =
        [
            .. Enumerable.Range(0, family.States).Select(node =>
                values.Count > 0 ? values[node] : Best(belief?.Mean ?? _reward, node)),
        ];
        var heat = new HeatScale(values.Count > 0 ? "V" : "best reward", shown.Min(), shown.Max());
        if (moment.Choice is { } action)
        {
            DrawTransitions(painter, panel, state, action, radius);
        }

        for (var node = 0; node < family.States; node++)
        {
            DrawNode(painter, Node(panel, node), radius, node, moment.Overlay, heat.ShareOf(shown[node]));
            if (node == state)
            {
                painter.Ring(Node(panel, node), radius, 4, Theme.Agent);
            }
        }

        var words = moment.Choice is { } chosen ? $"action {chosen + 1} of {family.ActionCount}" : "";
        Caption.Draw(painter, panel, words, moment, values.Count > 0 || belief is not null ? heat : null);
    });

    private void DrawNode(Painter painter, Vector2 at, float radius, int node, OverlayContent overlay, double share)
    {
        if (node < overlay.Visits.Count)
        {
            var often = (float)Math.Sqrt(overlay.Visits[node] / Math.Max(1, overlay.Visits.Max()));
            painter.Circle(at, radius * (1 + (Halo * often)), Theme.Trail.WithAlpha(0.8f));
        }

        if (overlay.Belief is NumberBelief belief)
        {
            painter.Circle(at, radius, Theme.Panel.Mix(Theme.Heat(share), Certainty(belief, node)));
            painter.Ring(at, radius, 1, Theme.Solid);
        }
        else
        {
            painter.Circle(at, radius, Theme.Heat(share));
        }

        DrawPolicy(painter, at, radius, overlay.Policy, node);
        if (radius >= 8)
        {
            var isBright = share > 0.6 && overlay is { Belief: null, Policy: [] };
            painter.Label($"{node}", at, isBright ? Theme.Background : Theme.Ink);
        }
    }

    // As opaque as they are likely.
    private void DrawTransitions(Painter painter, Area panel, int state, int action, float radius)
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
            painter.Arrow(
                from, to - (along * (radius + 2)), 1 + (2.5f * share),
                Theme.Panel.Mix(Theme.Action, 0.2f + (0.8f * share)));
        }
    }

    // Sectors from the top, clockwise.
    private void DrawPolicy(Painter painter, Vector2 at, float radius, IReadOnlyList<double> policy, int state)
    {
        if (policy.Count == 0)
        {
            return;
        }

        painter.Circle(at, radius - 1, Theme.Panel);
        var from = Math.PI / 2;
        for (var action = 0; action < family.ActionCount; action++)
        {
            var to = from - (2 * Math.PI * policy[(state * family.ActionCount) + action]);
            painter.Arc(at, radius - 3, 5, from, to, Theme.Series(action));
            from = to;
        }
    }

    private double Best(double[] rewards, int state) =>
        Enumerable.Range(0, family.ActionCount).Max(action => rewards[(state * family.ActionCount) + action]);

    // Of the action that is believed to be the best: from little before it was tried to 1.
    private float Certainty(NumberBelief belief, int state)
    {
        var best = Enumerable.Range(state * family.ActionCount, family.ActionCount).MaxBy(entry => belief.Mean[entry]);
        return 1 - (0.8f * (float)((belief.High[best] - belief.Low[best]) / WidestBelief));
    }

    private float Radius(Area body) => Math.Clamp(Math.Min(body.Width, body.Height) / family.States * 0.85f, 3, 15);
}
