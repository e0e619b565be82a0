namespace MetaRL.Kernels;

/// <summary>The steps of one task's episodes, one row each, in any order.</summary>
/// <typeparam name="T">The numbers.</typeparam>
/// <param name="Observations">o, [B, O].</param>
/// <param name="Actions">a, [B, A]; a discrete action is its index.</param>
/// <param name="Advantages">A, [B].</param>
/// <param name="Weights">w, the share of each step in the task's mean, [B].</param>
public sealed record TaskRows<T>(T[] Observations, T[] Actions, T[] Advantages, T[] Weights)
    where T : unmanaged
{
    /// <summary>B.</summary>
    public int Count => Weights.Length;
}

/// <summary>What a policy does in the rows of a task, as a constant.</summary>
/// <typeparam name="T">The numbers.</typeparam>
/// <param name="LogProb">log π_old(a), [B].</param>
/// <param name="Parameters">Parameters of π_old, [B, D].</param>
public sealed record OldRows<T>(T[] LogProb, T[] Parameters)
    where T : unmanaged;
