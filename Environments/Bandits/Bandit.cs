using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Bandits;

/// <summary>Law of an arm's reward.</summary>
public enum BanditRewards
{
    /// <summary>1 with the arm's probability, else 0.</summary>
    Bernoulli,

    /// <summary>Normal around the arm's mean, with standard deviation 1.</summary>
    Gaussian,
}

/// <summary>A row of arms whose mean rewards are hidden: the multi-armed bandit of RL².</summary>
/// <remarks>
/// Duan et al. 2016 (RL²), section 3.1: an episode is n pulls of one task, n ∈ {10, 100, 500}, k ∈ {5, 10, 50}, and arm
/// i pays 1 with probability pᵢ ~ U(0, 1), else 0. The Gaussian variant has means μᵢ ~ N(0, 1) and rewards N(μᵢ, 1).
/// There is one state, whose observation is the constant 1: what an agent needs are its own previous action and reward.
/// </remarks>
/// <param name="arms">k.</param>
/// <param name="horizon">n, pulls in an episode.</param>
/// <param name="rewards">Law of the rewards.</param>
public sealed class Bandit(int arms = 5, int horizon = 100, BanditRewards rewards = BanditRewards.Bernoulli)
    : TabularFamily(new("bandit", [Mean(arms, rewards)], TaskDistribution.TrainAndTest))
{
    private static readonly WholeNormalDistribution GaussianMean = new(0, 1);

    public override string Definition => rewards == BanditRewards.Bernoulli
        ? "reward = 1 with the chosen arm's probability, else 0; probabilities uniform; never terminated. "
            + "Duan et al. 2016 (RL²), section 3.1."
        : "reward ~ N(mean of the chosen arm, 1); means ~ N(0, 1); never terminated. After Duan et al. 2016 (RL²),"
            + " section 3.1.";

    public override Space Observations => new Box(1, 0, 1);

    public override Space Actions => new Discrete(arms);

    public override bool ObservesOneHot => true;

    public override int Horizon => horizon;

    /// <summary>k.</summary>
    public int Arms => arms;

    /// <summary>Law of the rewards.</summary>
    public BanditRewards Rewards => rewards;

    public override IOracle Oracle => new BanditOracle(this);

    public override IReadOnlyList<ReferenceAgent> ReferenceAgents => BanditAgents.Of(this);

    protected override int Outcomes => rewards == BanditRewards.Bernoulli ? 2 : 1;

    protected override double RewardStd => rewards == BanditRewards.Bernoulli ? 0 : 1;

    protected override Tables Build(TaskBatch tasks)
    {
        var mean = tasks["mean"].view(-1, 1, arms, 1);
        var probability = rewards == BanditRewards.Bernoulli ? cat([mean.neg().add(1), mean], -1) : ones_like(mean);
        var reward = rewards == BanditRewards.Bernoulli ? cat([zeros_like(mean), ones_like(mean)], -1) : mean.clone();
        var next = zeros_like(probability, ScalarType.Int64);
        return new Tables(
            next, probability, reward, next > 0, zeros(tasks.Count, ScalarType.Int64), ones([1, 1, 1], tasks.Dtype));
    }

    /// <summary>Mean rewards of all arms, [N, k].</summary>
    public override Tensor TaskFeatures(TaskBatch tasks) =>
        rewards == BanditRewards.Bernoulli ? tasks["mean"] : tasks["mean"] / 3;

    private static TaskParameter Mean(int arms, BanditRewards rewards) => rewards == BanditRewards.Bernoulli
        ? new("mean", "reward", 0.5, new(0, 1), new(0, 1)) { Rule = ValueRule.Probability, Shape = [arms] }
        : new("mean", "reward", 0, GaussianMean.Support, GaussianMean.Support)
        {
            Shape = [arms], Distribution = GaussianMean,
        };
}
