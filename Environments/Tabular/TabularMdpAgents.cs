using MetaRL.Environments.Posteriors;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Tabular;

/// <summary>Published algorithms for unknown tabular MDPs, for all tasks and environments at once.</summary>
/// <remarks>
/// All have the tasks' distribution as their prior: p(· | s, a) ~ Dirichlet(1), R(s, a) ~ N(1, 1) with unit reward
/// noise. After c visits of (s, a) with next states counted cₖ and rewards summing to x, p ~ Dirichlet(1 + cₖ) and R ~
/// N((μ₀ + x) / (1 + c), 1 / (1 + c)) with μ₀ = 1.
/// </remarks>
public static class TabularMdpAgents
{
    /// <summary>Share of random actions of ε-greedy unless told otherwise.</summary>
    public const double DefaultEpsilon = 0.05;

    private const double TasksMean = 1; // of mean rewards, R ~ N(1, 1)

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ReferenceAgent> Of(TabularMdp family) =>
        [Random(family), Psrl(family), EpsilonGreedy(family), Greedy(family)];

    /// <summary>Every action with equal probability.</summary>
    public static ReferenceAgent Random(TabularMdp family) =>
        Agent(family, "Random", "uniform over the actions", Mean, epsilon: 1);

    /// <summary>Posterior sampling: acts for an episode as is optimal in an MDP drawn from the posterior.</summary>
    /// <param name="family">MDPs to play.</param>
    /// <param name="priorMean">
    /// μ₀ of the agent's prior; another than the tasks' 1 makes it a pessimist or an optimist.
    /// </param>
    public static ReferenceAgent Psrl(TabularMdp family, double priorMean = TasksMean) => Agent(
        family, "PSRL", "Osband, Russo, Van Roy 2013", (counts, key) =>
            Draw(counts, key, priorMean), priorMean: priorMean);

    /// <summary>Acts as is optimal in the posterior mean, or with probability ε at random.</summary>
    /// <param name="family">MDPs to play.</param>
    /// <param name="epsilon">ε.</param>
    public static ReferenceAgent EpsilonGreedy(TabularMdp family, double epsilon = DefaultEpsilon) =>
        Agent(family, "εG", "Duan et al. 2016 (RL²), section 3.2", Mean, epsilon);

    /// <summary>Acts for an episode as is optimal in the posterior mean.</summary>
    public static ReferenceAgent Greedy(TabularMdp family) =>
        Agent(family, "Greedy", "Duan et al. 2016 (RL²), section 3.2", Mean);

    private static ReferenceAgent Agent(
        TabularMdp family, string name, string source, MdpModel model, double epsilon = 0,
        double priorMean = TasksMean) =>
        new(
            name, source,
            (key, tasks, envs, _) => new TabularMdpPlayer(family, key, tasks, envs, model, epsilon, priorMean));

    private static (Tensor Probability, Tensor Reward) Mean(MdpCounts counts, RngKey key) => (
        (counts.Next + 1) / (counts.Visits + counts.Next.size(-1)).unsqueeze(-1),
        (counts.Rewards + TasksMean) / (counts.Visits + 1));

    private static (Tensor Probability, Tensor Reward) Draw(MdpCounts counts, RngKey key, double priorMean)
    {
        using var generator = key.On(counts.Next.device);
        var visits = counts.Visits;
        var (mean, std) = ((counts.Rewards + priorMean) / (visits + 1), (visits + 1).pow(-0.5));
        return (
            PosteriorDraws.Dirichlet(counts.Next + 1, generator),
            mean + (std * randn(mean.shape, mean.dtype, generator: generator)));
    }
}
