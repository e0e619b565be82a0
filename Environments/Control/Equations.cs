using System.Numerics;
using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using static TorchSharp.torch;

namespace MetaRL.Environments.Control;

/// <summary>The dynamics of a family in every form that they run in.</summary>
internal interface IEquations
{
    /// <inheritdoc cref="TaskFamily.Reset"/>
    Tensor Reset(TaskBatch tasks, Tensor noise, LaneSizes sizes);

    /// <inheritdoc cref="TaskFamily.Observe"/>
    Tensor Observe(TaskBatch tasks, Tensor state, LaneSizes sizes);

    /// <inheritdoc cref="TaskFamily.Step"/>
    Transition Step(TaskBatch tasks, Tensor state, Tensor action, Tensor noise);

    /// <inheritdoc cref="TaskFamily.Lanes"/>
    LaneSource<T> Lanes<T>(TaskBatch tasks, int envs, LaneSizes sizes)
        where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <inheritdoc/>
/// <typeparam name="TTensor">The equations for tensors: of any device, of 32 and 64 bits.</typeparam>
/// <typeparam name="TSingle">The same for vectors of 32-bit numbers.</typeparam>
/// <typeparam name="TDouble">The same for vectors of 64-bit numbers.</typeparam>
internal sealed class Equations<TTensor, TSingle, TDouble> : IEquations
    where TTensor : struct, IDynamics<TTensor, TensorReal>
    where TSingle : struct, IDynamics<TSingle, Lanes<float>>
    where TDouble : struct, IDynamics<TDouble, Lanes<double>>
{
    // by default, the agent sees the state, and a first state is 0
    private static readonly bool ObservesState = typeof(TTensor).GetMethod(nameof(TTensor.Observe)) is null;
    private static readonly bool StartsAtZero = typeof(TTensor).GetMethod(nameof(TTensor.Reset)) is null;

    public Tensor Reset(TaskBatch tasks, Tensor noise, LaneSizes sizes)
    {
        if (StartsAtZero)
        {
            return zeros([tasks.Count, noise.size(1), sizes.State], tasks.Dtype, tasks.Device);
        }

        using var scope = NewDisposeScope();
        var state = new TensorReal[sizes.State];
        TTensor.Reset(
            TTensor.Of(new TensorConstants(tasks)), sizes.ResetNoise > 0 ? Columns(noise) : [], state);
        // numbers of the task alone are the same for all of its environments
        return State(state).expand(-1, noise.size(1), -1).MoveToOuterDisposeScope();
    }

    public Tensor Observe(TaskBatch tasks, Tensor state, LaneSizes sizes)
    {
        if (ObservesState)
        {
            return state;
        }

        using var scope = NewDisposeScope();
        var observation = new TensorReal[sizes.Observation];
        TTensor.Observe(TTensor.Of(new TensorConstants(tasks)), Columns(state), observation);
        return stack([.. observation.Select(column => column.Values)], -1).MoveToOuterDisposeScope();
    }

    public Transition Step(TaskBatch tasks, Tensor state, Tensor action, Tensor noise)
    {
        using var scope = NewDisposeScope();
        var actions = action.dtype == ScalarType.Int64
            ? [new TensorReal(action.to_type(state.dtype), Constants.Of(state.dtype))]
            : Columns(action);
        var next = new TensorReal[state.size(-1)];
        var outcome = TTensor.Of(new TensorConstants(tasks))
            .Step(Columns(state), actions, noise.size(-1) > 0 ? Columns(noise) : [], next);
        return new Transition(State(next), outcome.Reward.Values, outcome.Terminated.Values).MoveToOuterDisposeScope();
    }

    public LaneSource<T> Lanes<T>(TaskBatch tasks, int envs, LaneSizes sizes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var constants = new LaneConstants<T>(name => HostMemory.Copy<T>(tasks.Column(name)), envs);
        return typeof(T) == typeof(float)
            ? (first, lanes) => (LaneSteps<T>)(object)new LaneSteps<TSingle, float>(
                (LaneConstants<float>)(object)constants, sizes, first, lanes)
            : (first, lanes) => (LaneSteps<T>)(object)new LaneSteps<TDouble, double>(
                (LaneConstants<double>)(object)constants, sizes, first, lanes);
    }

    // [N, E, K] → K times [N, E]
    private static TensorReal[] Columns(Tensor rows)
    {
        var number = Constants.Of(rows.dtype);
        return rows.size(-1) == 1
            ? [new(rows.squeeze(-1), number)]
            : [.. rows.unbind(-1).Select(column => new TensorReal(column, number))];
    }

    // [N, E, S], whose columns lie one after another in memory, for the next step to read in a row
    private static Tensor State(TensorReal[] columns) =>
        stack([.. columns.Select(column => column.Values)]).permute(1, 2, 0);

    private sealed class TensorConstants(TaskBatch tasks) : ITaskConstants<TensorReal>
    {
        private readonly Constants _number = Constants.Of(tasks.Dtype);

        public TensorReal this[string name] => new(tasks.Column(name), _number);
    }
}
