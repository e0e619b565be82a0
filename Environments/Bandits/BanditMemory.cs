using MetaRL.Environments.Posteriors;
using static TorchSharp.torch;

namespace MetaRL.Environments.Bandits;

/// <summary>
/// Sufficient statistics of a bandit's arms, and the posterior of their means under the prior of the tasks.
/// </summary>
/// <param name="Law">Law of the rewards: Beta(1, 1) priors on Bernoulli means, N(0, 1) priors on Gaussian ones.</param>
/// <param name="Pulls">Times that each arm was pulled, float64 [N, E, k].</param>
/// <param name="Rewards">Sum of each arm's rewards, float64 [N, E, k].</param>
internal sealed record BanditMemory(BanditRewards Law, Tensor Pulls, Tensor Rewards)
{
    /// <summary>Before the first pull; its tensors belong to no dispose scope.</summary>
    public static BanditMemory Empty(BanditRewards law, ReadOnlySpan<long> arms) => new(
        law, zeros(arms, ScalarType.Float64).DetachFromDisposeScope(),
        zeros(arms, ScalarType.Float64).DetachFromDisposeScope());

    /// <summary>Pulls that the prior counts for.</summary>
    public int PriorPulls => Law == BanditRewards.Bernoulli ? 2 : 1;

    /// <summary>Posterior mean of each arm's mean reward, [N, E, k].</summary>
    public Tensor Mean() => Rewards.add(Law == BanditRewards.Bernoulli ? 1 : 0).div(Pulls + PriorPulls);

    /// <summary>One draw from the posterior of each arm's mean reward, [N, E, k].</summary>
    public Tensor Draw(Generator generator) => Law == BanditRewards.Bernoulli
        ? PosteriorDraws.Beta(Rewards + 1, Pulls - Rewards + 1, generator)
        : randn(Pulls.shape, Pulls.dtype, Pulls.device, generator: generator).div((Pulls + 1).sqrt()).add(Mean());

    /// <summary>Adds one pull of each lane.</summary>
    /// <param name="arm">int64 [N, E].</param>
    /// <param name="reward">[N, E].</param>
    public void Record(Tensor arm, Tensor reward)
    {
        var index = arm.unsqueeze(-1);
        Pulls.scatter_add_(-1, index, ones(index.shape, Pulls.dtype));
        Rewards.scatter_add_(-1, index, reward.unsqueeze(-1));
    }
}
