using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Bandits;

/// <summary>
/// Exact values of a bandit: of known arms, and of the Bayes-optimal agent where its beliefs are few.
/// </summary>
public sealed class BanditOracle(Bandit family) : IOracle
{
    /// <summary>n · maxᵢ μᵢ, [N].</summary>
    public Tensor OptimalReturn(TaskBatch tasks) => tasks["mean"].amax(-1) * family.Horizon;

    /// <summary>Expected return of the Bayes-optimal agent in one episode of n pulls.</summary>
    /// <returns>
    /// Null for Gaussian rewards, for probabilities that are not uniform on [0, 1], for more than one episode, and for
    /// more beliefs than <see cref="BetaBernoulliSearch.MostBeliefs"/>; n = 20 with any number of arms up to 16 is
    /// within them.
    /// </returns>
    public BayesOptimum? BayesOptimum(TaskSplit prior, int episodes)
    {
        if (episodes != 1 || family.Rewards != BanditRewards.Bernoulli
            || family.Tasks.Distributions["mean"] is not UniformDistribution { Range: { Low: 0, High: 1 } }
            || !BetaBernoulliSearch.IsFeasible(family.Arms, family.Horizon))
        {
            return null;
        }

        var optimum = new BetaBernoulliSearch(family.Arms, family.Horizon).ExpectedReturn();
        return new BayesOptimum([optimum], optimum);
    }
}
