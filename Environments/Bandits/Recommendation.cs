using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Bandits;

/// <summary>
/// A user whose taste is hidden, and who clicks on what is recommended or does not: a contextual bandit.
/// </summary>
/// <remarks>
/// A family of this project, after the news recommendation of Li, Chu, Langford, Schapire 2010. A task is a user with
/// preferences θ ~ N(0, I), cut off at three standard deviations, and bias b. Each step offers M distinct items,
/// uniformly drawn from a catalogue of C with features x ~ N(0, I) that is the same for all tasks; an action recommends
/// one of them, and the reward is a click, 1 with probability σ(c θ·x/√D + b), else 0. The next offer depends on
/// nothing. With a finite catalogue the optimum of a known user has a closed form.
/// </remarks>
/// <param name="features">D, features of an item.</param>
/// <param name="offered">M, items offered in a step.</param>
/// <param name="catalogue">C, items there are; at least M.</param>
/// <param name="horizon">Steps in an episode.</param>
/// <param name="scale">c, log-odds per standard deviation of θ·x/√D.</param>
public sealed class Recommendation(
    int features = 8, int offered = 5, int catalogue = 50, int horizon = 20, double scale = 2)
    : TaskFamily(new(
        "recommendation",
        [
            new("preference", "log-odds", 0, new(-3, 3), new(-3, 3))
            {
                Shape = [features], Distribution = new NormalDistribution(0, 1),
            },
            new("bias", "log-odds", -1, new(-2, 0), new(-2, 0)),
        ]))
{
    private static readonly RngKey CatalogueKey = new RngKey(0).For("recommendation").For("catalogue");

    public override string Definition =>
        "reward = 1 with probability σ(scale · θ·x / √D + bias) for the recommended item x, else 0; never terminated; "
        + "every step offers other items of a fixed catalogue. After Li et al. 2010.";

    public override Space Observations => new Box(offered * features);

    public override Space Actions => new Discrete(offered);

    public override int Horizon => horizon;

    /// <summary>D.</summary>
    public int Features => features;

    /// <summary>C.</summary>
    public int CatalogueSize => catalogue;

    /// <summary>c, log-odds per standard deviation of θ·x/√D.</summary>
    public double Scale => scale;

    /// <summary>M.</summary>
    public int Offered => offered;

    public override int ResetNoise => offered;

    // one number for the click, the others for the next offer
    public override int StepNoise => 1 + offered;

    public override IReadOnlyList<string> StateNames { get; } =
        [.. Enumerable.Range(1, offered).Select(place => $"item_{place}")];

    public override long? StateValues(TaskBatch tasks) => catalogue;

    public override IOracle Oracle => new RecommendationOracle(this);

    /// <summary>Features of all items, float64 [C, D]; the same everywhere, as tasks are.</summary>
    public Tensor Catalogue() => tensor(
        Array.ConvertAll(
            new Philox(CatalogueKey).Units(catalogue * features), new WholeNormalDistribution(0, 1).Quantile),
        [catalogue, features]);

    /// <summary>Probability of a click on each item, [N, C].</summary>
    public static Tensor ClickProbability(TaskBatch tasks) => tasks.Derived("click");

    protected override TaskBatch Prepare(TaskBatch tasks)
    {
        var items = Catalogue();
        var logOdds = tasks["preference"]
            .matmul(items.t()) * (scale / Math.Sqrt(features)) + tasks["bias"].unsqueeze(-1);
        return new TaskBatch(tasks.Names.ToDictionary(name => name, name => tasks[name]), new Dictionary<string, Tensor>
        {
            ["click"] = logOdds.sigmoid(),
            ["catalogue"] = items.unsqueeze(0).expand(tasks.Count, -1, -1),
        });
    }

    /// <summary>First offers: numbers of the items, int64 [N, E, M].</summary>
    public override Tensor Reset(TaskBatch tasks, Tensor noise) => Offer(noise);

    /// <summary>Features of the offered items, item by item, [N, E, M·D].</summary>
    public override Tensor Observe(TaskBatch tasks, Tensor state)
    {
        var items = state.flatten(1).unsqueeze(-1).expand(-1, -1, features);
        return tasks.Derived("catalogue").gather(1, items).view(state.size(0), state.size(1), -1);
    }

    public override Transition Step(TaskBatch tasks, Tensor state, Tensor action, Tensor noise)
    {
        using var scope = NewDisposeScope();
        var item = state.gather(-1, action.unsqueeze(-1)).squeeze(-1);
        var reward = (noise.select(-1, 0) < ClickProbability(tasks).gather(1, item)).to_type(tasks.Dtype);
        return new Transition(Offer(noise.narrow(-1, 1, offered)), reward, Constants.Never(reward))
            .MoveToOuterDisposeScope();
    }

    /// <summary>Preferences, halved, and bias plus 1: [N, D + 1].</summary>
    public override Tensor TaskFeatures(TaskBatch tasks) =>
        cat([tasks["preference"] / 2, tasks["bias"].add(1).unsqueeze(-1)], -1);

    // A uniform subset of M items, Floyd's way (Bentley 1987): the j-th number falls on items 0 ... C − M + j, of which
    // the last, never below the item itself, stands in for repeats.
    private Tensor Offer(Tensor noise)
    {
        using var scope = NewDisposeScope();
        var number = Constants.Of(ScalarType.Int64);
        var least = catalogue - offered + 1;
        var items = (noise * arange(least, catalogue + 1, noise.dtype, noise.device))
            .to_type(ScalarType.Int64).unbind(-1);
        for (var place = 1; place < offered; place++)
        {
            var repeated = items[place].eq(items[0]);
            for (var earlier = 1; earlier < place; earlier++)
            {
                repeated = repeated.logical_or(items[place].eq(items[earlier]));
            }

            items[place] = items[place].maximum(repeated * number[catalogue - offered + place]);
        }

        return stack(items, -1).MoveToOuterDisposeScope();
    }
}
