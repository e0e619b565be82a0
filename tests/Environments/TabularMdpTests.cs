using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments;

public sealed class TabularMdpTests : TaskFamilyContract
{
    private readonly TabularMdp _family = new(states: 4, actions: 3);

    protected override TaskFamily Family => _family;

    // Sure transitions to each state in turn: a distribution cannot be changed in one entry alone.
    protected override IReadOnlyList<(Tensor One, Tensor Other)> Alternatives(TaskParameter parameter) =>
        parameter.Name == "transition"
        ? [.. Enumerable.Range(0, 4).Select(state => (SurelyTo(state), SurelyTo((state + 1) % 4)))]
        : EveryPart(parameter);

    [Theory]
    [InlineData(0.09, 0)]
    [InlineData(0.11, 1)]
    [InlineData(0.29, 1)]
    [InlineData(0.31, 2)]
    [InlineData(0.61, 3)]
    [InlineData(0.99, 3)]
    public void Step_WithProbabilitiesTenToForty_LeadsWhereTheNoiseFalls(double noise, long expected)
    {
        using var scope = NewDisposeScope();
        var tasks = _family.Create(new Dictionary<string, Tensor>
        {
            ["transition"] = tensor([0.1, 0.2, 0.3, 0.4]).expand(1, 4, 3, 4),
        }, 1);
        var step = _family.Step(
            tasks, tensor([2L], [1, 1, 1]), tensor([1L], [1, 1]), tensor([noise, 0.5, 0.5], [1, 1, 3]));
        Assert.Equal(expected, step.State.ToInt64());
    }

    [Fact]
    public void Step_Always_RewardsTheMeanOfStateAndActionPlusUnitNoise()
    {
        using var scope = NewDisposeScope();
        var tasks = _family.Create(
            new Dictionary<string, Tensor> { ["reward"] = arange(12).to_type(ScalarType.Float64).view(1, 4, 3) }, 1);
        var noise = tensor([0.5, 1 - Math.Exp(-2), 0.5], [1, 1, 3]); // √(−2 ln e⁻²) cos π = −2
        Assert.Equal(
            7.0 - 2, _family.Step(tasks, tensor([2L], [1, 1, 1]), tensor([1L], [1, 1]), noise).Reward.ToDouble(), 12);
    }

    [Fact]
    public void Sample_OfTransitions_IsDirichletOfOnes()
    {
        // Of Dirichlet(1) over 4: mean ¼, variance 3/80, each marginal Beta(1, 3), so that P(p > ½) = ⅛.
        using var scope = NewDisposeScope();
        var p = _family.Sample(new RngKey(1), 5000, TaskSplit.Train)["transition"];
        Assert.True((p.sum(dim: -1) - 1).abs().max().ToDouble() < 1e-12);
        var (first, n) = (p.select(-1, 0), 5000 * 12.0);
        Assert.InRange(
            first.mean().ToDouble(), 0.25 - (4 * Math.Sqrt(3 / 80.0 / n)), 0.25 + (4 * Math.Sqrt(3 / 80.0 / n)));
        var above = (first > 0.5).to_type(ScalarType.Float64).mean().ToDouble();
        Assert.InRange(above, 0.125 - (4 * Math.Sqrt(0.125 * 0.875 / n)), 0.125 + (4 * Math.Sqrt(0.125 * 0.875 / n)));
    }

    [Fact]
    public void Sample_OfMeanRewards_IsNormalAroundOne()
    {
        using var scope = NewDisposeScope();
        var reward = _family.Sample(new RngKey(1), 5000, TaskSplit.Train)["reward"] - 1;
        var n = 5000 * 12.0;
        Assert.InRange(reward.mean().ToDouble(), -4 / Math.Sqrt(n), 4 / Math.Sqrt(n));
        Assert.InRange(reward.square().mean().ToDouble(), 1 - (4 * Math.Sqrt(2 / n)), 1 + (4 * Math.Sqrt(2 / n)));
    }

    [Fact]
    public void Sample_AtLevelZero_IsTheUniformTask()
    {
        using var scope = NewDisposeScope();
        var tasks = _family.Sample(new RngKey(1), 2, TaskSplit.Train, share: 0);
        Assert.True((tasks["transition"] - 0.25).abs().max().ToDouble() < 1e-12);
        Assert.True((tasks["reward"] - 1).abs().max().ToDouble() < 1e-12);
    }

    [Fact]
    public void Create_WithProbabilitiesThatDoNotSumToOne_SaysSo()
    {
        var error = Assert.Throws<TaskParameterException>(() => _family.Create(
            new Dictionary<string, Tensor> { ["transition"] = full([1, 4, 3, 4], 0.3, ScalarType.Float64) }, 1));
        Assert.StartsWith(
            "The parameter 'transition' must sum to 1 over the next states", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Observe_OfAState_IsItsOneHotVector()
    {
        using var scope = NewDisposeScope();
        var tasks = _family.Sample(new RngKey(1), 1, TaskSplit.Train);
        Assert.Equal([0.0, 0.0, 1.0, 0.0], _family.Observe(tasks, tensor([2L], [1, 1, 1])).data<double>().ToArray());
    }

    [Fact]
    public void OptimalReturn_WhereOneActionGoesToTheOnlyRewardingState_IsItsRewardEveryStepButTheFirst()
    {
        // Action 0 always leads to state 1, where every action rewards 1; all else rewards 0: nine of ten steps.
        using var scope = NewDisposeScope();
        var tasks = _family.Create(new Dictionary<string, Tensor>
        {
            ["transition"] = SurelyTo(1).expand(1, 4, 3, 4),
            ["reward"] = tensor([0.0, 1.0, 0.0, 0.0]).view(1, 4, 1).expand(1, 4, 3),
        }, 1);
        Assert.Equal(9.0, _family.Oracle!.OptimalReturn(tasks).ToDouble(), 12);
    }

    private static Tensor SurelyTo(int state) => (arange(4) == state).to_type(ScalarType.Float64).expand(4, 3, 4);
}
