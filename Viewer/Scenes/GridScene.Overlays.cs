using System.Numerics;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Scenes;

/// <summary>Overlays of the cells, for the phase that the agent is in.</summary>
public sealed partial class GridScene
{
    private const float RoomForTriangles = 32; // width of a cell from which on every action has its own
    private const float Clear = 0.05f;         // around the middle of a cell, in cells
    private const float Reach = 0.43f;         // of a sure action's arrow, in cells
    private const float LeastShown = 0.03f;    // probability
    private const float Tint = 0.5f;           // of the goal's colour where it is likeliest to be

    /// <summary>
    /// Lowest and highest of the values that are shown, by which they are coloured; null where none are.
    /// </summary>
    private HeatScale? Heat(Camera view, int phase, OverlayContent overlay)
    {
        var isOfActions = DrawsActions(view, overlay);
        var values = Enumerable.Range(0, map.Kinds.Count).Where(IsOpen)
            .SelectMany(cell => isOfActions
                ? ActionsOf(overlay.ActionValues, cell, phase)
                : Of(overlay.Values, cell, phase))
            .ToArray();
        return values.Length == 0 ? null : new HeatScale(isOfActions ? "Q" : "V", values.Min(), values.Max());
    }

    private Color Ground(int cell, int phase, OverlayContent overlay, HeatScale? heat) => overlay switch
    {
        { Belief: GoalBelief goal } =>
            Floor.Mix(Theme.Goal, Tint * (float)(goal.Probability[cell] / goal.Probability.Max())),
        _ when heat is { } scale && IsOpen(cell) && Of(overlay.Values, cell, phase) is [var value] =>
            scale.ColorOf(value),
        _ => Floor,
    };

    private void DrawPolicy(Painter painter, Camera view, int phase, OverlayContent overlay)
    {
        for (var cell = 0; cell < map.Kinds.Count; cell++)
        {
            foreach (var (action, probability) in IsOpen(cell) ? ActionsOf(overlay.Policy, cell, phase).Index() : [])
            {
                DrawChoice(painter, view.Project(Place(cell)), view.Scale, action, (float)probability);
            }
        }
    }

    // A triangle on the side that the action leads to, a disc for staying; where there is room.
    private void DrawActionValues(
        Painter painter, Camera view, int cell, int phase, OverlayContent overlay, HeatScale? heat)
    {
        if (!DrawsActions(view, overlay) || !IsOpen(cell) || heat is not { } scale)
        {
            return;
        }

        var (at, size, values) = (view.Project(Place(cell)), view.Scale, ActionsOf(overlay.ActionValues, cell, phase));
        // Discs on top
        foreach (var (action, value) in values.Index().OrderBy(one => Meaning(one.Index) == Vector2.Zero))
        {
            var (side, color) = (Meaning(action), scale.ColorOf(value));
            if (side == Vector2.Zero)
            {
                painter.Circle(at, size * 0.16f, color);
            }
            else
            {
                painter.Triangle(at + (side * size * 0.46f), at + (side * size * 0.02f), size * 0.86f, color);
            }
        }
    }

    // As long and as opaque as it is likely.
    private void DrawChoice(Painter painter, Vector2 at, float size, int action, float probability)
    {
        if (probability < LeastShown)
        {
            return;
        }

        var (side, color) = (Meaning(action), Theme.Ink.WithAlpha(0.4f + (0.6f * probability)));
        if (side == Vector2.Zero)
        {
            painter.Circle(at, size * 0.2f * probability, color);
        }
        else
        {
            painter.Arrow(
                at + (side * size * Clear), at + (side * size * (Clear + (Reach * probability))),
                Math.Max(1.6f, size * 0.045f), color);
        }
    }

    // Whether the agent can be there and go on.
    private bool IsOpen(int cell) => map.Kinds[cell] is not (CellKind.Wall or CellKind.Hole);

    // Where an action leads in this task, y downwards.
    private Vector2 Meaning(int action)
    {
        var (x, y) = family.Direction(family.Dynamics.Remap ? (int)task.Values("controls")[action] : action);
        return new Vector2(x, -y);
    }

    private static bool DrawsActions(Camera view, OverlayContent overlay) =>
        overlay.ActionValues.Count > 0 && view.Scale >= RoomForTriangles;

    // The number of the state that a cell and a phase make; empty where there is none.
    private double[] Of(IReadOnlyList<double> states, int cell, int phase) =>
        (phase * map.Kinds.Count) + cell is var state && state < states.Count ? [states[state]] : [];

    private double[] ActionsOf(IReadOnlyList<double> pairs, int cell, int phase)
    {
        var first = ((phase * map.Kinds.Count) + cell) * family.Dynamics.Actions;
        return first < pairs.Count
            ? [.. Enumerable.Range(first, family.Dynamics.Actions).Select(pair => pairs[pair])]
            : [];
    }
}
