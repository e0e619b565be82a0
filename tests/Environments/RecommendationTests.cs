using MetaRL.Environments.Bandits;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments;

public sealed class RecommendationTests : TaskFamilyContract
{
    private static readonly Recommendation Small = new(features: 2, offered: 2, catalogue: 3, horizon: 10);
    private readonly Recommendation _family = new();

    protected override TaskFamily Family => _family;

    protected override bool HasLanes => false; // it draws its own observations

    protected override IReadOnlyList<(Tensor One, Tensor Other)> Alternatives(TaskParameter parameter) =>
        EveryPart(parameter);

    [Fact]
    public void OptimalReturn_OfThreeItemsTwoOffered_IsFoundByHand()
    {
        // Of the three pairs two hold the best item, and one has the second best as its best.
        using var scope = NewDisposeScope();
        var tasks = Small.Sample(new RngKey(1), 1, TaskSplit.Train);
        var click = Recommendation.ClickProbability(tasks).data<double>().ToArray().Order().ToArray();
        Assert.Equal(10 * ((2 * click[2]) + click[1]) / 3, Small.Oracle.OptimalReturn(tasks).ToDouble(), 12);
    }

    [Fact]
    public void OptimalReturn_OfAnIndifferentUser_IsTheBiasAlone()
    {
        using var scope = NewDisposeScope();
        var tasks = _family.Create(new Dictionary<string, Tensor> { ["bias"] = tensor([0.0, -1.0]) }, 2);
        var expected = new[] { 10.0, 20 / (1 + Math.E) };
        Assert.Equal(
            expected, _family.Oracle.OptimalReturn(tasks).data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void OptimalReturn_OfKnownUsers_IsWhatChoosingTheBestOfferedEarns()
    {
        using var scope = NewDisposeScope();
        var tasks = _family.Sample(new RngKey(1), 40, TaskSplit.Train);
        var click = Recommendation.ClickProbability(tasks);
        var state = _family.Reset(
            tasks, new RngKey(2).Uniform([40, 2000, _family.ResetNoise], CPU, ScalarType.Float64));
        var best = click.gather(1, state.flatten(1)).view_as(state).argmax(-1);
        var noise = new RngKey(3).Uniform([40, 2000, _family.StepNoise], CPU, ScalarType.Float64);
        var gap = (_family.Step(tasks, state, best, noise).Reward * 20) - _family.Oracle.OptimalReturn(tasks)
            .unsqueeze(-1);
        Assert.InRange(gap.mean().ToDouble(), -Margin(gap), Margin(gap));
    }

    [Fact]
    public void Reset_Always_OffersEachSetOfItemsEquallyOften()
    {
        // Three pairs out of three items; each a third of the time.
        using var scope = NewDisposeScope();
        const int N = 30_000;
        var tasks = Small.Sample(new RngKey(1), 1, TaskSplit.Train);
        var missing = Small.Reset(tasks, new RngKey(2).Uniform([1, N, 2], CPU, ScalarType.Float64))
            .sum(dim: -1).neg().add(3);
        var margin = 4 * Math.Sqrt(2.0 / 9 / N);
        Assert.All([0, 1, 2], item => Assert.InRange(
            (missing == item).to_type(ScalarType.Float64).mean().ToDouble(), (1.0 / 3) - margin, (1.0 / 3) + margin));
    }

    [Fact]
    public void Reset_Always_OffersDistinctItemsOfTheCatalogue()
    {
        using var scope = NewDisposeScope();
        var tasks = _family.Sample(new RngKey(1), 10, TaskSplit.Train);
        var offers = _family.Reset(tasks, new RngKey(2).Uniform([10, 500, 5], CPU, ScalarType.Float64)).data<long>()
            .ToArray();
        Assert.All(offers.Chunk(5), offer => Assert.Equal(5, offer.Distinct().Count()));
        Assert.Equal((0, 49), (offers.Min(), offers.Max()));
    }

    [Fact]
    public void Observe_OfAnOffer_IsTheItemsFeaturesInTheirOrder()
    {
        using var scope = NewDisposeScope();
        var catalogue = Small.Catalogue().data<double>().ToArray();
        var seen = Small.Observe(
            Small.Sample(new RngKey(1), 1, TaskSplit.Train), tensor([2L, 0L], [1, 1, 2])).data<double>().ToArray();
        Assert.Equal([catalogue[4], catalogue[5], catalogue[0], catalogue[1]], seen);
    }

    [Theory]
    [InlineData(0, -1e-9, 1.0)] // a click for numbers below its probability
    [InlineData(0, 1e-9, 0.0)]
    [InlineData(1, -1e-9, 1.0)]
    [InlineData(1, 1e-9, 0.0)]
    public void Step_OfARecommendation_IsClickedWithTheProbabilityOfThatItem(
        long action, double beyond, double expected)
    {
        // D = 2, scale 2: log-odds 2 θ·x / √2 − 1
        using var scope = NewDisposeScope();
        var tasks = Small.Create(new Dictionary<string, Tensor> { ["preference"] = tensor([0.5, -1.5], [1, 2]) }, 1);
        var x = Small.Catalogue()[action == 0 ? 2 : 1].data<double>().ToArray();
        var probability = 1 / (1 + Math.Exp(1 - (Math.Sqrt(2) * ((0.5 * x[0]) - (1.5 * x[1])))));
        var noise = tensor([probability + beyond, 0, 0], [1, 1, 3]);
        var step = Small.Step(tasks, tensor([2L, 1L], [1, 1, 2]), tensor([action], [1, 1]), noise);
        Assert.Equal(expected, step.Reward.ToDouble());
        Assert.False(step.Terminated.ToBoolean());
    }

    // Four standard errors of a mean over independent entries.
    private static double Margin(Tensor values) => 4 * values.std().ToDouble() / Math.Sqrt(values.numel());
}
