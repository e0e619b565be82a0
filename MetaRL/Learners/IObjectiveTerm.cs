using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>What a paper adds to the loss after adapting, as a function of θ.</summary>
public interface IObjectiveTerm
{
    /// <summary>Whether it looks at the policies π_φ⁰ ... π_φᴷ⁻¹ on whose rollouts a task adapts.</summary>
    bool NeedsEarlierPolicies { get; }

    /// <summary>Whether it weighs returns, so that it has no meaning where the goal is the inner loss.</summary>
    bool NeedsReturns => false;

    /// <summary>
    /// β where the term is −β E[H(π_θ)] before adapting, which kernels compute too; null where it is another.
    /// </summary>
    double? EntropyWeight => null;

    /// <summary>Why kernels do not compute it, where there is no <see cref="EntropyWeight"/>.</summary>
    string KernelObstacle => "this term of the objective has no kernel";

    /// <summary>Whether a task's part of it depends on what all tasks came to.</summary>
    bool NeedsOutcomes => false;

    /// <summary>
    /// A constant of each task that depends on what all of them came to, [N]; null where it needs none.
    /// </summary>
    /// <param name="outcomes"><see cref="AdaptationBatch.Outcomes"/> of all tasks in their order, [N, 2].</param>
    Tensor? Constants(Tensor outcomes) => null;

    /// <summary>The term of each task at one θ, [N].</summary>
    /// <param name="adapting">The policies at θ.</param>
    /// <param name="constants">Those of <see cref="Constants"/> for the batch's tasks, [N].</param>
    /// <param name="clip">ε of probability ratios; null where they are not clipped.</param>
    Tensor Of(AdaptingPolicies adapting, Tensor? constants, double? clip);
}

/// <summary>A batch and the policies that adapt on it from one θ.</summary>
/// <param name="Theta">θ [P].</param>
/// <param name="Policy">The architecture.</param>
/// <param name="Batch">The data, gathered at θ₀.</param>
/// <param name="Earlier">π_φᵏ on the rollout of round k, k = 0 ... K − 1; none where no term asks for them.</param>
/// <param name="Old">The same policies at θ₀.</param>
public sealed record AdaptingPolicies(
    Params Theta, IPolicy Policy, AdaptationBatch Batch, IReadOnlyList<IActionDistribution> Earlier,
    IReadOnlyList<OldPolicy> Old)
{
    /// <summary>The sum over k = 0 ... K − 1 of a function of (π_φᵏ, π_oldᵏ, round k), [N].</summary>
    public Tensor SumOverRounds(Func<IActionDistribution, OldPolicy, Experience, Tensor> term) => Earlier
        .Select((policy, k) => term(policy, Old[k], Batch.Rounds[k]))
        .Aggregate((sum, next) => sum + next);
}

/// <summary>A policy where the data were gathered.</summary>
/// <param name="Parameters">Parameters of its distributions, [T, N, E, D].</param>
/// <param name="LogProb">log π of its actions, [T, N, E].</param>
public sealed record OldPolicy(Tensor Parameters, Tensor LogProb)
{
    internal static OldPolicy Of(IActionDistribution policy, Experience round) =>
        new(policy.Parameters.detach(), policy.LogProb(round.Rollout.Actions).detach());
}
