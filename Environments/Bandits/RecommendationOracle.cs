using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Bandits;

/// <summary>Exact optimum of a known user: the expected best of a random offer.</summary>
/// <remarks>
/// With the items in rising order of their click probabilities p₍₁₎ ≤ ... ≤ p₍C₎, the j-th is the best of M distinct
/// ones with probability wⱼ = (j − 1 choose M − 1) / (C choose M), so that the optimum is H Σⱼ wⱼ p₍ⱼ₎.
/// </remarks>
public sealed class RecommendationOracle(Recommendation family) : IOracle
{
    public Tensor OptimalReturn(TaskBatch tasks)
    {
        using var scope = NewDisposeScope();
        var click = Recommendation.ClickProbability(tasks);
        var rising = click.gather(1, click.argsort(1));
        var weights = tensor(Weights(click.size(1), family.Offered)).to(click.dtype, click.device);
        return rising.matmul(weights).mul(family.Horizon).MoveToOuterDisposeScope();
    }

    // wⱼ for j = 1 ... C, from the last: w_C = M / C, wⱼ₋₁ = wⱼ (j − M) / (j − 1).
    private static double[] Weights(long items, int offered)
    {
        var weights = new double[items];
        weights[^1] = offered / (double)items;
        for (var j = items; j > 1; j--)
        {
            weights[j - 2] = weights[j - 1] * (j - offered) / (j - 1);
        }

        return weights;
    }
}
