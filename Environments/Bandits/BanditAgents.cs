using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Bandits;

/// <summary>Published bandit algorithms, for all tasks and environments at once.</summary>
/// <remarks>
/// What they have learnt is kept from one episode of a task to the next. Ties go to the first arm, which costs nothing
/// in expectation since arms are drawn alike. Priors are those of the unchanged family, whatever tasks are drawn from.
/// </remarks>
public static class BanditAgents
{
    /// <summary>Exploration constant of UCB1 unless told otherwise.</summary>
    public const double DefaultUcbConstant = 0.2;

    /// <summary>Share of random pulls of ε-greedy unless told otherwise.</summary>
    public const double DefaultEpsilon = 0.05;

    /// <summary>All that fit the law of the family's rewards.</summary>
    public static IReadOnlyList<ReferenceAgent> Of(Bandit family) =>
    [
        Random(family), Thompson(family), OptimisticThompson(family), Ucb1(family), EpsilonGreedy(family),
        Greedy(family),
        .. family.Rewards == BanditRewards.Bernoulli ? [Gittins(family)] : Array.Empty<ReferenceAgent>(),
    ];

    /// <summary>Every arm with equal probability.</summary>
    public static ReferenceAgent Random(Bandit family) => Agent(
        family, "Random", "uniform over the arms", (memory, _, key) => AnyArm(memory, key));

    /// <summary>Pulls the arm that is best in one draw from the posterior.</summary>
    public static ReferenceAgent Thompson(Bandit family) => Agent(family, "TS", "Thompson 1933", (memory, _, key) =>
    {
        using var generator = key.On(memory.Pulls.device);
        return memory.Draw(generator).argmax(-1);
    });

    /// <summary>Thompson sampling whose draws are never below the posterior mean.</summary>
    public static ReferenceAgent OptimisticThompson(Bandit family) => Agent(
        family, "OTS", "May, Korda, Lee, Leslie 2012", (memory, _, key) =>
        {
            using var generator = key.On(memory.Pulls.device);
            return maximum(memory.Draw(generator), memory.Mean()).argmax(-1);
        });

    /// <summary>Pulls the arm of the highest mean + c √(2 ln t / T).</summary>
    /// <remarks>
    /// Auer, Cesa-Bianchi, Fischer 2002 with c = 1. Differs from the paper, as Duan et al. 2016 (RL²) do: means and
    /// numbers of pulls T begin with the prior, one success and one failure of each arm, instead of one pull of each,
    /// and c is tuned; t counts from 1.
    /// </remarks>
    /// <param name="family">Bandit to play.</param>
    /// <param name="c">Exploration constant.</param>
    public static ReferenceAgent Ucb1(Bandit family, double c = DefaultUcbConstant) => Agent(
        family, "UCB1", "Auer, Cesa-Bianchi, Fischer 2002",
        (memory, t, _) =>
        {
            var bonus = (memory.Pulls + memory.PriorPulls).pow(-0.5) * (c * Math.Sqrt(2 * Math.Log(t)));
            return (memory.Mean() + bonus).argmax(-1);
        });

    /// <summary>Pulls the arm of the highest posterior mean, or with probability ε any.</summary>
    /// <param name="family">Bandit to play.</param>
    /// <param name="epsilon">ε.</param>
    public static ReferenceAgent EpsilonGreedy(Bandit family, double epsilon = DefaultEpsilon) => Agent(
        family, "εG", "Sutton, Barto 1998, section 2.2",
        (memory, _, key) =>
        {
            var best = memory.Mean().argmax(-1);
            return where(
                key.For("explores").Uniform(best.shape, CPU, ScalarType.Float64) < epsilon, AnyArm(memory, key), best);
        });

    /// <summary>Pulls the arm of the highest posterior mean.</summary>
    public static ReferenceAgent Greedy(Bandit family) => Agent(
        family, "Greedy", "Sutton, Barto 1998, section 2.2", (memory, _, _) => memory.Mean().argmax(-1));

    /// <summary>
    /// Pulls the arm of the highest Gittins index at a discount whose mean horizon is the number of pulls.
    /// </summary>
    /// <remarks>γ = 1 − 1/n, n the pulls of all episodes together; Duan et al. do not say theirs.</remarks>
    /// <exception cref="ArgumentException">The rewards are not Bernoulli.</exception>
    public static ReferenceAgent Gittins(Bandit family) => family.Rewards == BanditRewards.Bernoulli
        ? new("Gittins", "Gittins 1979", (key, tasks, envs, episodes) =>
        {
            var pulls = family.Horizon * episodes;
            var table = GittinsIndex.Table(pulls, GittinsIndex.DiscountFor(pulls)).flatten().DetachFromDisposeScope();
            return new BanditPlayer(family, key, tasks, envs, (memory, _, _) =>
            {
                var entry = memory.Rewards.mul(pulls).add(memory.Pulls).to_type(ScalarType.Int64); // s (n + 1) + f
                return table.index_select(0, entry.flatten()).view_as(entry).argmax(-1);
            });
        })
        : throw new ArgumentException(
            "Gittins indices are tabulated for Bernoulli rewards only; make the bandit's rewards Bernoulli.",
            nameof(family));

    private static ReferenceAgent Agent(
        Bandit family, string name, string source, Func<BanditMemory, int, RngKey, Tensor> choose) =>
        new(name, source, (key, tasks, envs, _) => new BanditPlayer(family, key, tasks, envs, choose));

    private static Tensor AnyArm(BanditMemory memory, RngKey key) =>
        key.For("arm").Uniform([memory.Pulls.size(0), memory.Pulls.size(1)], CPU, ScalarType.Float64)
            .mul(memory.Pulls.size(2)).to_type(ScalarType.Int64);
}
