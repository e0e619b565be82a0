using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Optimizers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

/// <summary>
/// The numbers of two reference iterations of MAML-TRPO, made by another implementation in 64 bits (golden/README.md),
/// that every way of computing the objective must come to.
/// </summary>
/// <param name="dtype">In what it computes.</param>
/// <param name="tolerance">Of single numbers, and of arrays relative to their largest number.</param>
public abstract class GoldenMamlTrpoContract(ScalarType dtype, double tolerance)
{
    public static TheoryData<string> Cases => ["nav_second_order", "mdp_second_order"];

    protected double Tolerance => tolerance;

    [Theory]
    [MemberData(nameof(Cases))]
    public void AdaptedWeights_AfterOneInnerStep_Agree(string name)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase(name);
        var phi = golden.Inner.Update(
            golden.Policy, Theta(golden).Broadcast(golden.Tasks).Detach(requiresGrad: true),
            golden.Inner.Prepare(Rollout(golden, train: true)), 0, GradientOrder.First);
        Near(golden.Adapted.SelectMany(weights => weights), phi.Flat);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void OuterLoss_BeforeTheStep_Agrees(string name)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase(name);
        Assert.Equal(golden.Numbers("loss_before").Average(), Objective(scope, golden).Loss, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void OuterGradient_ThroughTheAdaptation_Agrees(string name)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase(name);
        Near(golden.Numbers("outer_grad"), Objective(scope, golden).Gradient);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void FisherProduct_ThroughTheAdaptation_IsTheHessianOfTheKl(string name)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase(name);
        var v = Cast(golden.Vector("hvp_vector"));
        Near(golden.Numbers("hvp"), Objective(scope, golden).FisherProduct(v) + (v * golden.Number("cg_damping")));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void LineSearch_AtEveryTriedLength_HasTheSameLossAndKl(string name)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase(name);
        var objective = Objective(scope, golden);
        foreach (var (length, loss, kl) in golden.LineSearch)
        {
            var at = objective.At(Cast(golden.Theta.Flat - (golden.Vector("step") * length)));
            Assert.Equal(loss, at.Loss, Tolerance);
            Assert.Equal(kl, at.Kl, Tolerance);
        }
    }

    private protected abstract IMetaObjective Objective(DisposeScope scope, GoldenCase golden);

    private protected Params Theta(GoldenCase golden) => golden.Theta with { Flat = Cast(golden.Theta.Flat) };

    private protected Rollout Rollout(GoldenCase golden, bool train)
    {
        var rollout = golden.Rollout(train);
        return rollout with
        {
            Observations = Cast(rollout.Observations),
            FinalObservations = Cast(rollout.FinalObservations),
            Actions = golden.Discrete ? rollout.Actions : Cast(rollout.Actions),
            Rewards = Cast(rollout.Rewards),
            Alive = Cast(rollout.Alive),
            Time = Cast(rollout.Time),
        };
    }

    // Relative to the largest number of the array, as the file's own tolerance is meant.
    private protected void Near(IEnumerable<double> expected, Tensor actual)
    {
        var e = expected.ToArray();
        var a = actual.detach().to_type(ScalarType.Float64).contiguous().data<double>().ToArray();
        Assert.Equal(e.Length, a.Length);
        var scale = Math.Max(e.Max(Math.Abs), 1e-300);
        var worst = e.Zip(a).Max(pair => Math.Abs(pair.First - pair.Second)) / scale;
        Assert.True(worst <= tolerance, $"largest relative difference {worst:e2}");
    }

    private Tensor Cast(Tensor values) => values.to_type(dtype);
}
