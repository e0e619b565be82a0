using static TorchSharp.torch;

namespace MetaRL.Agents.Rollouts;

/// <summary>Returns and advantages of episodes, by their recursions backward in time.</summary>
public static class Advantages
{
    /// <summary>Discounted returns-to-go: Gₜ = rₜ + γₜ Gₜ₊₁.</summary>
    /// <param name="rewards">rₜ, [T, ...].</param>
    /// <param name="discounts">γₜ, what the next step counts in this one: γ, but 0 where an episode ended. [T, ...].</param>
    /// <param name="final">G_T [...]: what follows the last step; 0 where the episode is over.</param>
    /// <returns>[T, ...].</returns>
    public static Tensor DiscountedReturns(Tensor rewards, Tensor discounts, Tensor final)
    {
        using var scope = NewDisposeScope();
        var returns = new Tensor[rewards.size(0)];
        var next = final;
        for (var t = returns.Length - 1; t >= 0; t--)
        {
            next = returns[t] = rewards.select(0, t) + (discounts.select(0, t) * next);
        }

        return stack(returns).MoveToOuterDisposeScope();
    }

    /// <summary>Generalised advantage estimates: δₜ = rₜ + γₜ Vₜ₊₁ − Vₜ, Aₜ = δₜ + γₜ λ Aₜ₊₁.</summary>
    /// <remarks>
    /// Schulman et al. 2016, equations 11 to 16. With λ = 1, Aₜ = Gₜ − Vₜ; with λ = 0, Aₜ = δₜ. That the λ-return is
    /// Aₜ + Vₜ needs no function of its own.
    /// </remarks>
    /// <param name="rewards">rₜ, [T, ...].</param>
    /// <param name="discounts">γₜ: γ, but 0 where an episode ended. [T, ...].</param>
    /// <param name="values">Vₜ before each step, [T, ...].</param>
    /// <param name="finalValue">V_T [...]: 0 where the episode is over, and where the horizon is part of the problem.</param>
    /// <param name="lambda">λ in [0, 1].</param>
    /// <returns>[T, ...].</returns>
    public static Tensor Gae(Tensor rewards, Tensor discounts, Tensor values, Tensor finalValue, double lambda)
    {
        using var scope = NewDisposeScope();
        var nextValues = cat([values.narrow(0, 1, values.size(0) - 1), finalValue.unsqueeze(0)]);
        var delta = rewards + (discounts * nextValues) - values;
        return DiscountedReturns(delta, discounts * lambda, zeros_like(finalValue)).MoveToOuterDisposeScope();
    }

    /// <summary>Standardises per task: (A − m) / (s + 10⁻⁸), with m and s² the weighted mean and variance.</summary>
    /// <param name="advantages">[T, N, E].</param>
    /// <param name="weights">[T, N, E], summing to one for each task.</param>
    public static Tensor Normalize(Tensor advantages, Tensor weights) => Standardize(advantages, weights).Advantages;

    /// <summary>The same with what the advantages were divided by, [N].</summary>
    public static (Tensor Advantages, Tensor Unit) Standardize(Tensor advantages, Tensor weights)
    {
        using var scope = NewDisposeScope();
        var mean = (advantages * weights).sum([0, 2], keepdim: true);
        var centred = advantages - mean;
        var std = (centred.square() * weights).sum([0, 2], keepdim: true).clamp_min(1e-16).sqrt(); // √0 has no derivative
        var unit = std + 1e-8;
        return ((centred / unit).MoveToOuterDisposeScope(), unit.flatten().MoveToOuterDisposeScope());
    }
}
