using static TorchSharp.torch;

namespace MetaRL.Environments.Tabular;

/// <summary>Exact dynamic programming over a finite horizon, for N tasks at once; undiscounted. Bellman 1957.</summary>
public static class FiniteHorizon
{
    /// <summary>Optimal values with <paramref name="horizon"/> steps to go.</summary>
    /// <remarks>V*₀(s) = 0, V*ₕ(s) = maxₐ Σₖ p(k | s, a) [r + (1 − terminal) V*ₕ₋₁(s′)].</remarks>
    /// <param name="tables">N tasks.</param>
    /// <param name="horizon">Steps to go.</param>
    /// <returns>V*, [N, S].</returns>
    public static Tensor OptimalValues(Tables tables, int horizon)
    {
        using var scope = NewDisposeScope();
        var values = zeros([tables.Next.size(0), tables.States], tables.Reward.dtype, tables.Reward.device);
        var (reward, onward) = Expectations(tables);
        for (var step = 0; step < horizon; step++)
        {
            values = ActionValues(tables, reward, onward, values).amax(-1);
        }

        return values.MoveToOuterDisposeScope();
    }

    /// <summary>Optimal action values with 1, 2, ... <paramref name="horizon"/> steps to go, each [N, S, A].</summary>
    public static IReadOnlyList<Tensor> OptimalActionValues(Tables tables, int horizon)
    {
        using var scope = NewDisposeScope();
        var values = zeros([tables.Next.size(0), tables.States], tables.Reward.dtype, tables.Reward.device);
        var (reward, onward) = Expectations(tables);
        var all = new List<Tensor>();
        for (var step = 0; step < horizon; step++)
        {
            all.Add(ActionValues(tables, reward, onward, values));
            values = all[^1].amax(-1);
        }

        return [.. all.Select(q => q.MoveToOuterDisposeScope())];
    }

    // Σₖ p r, [N, S, A], and p (1 − terminal), [N, S, A, K]
    private static (Tensor Reward, Tensor Onward) Expectations(Tables tables) =>
        ((tables.Probability * tables.Reward).sum([-1]), tables.Probability * tables.Terminal.logical_not());

    private static Tensor ActionValues(Tables tables, Tensor reward, Tensor onward, Tensor values)
    {
        var following = values.gather(1, tables.Next.flatten(1)).view_as(onward);
        return reward + (onward * following).sum([-1]);
    }
}
