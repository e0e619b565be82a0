namespace MetaRL.Kernels;

/// <summary>
/// The equations of a family with the constants of its tasks in place, written once for numbers of any kind.
/// </summary>
/// <typeparam name="TSelf">The equations.</typeparam>
/// <typeparam name="TReal">Their numbers.</typeparam>
public interface IDynamics<TSelf, TReal>
    where TSelf : struct, IDynamics<TSelf, TReal>
    where TReal : struct, IReal<TReal>
{
    /// <summary>The equations for given tasks.</summary>
    static abstract TSelf Of(ITaskConstants<TReal> task);

    /// <summary>A first state, [S], from uniform numbers; by default 0.</summary>
    static virtual void Reset(in TSelf equations, ReadOnlySpan<TReal> noise, Span<TReal> state) => state.Clear();

    /// <summary>What the agent sees of a state [S]: [O]; by default, the state.</summary>
    static virtual void Observe(in TSelf equations, ReadOnlySpan<TReal> state, Span<TReal> observation) =>
        state.CopyTo(observation);

    /// <summary>One step.</summary>
    /// <param name="state">[S].</param>
    /// <param name="action">[A]; the number of the action where actions are discrete.</param>
    /// <param name="noise">Uniform [0, 1).</param>
    /// <param name="next">The state after it, [S].</param>
    Outcome<TReal> Step(
        ReadOnlySpan<TReal> state, ReadOnlySpan<TReal> action, ReadOnlySpan<TReal> noise, Span<TReal> next);
}

/// <summary>What a step yields beside the next state.</summary>
/// <typeparam name="TReal">The numbers.</typeparam>
/// <param name="Reward">r.</param>
/// <param name="Terminated">Whether the task itself ended the episode.</param>
public readonly record struct Outcome<TReal>(TReal Reward, TReal Terminated);

/// <summary>Constants of tasks by name.</summary>
/// <typeparam name="TReal">The numbers.</typeparam>
public interface ITaskConstants<TReal>
{
    /// <summary>A parameter, or what the family derives from them.</summary>
    TReal this[string name] { get; }
}
