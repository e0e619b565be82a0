using static TorchSharp.torch;

namespace MetaRL.Environments.Tabular;

/// <summary>Exact dynamic programming over a finite horizon, for N tasks at once.</summary>
public static class FiniteHorizon
{
    /// <summary>Optimal values with <paramref name="horizon"/> steps to go: V*₀(s) = 0, V*ₕ(s) = maxₐ r(s, a) + V*ₕ₋₁(s′(s, a)).</summary>
    /// <remarks>Bellman 1957; undiscounted; deterministic transitions.</remarks>
    /// <param name="next">State that each action leads to, int64 [S, A].</param>
    /// <param name="reward">[N, S, A].</param>
    /// <param name="horizon">Steps to go.</param>
    /// <returns>V*, [N, S].</returns>
    public static Tensor OptimalValues(Tensor next, Tensor reward, int horizon)
    {
        using var scope = NewDisposeScope();
        var (tasks, states, actions) = (reward.shape[0], reward.shape[1], reward.shape[2]);
        var values = zeros([tasks, states], reward.dtype, reward.device);
        for (var step = 0; step < horizon; step++)
        {
            var continuation = values.index_select(1, next.flatten()).view(tasks, states, actions);
            values = (reward + continuation).amax(-1);
        }

        return values.MoveToOuterDisposeScope();
    }
}
