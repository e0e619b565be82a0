using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments;

public sealed class MetaCartPoleTests : TaskFamilyContract
{
    private readonly MetaCartPole _family = new();

    protected override TaskFamily Family => _family;

    protected override IReadOnlyList<Interval> Excursions { get; } =
        [new(-3, 3), new(-3, 3), new(-0.4, 0.4), new(-3, 3)];

    // The map changes what is seen, and nothing else.
    protected override IReadOnlyList<(Tensor One, Tensor Other)> Alternatives(TaskParameter parameter) =>
        parameter.Name == "map" ? [] : base.Alternatives(parameter);

    [Fact]
    public void Sample_AnyMap_HasOrthogonalRowsOfNormRootTwo()
    {
        using var scope = NewDisposeScope();
        var map = _family.Sample(new RngKey(1), 500, TaskSplit.Train)["map"];
        var products = map.matmul(map.transpose(1, 2)) - (2 * eye(2).to_type(ScalarType.Float64));
        Assert.Equal(0, products.abs().max().ToDouble(), 12);
    }

    // Uniform on the sphere of radius √2 in four dimensions: means 0, variances 1/2.
    [Fact]
    public void Sample_ManyMaps_PointEverywhere()
    {
        using var scope = NewDisposeScope();
        const int Tasks = 20_000;
        var map = _family.Sample(new RngKey(2), Tasks, TaskSplit.Train)["map"].view(Tasks, 8);
        Assert.InRange(map.mean([0L]).abs().max().ToDouble(), 0, 5 * Math.Sqrt(0.5 / Tasks));
        var covariance = map.t().matmul(map) / Tasks;
        var error = (covariance - (0.5 * eye(8).to_type(ScalarType.Float64))).abs().max().ToDouble();
        Assert.InRange(error, 0, 5 / Math.Sqrt(Tasks));
    }

    [Fact]
    public void Observe_AState_ShowsPlaceAndAngleThroughTheMapAlone()
    {
        using var scope = NewDisposeScope();
        var tasks = _family.Create(
            new Dictionary<string, Tensor> { ["map"] = tensor([1.0, 2, 3, 4, 5, 6, 7, 8], [1, 2, 4]) }, 1);
        var seen = _family.Observe(tasks, tensor([0.5, 100, 0.1, -100], [1, 1, 4]));
        Assert.Equal([1.0, 1.6, 2.2, 2.8], seen.data<double>().ToArray().Select(number => Math.Round(number, 12)));
    }

    [Fact]
    public void Step_AnyState_IsCartPolesWithATwoHundredthOfItsReward()
    {
        using var scope = NewDisposeScope();
        var pole = new CartPole();
        var state = (new RngKey(3).Uniform([1, 50, 4], CPU, ScalarType.Float64) - 0.5) * 0.6;
        var action = (state.select(-1, 0) > 0).to_type(ScalarType.Int64);
        var noise = zeros([1, 50, 0], ScalarType.Float64);
        var mapped = _family.Step(_family.Sample(new RngKey(4), 1, TaskSplit.Test), state, action, noise);
        var plain = pole.Step(pole.Create(new Dictionary<string, Tensor>(), 1), state, action, noise);
        Assert.Equal(plain.State.data<double>().ToArray(), mapped.State.data<double>().ToArray());
        Assert.Equal(plain.Terminated.data<bool>().ToArray(), mapped.Terminated.data<bool>().ToArray());
        Assert.True(mapped.Reward.eq(1.0 / 200).all().ToBoolean());
    }

    // The signs of a linear feedback from the whole state hold it from every start.
    [Fact]
    public void OptimalReturn_OfAnyTask_IsReachedByAFeedback()
    {
        using var scope = NewDisposeScope();
        var tasks = _family.Sample(new RngKey(5), 10, TaskSplit.Test);
        var state = _family.Reset(tasks, new RngKey(6).Uniform([10, 100, 4], CPU, ScalarType.Float64));
        var gains = tensor([0.1, 0.3, 2, 1.0]);
        var (total, alive) = (zeros([10, 100], ScalarType.Float64), ones([10, 100], ScalarType.Float64));
        for (var t = 0; t < _family.Horizon; t++)
        {
            var right = (state.matmul(gains.to_type(ScalarType.Float64)) > 0).to_type(ScalarType.Int64);
            var step = _family.Step(tasks, state, right, zeros([10, 100, 0], ScalarType.Float64));
            (total, alive, state) =
                (total + (step.Reward * alive), alive * step.Terminated.logical_not(), step.State);
        }

        var optimal = _family.Oracle!.OptimalReturn(tasks);
        Assert.Equal(1.0, optimal.mean().ToDouble());
        Assert.Equal(1.0, total.min().ToDouble(), 12);
    }

    [Fact]
    public void Oracle_WithOtherPhysics_IsUnknown() => Assert.Null(
        _family.With(new Dictionary<string, ParameterDistribution> { ["length"] = new FixedValue(2) }).Oracle);
}
