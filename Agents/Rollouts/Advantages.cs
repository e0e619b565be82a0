using static TorchSharp.torch;

namespace MetaRL.Agents.Rollouts;

/// <summary>Returns and advantages of episodes, by their recursions backward in time.</summary>
public static class Advantages
{
    private const double EqualReturns = 1e-6; // of their magnitude: 8 units in the last place of 32-bit floats

    /// <summary>Discounted returns-to-go: Gₜ = rₜ + γₜ Gₜ₊₁.</summary>
    /// <param name="rewards">rₜ, [T, ...].</param>
    /// <param name="discounts">
    /// γₜ, what the next step counts in this one: γ, but 0 where an episode ended. [T, ...].
    /// </param>
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
    /// <param name="finalValue">
    /// V_T [...]: 0 where the episode is over, and where the horizon is part of the problem.
    /// </param>
    /// <param name="lambda">λ in [0, 1].</param>
    /// <returns>[T, ...].</returns>
    public static Tensor Gae(Tensor rewards, Tensor discounts, Tensor values, Tensor finalValue, double lambda)
    {
        using var scope = NewDisposeScope();
        var nextValues = cat([values.narrow(0, 1, values.size(0) - 1), finalValue.unsqueeze(0)]);
        var delta = rewards + (discounts * nextValues) - values;
        return DiscountedReturns(delta, discounts * lambda, zeros_like(finalValue)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Whether the returns-to-go of a task's episodes are equal: maxₑ Gₜ − minₑ Gₜ ≤ 10⁻⁶ maxₑ |Gₜ| at every t; bool
    /// [N].
    /// </summary>
    /// <remarks>
    /// Then nothing that was done earned more than anything else, and what is left of Gₜ − Vₜ is rounding and the error
    /// of a baseline. A single episode has none beside it, so that its steps are compared with each other, as are all
    /// steps of episodes that share no t.
    /// </remarks>
    /// <param name="returns">Gₜ, [T, N, E].</param>
    /// <param name="alive">1 where the step belongs to an episode, else 0, [T, N, E].</param>
    /// <param name="sharedTime">Whether the steps of one t are compared; else all steps of a task are.</param>
    public static Tensor AreEqual(Tensor returns, Tensor alive, bool sharedTime = true)
    {
        using var scope = NewDisposeScope();
        long[] axes = sharedTime && returns.size(2) > 1 ? [2] : [0, 2];
        var dead = alive.eq(0);
        var high = returns.masked_fill(dead, double.NegativeInfinity).amax(axes, keepdim: true);
        var low = returns.masked_fill(dead, double.PositiveInfinity).amin(axes, keepdim: true);
        var magnitude = maximum(high, -low); // where nobody is alive −∞, as is the difference
        return (high - low).le(magnitude * EqualReturns).all(0).flatten().MoveToOuterDisposeScope();
    }

    /// <summary>Whether so all numbers between these are equal; of none, −∞ and ∞, they are.</summary>
    public static bool AreAlike(double greatest, double least) =>
        greatest - least <= Math.Max(greatest, -least) * EqualReturns;

    /// <summary>
    /// Standardises per task: (A − m) / (s + 10⁻⁸), with m and s² the weighted mean and variance; 0 where returns are
    /// equal.
    /// </summary>
    /// <param name="advantages">[T, N, E].</param>
    /// <param name="weights">[T, N, E], summing to one for each task.</param>
    /// <param name="equal">
    /// Tasks without an advantage, as <see cref="AreEqual"/> finds them: dividing by s would make signals of their
    /// rounding. Bool [N].
    /// </param>
    public static Tensor Normalize(Tensor advantages, Tensor weights, Tensor equal) =>
        Standardize(advantages, weights, equal).Advantages;

    /// <summary>The same with what the advantages were divided by, [N]; 1 where returns are equal.</summary>
    public static (Tensor Advantages, Tensor Unit) Standardize(Tensor advantages, Tensor weights, Tensor equal)
    {
        using var scope = NewDisposeScope();
        var mean = (advantages * weights).sum([0, 2], keepdim: true);
        var centred = advantages - mean;
        // √0 has no derivative
        var std = (centred.square() * weights).sum([0, 2], keepdim: true).clamp_min(1e-16).sqrt();
        var unit = std + 1e-8;
        return (
            (centred / unit).masked_fill(equal.view(1, -1, 1), 0).MoveToOuterDisposeScope(),
            unit.flatten().masked_fill(equal, 1).MoveToOuterDisposeScope());
    }
}
