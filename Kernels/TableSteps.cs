using System.Numerics;

namespace MetaRL.Kernels;

/// <summary>Transition and reward tables of tasks with numbered states.</summary>
/// <typeparam name="T">The numbers.</typeparam>
/// <param name="States">S.</param>
/// <param name="Actions">A.</param>
/// <param name="Outcomes">K.</param>
/// <param name="Features">O.</param>
/// <param name="Next">State after an outcome, [N, S, A, K].</param>
/// <param name="Cumulative">Probability of an outcome or one before it, [N, S, A, K].</param>
/// <param name="Reward">[N, S, A, K].</param>
/// <param name="Terminal">[N, S, A, K].</param>
/// <param name="Start">First state, [N].</param>
/// <param name="Seen">What is seen of a state, [N, S, O].</param>
/// <param name="RewardStd">Standard deviation of normal noise on every reward.</param>
public sealed record LaneTables<T>(
    int States, int Actions, int Outcomes, int Features, long[] Next, T[] Cumulative, T[] Reward, bool[] Terminal,
    long[] Start, T[] Seen, T RewardStd)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>Lanes of tasks that are tables: a step is a look-up.</summary>
/// <remarks>
/// An outcome is chosen by inversion: the first whose cumulative probability exceeds the step's first uniform number.
/// </remarks>
/// <typeparam name="T">The numbers.</typeparam>
/// <param name="tables">Of all tasks.</param>
/// <param name="envs">E.</param>
/// <param name="first">The first lane, counted over all tasks.</param>
/// <param name="lanes">How many.</param>
public sealed class TableSteps<T>(LaneTables<T> tables, int envs, int first, int lanes) : LaneSteps<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int[] _states = new int[lanes];
    private readonly bool[] _ended = new bool[lanes];

    public override void Reset(ReadOnlySpan<T> noise)
    {
        for (var lane = 0; lane < lanes; lane++)
        {
            _states[lane] = (int)tables.Start[Task(lane)];
        }
    }

    public override void Observe(Span<T> observations)
    {
        var size = tables.Features;
        for (var lane = 0; lane < lanes; lane++)
        {
            tables.Seen.AsSpan(((Task(lane) * tables.States) + _states[lane]) * size, size)
                .CopyTo(observations[(lane * size)..]);
        }
    }

    public override void Step(
        ReadOnlySpan<T> actions, ReadOnlySpan<T> noise, Span<T> rewards, Span<bool> terminated)
    {
        var numbers = noise.Length / lanes;
        for (var lane = 0; lane < lanes; lane++)
        {
            var own = noise.Slice(lane * numbers, numbers);
            var state = (Task(lane) * tables.States) + _states[lane];
            var row = (state * tables.Actions) + int.CreateTruncating(actions[lane]);
            var entry = (row * tables.Outcomes) + Outcome(row, own);
            var reward = tables.Reward[entry];
            rewards[lane] = tables.RewardStd > T.Zero ? reward + (tables.RewardStd * Normal(own)) : reward;
            _states[lane] = (int)tables.Next[entry];
            _ended[lane] = tables.Terminal[entry];
        }

        _ended.CopyTo(terminated);
    }

    public override void Restart(ReadOnlySpan<T> noise)
    {
        for (var lane = 0; lane < lanes; lane++)
        {
            if (_ended[lane])
            {
                _states[lane] = (int)tables.Start[Task(lane)];
            }
        }
    }

    private int Outcome(int row, ReadOnlySpan<T> noise)
    {
        var outcome = 0;
        while (outcome < tables.Outcomes - 1 && noise[0] >= tables.Cumulative[(row * tables.Outcomes) + outcome])
        {
            outcome++;
        }

        return outcome;
    }

    private int Task(int lane) => (first + lane) / envs;

    // Box and Muller 1958, from the last two uniform numbers; 1 − u is never 0.
    private static T Normal(ReadOnlySpan<T> noise) =>
        T.Sqrt(T.CreateTruncating(-2) * T.Log(T.One - noise[^2])) * T.Cos(T.Tau * noise[^1]);
}
