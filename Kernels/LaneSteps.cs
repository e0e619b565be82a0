using System.Numerics;
using System.Runtime.CompilerServices;

namespace MetaRL.Kernels;

/// <summary>Neighbouring environments of neighbouring tasks that step together on the memory of a processor.</summary>
/// <remarks>
/// A lane is one environment of one task. Rows hold the numbers of one lane beside each other, as tensors [N, E, ...]
/// do.
/// </remarks>
/// <typeparam name="T">The numbers.</typeparam>
public abstract class LaneSteps<T>
    where T : unmanaged
{
    /// <summary>First states of all lanes.</summary>
    /// <param name="noise">Uniform [0, 1), [lanes, Z].</param>
    public abstract void Reset(ReadOnlySpan<T> noise);

    /// <summary>What is seen of the lanes' states.</summary>
    /// <param name="observations">[lanes, O].</param>
    public abstract void Observe(Span<T> observations);

    /// <summary>One step of all lanes.</summary>
    /// <param name="actions">[lanes, A]; numbers of actions where these are discrete.</param>
    /// <param name="noise">Uniform [0, 1), [lanes, Z].</param>
    /// <param name="rewards">[lanes].</param>
    /// <param name="terminated">Whether the task itself ended the episode, [lanes].</param>
    public abstract void Step(ReadOnlySpan<T> actions, ReadOnlySpan<T> noise, Span<T> rewards, Span<bool> terminated);

    /// <summary>Another first state of the lanes that the last step terminated.</summary>
    /// <param name="noise">Uniform [0, 1), [lanes, Z].</param>
    public abstract void Restart(ReadOnlySpan<T> noise);
}

/// <summary>Makes some neighbouring lanes, counted over all tasks, the lanes of a task beside each other.</summary>
/// <typeparam name="T">The numbers.</typeparam>
/// <param name="first">The first one.</param>
/// <param name="lanes">How many.</param>
public delegate LaneSteps<T> LaneSource<T>(int first, int lanes)
    where T : unmanaged;

/// <summary>Sizes of one environment's numbers.</summary>
/// <param name="State">S.</param>
/// <param name="Observation">O.</param>
/// <param name="Action">A; 1 where actions are discrete.</param>
/// <param name="ResetNoise">Uniform numbers of a reset.</param>
/// <param name="StepNoise">Uniform numbers of a step.</param>
public sealed record LaneSizes(int State, int Observation, int Action, int ResetNoise, int StepNoise);

/// <summary>The same by equations, a vector of lanes at a time.</summary>
/// <typeparam name="TDynamics">The equations.</typeparam>
/// <typeparam name="T">The numbers.</typeparam>
public sealed class LaneSteps<TDynamics, T> : LaneSteps<T>
    where TDynamics : struct, IDynamics<TDynamics, Lanes<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // by default, the agent sees the state
    private static readonly bool ObservesState = typeof(TDynamics).GetMethod(nameof(TDynamics.Observe)) is null;

    private readonly LaneSizes _sizes;
    private readonly TDynamics[] _equations;                // one for each vector of lanes
    private readonly Columns<T> _actions;
    private readonly Columns<T> _noise;
    private readonly Columns<T> _starts;
    private readonly Columns<T> _observations;
    private readonly Lanes<T>[] _ended;                     // whether the last step terminated a lane
    private Columns<T> _states;
    private Columns<T> _next;

    /// <param name="constants">Of all tasks.</param>
    /// <param name="sizes">Of one environment.</param>
    /// <param name="first">The first lane, counted over all tasks.</param>
    /// <param name="lanes">How many.</param>
    public LaneSteps(LaneConstants<T> constants, LaneSizes sizes, int first, int lanes)
    {
        _sizes = sizes;
        var vectors = (lanes + Lanes<T>.Width - 1) / Lanes<T>.Width;
        _equations = new TDynamics[vectors];
        for (var vector = 0; vector < vectors; vector++)
        {
            _equations[vector] = TDynamics.Of(constants.At(first + (vector * Lanes<T>.Width), first + lanes));
        }

        (_states, _next) = (new(lanes, sizes.State), new(lanes, sizes.State));
        (_actions, _observations) = (new(lanes, sizes.Action), new(lanes, sizes.Observation));
        (_noise, _starts) = (new(lanes, sizes.StepNoise), new(lanes, sizes.ResetNoise));
        _ended = new Lanes<T>[vectors];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Reset(ReadOnlySpan<T> noise)
    {
        _starts.Read(noise);
        for (var vector = 0; vector < _equations.Length; vector++)
        {
            TDynamics.Reset(in _equations[vector], _starts[vector], _states[vector]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Observe(Span<T> observations)
    {
        if (ObservesState)
        {
            _states.Write(observations);
            return;
        }

        for (var vector = 0; vector < _equations.Length; vector++)
        {
            TDynamics.Observe(in _equations[vector], _states[vector], _observations[vector]);
        }

        _observations.Write(observations);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Step(
        ReadOnlySpan<T> actions, ReadOnlySpan<T> noise, Span<T> rewards, Span<bool> terminated)
    {
        _actions.Read(actions);
        _noise.Read(noise);
        for (var vector = 0; vector < _equations.Length; vector++)
        {
            var (reward, ended) = _equations[vector].Step(
                _states[vector], _actions[vector], _noise[vector], _next[vector]);
            _ended[vector] = ended;
            reward.CopyTo(rewards[(vector * Lanes<T>.Width)..]);
            ended.CopyTo(terminated[(vector * Lanes<T>.Width)..]);
        }

        (_states, _next) = (_next, _states);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Restart(ReadOnlySpan<T> noise)
    {
        for (var vector = 0; vector < _equations.Length; vector++)
        {
            if (_ended[vector].Bits != 0)
            {
                Restart(noise, vector);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Restart(ReadOnlySpan<T> noise, int vector)
    {
        _starts.Read(noise, vector);
        var first = _next[vector];
        var state = _states[vector];
        TDynamics.Reset(in _equations[vector], _starts[vector], first);
        for (var number = 0; number < state.Length; number++)
        {
            state[number] = Lanes<T>.Select(_ended[vector], first[number], state[number]);
        }
    }
}
