using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Optimizers;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

/// <summary>
/// The same reference iterations by kernels, in 32-bit floats: numbers of another implementation, which had 64.
/// </summary>
public sealed class GoldenMamlTrpoKernelTests
{
    private const double Tolerance = 1e-4;

    public static TheoryData<string> Cases => ["nav_second_order", "mdp_second_order"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void AdaptedWeights_AfterOneInnerStep_Agree(string name)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase(name);
        var start = Single(golden.Theta).Broadcast(golden.Tasks);
        var phi = golden.Inner.Update(
            golden.Policy, start.Detach(requiresGrad: true), golden.Inner.Prepare(Single(golden, train: true)), 0,
            GradientOrder.First);
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
        var v = golden.Vector("hvp_vector").to_type(ScalarType.Float32);
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
            var theta = golden.Theta.Flat - (golden.Vector("step") * length);
            var at = objective.At(theta.to_type(ScalarType.Float32));
            Assert.Equal(loss, at.Loss, Tolerance);
            Assert.Equal(kl, at.Kl, Tolerance);
        }
    }

    private static IMetaObjective Objective(TorchSharp.DisposeScope scope, GoldenCase golden)
    {
        var batch = new AdaptationBatch(
        [
            golden.Inner.Prepare(Single(golden, train: true)), golden.Inner.Prepare(Single(golden, train: false)),
        ]);
        var objective = MetaObjective.Of(
            scope, golden.Problem(), GradientOrder.Second, Single(golden.Theta), [batch]);
        Assert.IsType<FusedObjective>(objective);
        return objective;
    }

    private static Params Single(Params theta) => theta with { Flat = theta.Flat.to_type(ScalarType.Float32) };

    private static Rollout Single(GoldenCase golden, bool train)
    {
        var rollout = golden.Rollout(train);
        return rollout with
        {
            Observations = rollout.Observations.to_type(ScalarType.Float32),
            FinalObservations = rollout.FinalObservations.to_type(ScalarType.Float32),
            Actions = golden.Discrete ? rollout.Actions : rollout.Actions.to_type(ScalarType.Float32),
            Rewards = rollout.Rewards.to_type(ScalarType.Float32),
            Alive = rollout.Alive.to_type(ScalarType.Float32),
            Time = rollout.Time.to_type(ScalarType.Float32),
        };
    }

    // Relative to the largest number of the array.
    private static void Near(IEnumerable<double> expected, Tensor actual)
    {
        var e = expected.ToArray();
        var a = HostMemory.Copy<float>(actual);
        Assert.Equal(e.Length, a.Length);
        var scale = e.Max(Math.Abs);
        Assert.All(e.Zip(a), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, Tolerance * scale));
    }
}
