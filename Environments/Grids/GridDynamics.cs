using MetaRL.Environments.Tasks;

namespace MetaRL.Environments.Grids;

/// <summary>What happens to an action before it moves the agent; every layout composes with every choice.</summary>
/// <param name="Stay">
/// Whether staying is an action: stay, up, right, down, left; without it up, right, down, left.
/// </param>
/// <param name="Slip">
/// Whether a move can go to either side instead: intended 1 − slip, each perpendicular slip / 2.
/// </param>
/// <param name="Wind">Whether columns push the agent up or down: Sutton and Barto 2018, example 6.5.</param>
/// <param name="Remap">Whether the meanings of the actions are permuted.</param>
public sealed record GridDynamics(bool Stay = true, bool Slip = false, bool Wind = false, bool Remap = false)
{
    /// <summary>Strongest wind; cells per step.</summary>
    public const int StrongestWind = 2;

    /// <summary>Slip of Gymnasium's FrozenLake: a third for each of the three directions.</summary>
    public const double FrozenLakeSlip = 2.0 / 3;

    /// <summary>(Δx, Δy) of stay, up, right, down, left.</summary>
    internal static readonly IReadOnlyList<(int X, int Y)> Moves = [(0, 0), (0, 1), (1, 0), (0, -1), (-1, 0)];

    // Strength per column of the windy gridworld of Sutton and Barto 2018, example 6.5; cells per step.
    private static readonly double[] Profile = [0, 0, 0, 1, 1, 1, 2, 2, 1, 0];

    /// <summary>A.</summary>
    public int Actions => Stay ? 5 : 4;

    /// <summary>Whether the tasks differ in nothing but their layout.</summary>
    public bool AreFixed => !Slip && !Wind && !Remap;

    internal IReadOnlyList<TaskParameter> Parameters(int width) =>
    [
        .. Slip ?
        [
            new("slip", "probability", FrozenLakeSlip, new(0, FrozenLakeSlip), new(0, 1))
            {
                Rule = ValueRule.Probability,
            },
        ]
            : Array.Empty<TaskParameter>(),
        .. Wind ?
        [
            new("wind", "cells per step", 0, new(0, StrongestWind), new(0, StrongestWind))
            {
                Shape = [width],
                Rule = new(0, StrongestWind),
                Drawn = "whole numbers, with a way to the goal",
            },
            new("wind_direction", "1 up, -1 down", 1, new(-1, 1), new(-1, 1)) { Rule = new(-1, 1), Drawn = "either" },
        ]
            : Array.Empty<TaskParameter>(),
        .. Remap ?
        [
            new("controls", "action", 0, new(0, Actions - 1), new(0, Actions - 1))
            {
                Shape = [Actions], Rule = new(0, Actions - 1), Drawn = "permutation",
            },
        ]
            : Array.Empty<TaskParameter>(),
    ];

    /// <summary>
    /// FrozenLake's slip, the published wind (stretched to the width), upward, and actions that mean what they say.
    /// </summary>
    internal void AddStandard(GridTask task, int width)
    {
        if (Slip)
        {
            task["slip"] = [FrozenLakeSlip];
        }

        if (Wind)
        {
            task["wind"] = [.. Enumerable.Range(0, width).Select(column => Profile[column * Profile.Length / width])];
            task["wind_direction"] = [1];
        }

        if (Remap)
        {
            task["controls"] = [.. Enumerable.Range(0, Actions).Select(action => (double)action)];
        }
    }

    /// <summary>
    /// Wind uniform over 0, 1, 2 in each column, up or down, and a uniform permutation; the slip is drawn elsewhere.
    /// </summary>
    internal void AddDrawn(GridTask task, int width, Philox draws)
    {
        if (Wind)
        {
            task["wind"] = [.. Enumerable.Range(0, width).Select(_ => (double)draws.Below(StrongestWind + 1))];
            task["wind_direction"] = [draws.Below(2) == 0 ? -1 : 1];
        }

        if (Remap)
        {
            task["controls"] = [.. draws.Permutation(Actions).Select(action => (double)action)];
        }
    }

    /// <summary>Why no environment can have these dynamics, in one line; null where it can.</summary>
    internal string? Fault(GridTask task)
    {
        if (Wind && Array.Exists(task["wind"], strength => strength != Math.Floor(strength)))
        {
            return $"The parameter 'wind' must hold whole numbers, but is {GridTask.Text(task["wind"])}.";
        }

        if (Wind && Math.Abs(task.Number("wind_direction")) != 1)
        {
            return FormattableString.Invariant(
                $"The parameter 'wind_direction' must be 1 or -1, but is {task.Number("wind_direction")}.");
        }

        return Remap
            && !task["controls"].Order().SequenceEqual(Enumerable.Range(0, Actions).Select(action => (double)action))
            ? $"The parameter 'controls' must hold each of 0 to {Actions - 1} once, but is"
                + $" {GridTask.Text(task["controls"])}."
            : null;
    }
}
