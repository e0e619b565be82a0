using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Rollouts;
using MetaRL.Learners;
using MetaRL.Optimizers;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

/// <summary>
/// Every number of two reference iterations of MAML-TRPO, made by another implementation (golden/README.md).
/// </summary>
public sealed class GoldenMamlTrpoTests() : GoldenMamlTrpoContract(ScalarType.Float64, tolerance: 1e-8)
{
    public static TheoryData<string, bool> Batches => new()
    {
        { "nav_second_order", true }, { "nav_second_order", false }, { "mdp_second_order", true },
        { "mdp_second_order", false },
    };

    [Theory]
    [MemberData(nameof(Batches))]
    public void DiscountedReturns_OfReferenceRollout_Agree(string name, bool train)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase(name);
        AssertPerTask(golden.PerTask(train, "returns"), Returns(golden, golden.Rollout(train)));
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void LinearFeatureBaseline_OfReferenceRollout_HasTheSameCoefficients(string name, bool train)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase(name);
        var rollout = golden.Rollout(train);
        var coefficients = LinearFeatureBaseline.Fit(rollout, Returns(golden, rollout)).Coefficients;
        Near(golden.PerTask(train, "baseline_weight").SelectMany(w => w), coefficients);
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void LinearFeatureBaseline_OfReferenceRollout_HasTheSameValues(string name, bool train)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase(name);
        var rollout = golden.Rollout(train);
        AssertPerTask(
            golden.PerTask(train, "baseline_values"),
            LinearFeatureBaseline.Fit(rollout, Returns(golden, rollout)).Values * rollout.Alive);
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void Gae_OfReferenceRollout_Agrees(string name, bool train)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase(name);
        var advantages = golden.Inner.Settings.Advantages with { Normalize = false };
        var raw = new AdvantageEstimator(advantages).Of(golden.Rollout(train));
        AssertPerTask(golden.PerTask(train, "advantages_raw"), raw.Advantages * raw.Rollout.Alive);
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void NormalizedAdvantages_OfReferenceRollout_Agree(string name, bool train)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase(name);
        var experience = golden.Inner.Prepare(golden.Rollout(train));
        AssertPerTask(golden.PerTask(train, "advantages"), experience.Advantages * experience.Rollout.Alive);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void InnerLoss_OfReferenceRollout_Agrees(string name)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase(name);
        var experience = golden.Inner.Prepare(golden.Rollout(train: true));
        Near(
            golden.PerTask("inner_loss"),
            golden.Inner.Loss(golden.Policy, golden.Theta.Broadcast(golden.Tasks), experience));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Kl_BeforeTheStep_IsZero(string name)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase(name);
        Assert.Equal(0, Objective(scope, golden).At(golden.Theta.Flat).Kl, 1e-14);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ConjugateGradient_FirstSixIterates_Agree(string name)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase(name);
        var objective = Objective(scope, golden);
        var iterates = ConjugateGradient.Iterates(
            v =>
                objective.FisherProduct(v) + (v * golden.Number("cg_damping")), golden.Vector("outer_grad"),
                6).Select(one =>
                    one.X).ToArray();
        for (var k = 0; k < 6; k++)
        {
            Near(golden.Iterate(k), iterates[k]);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void FullStep_FromTheReferenceDirection_Agrees(string name)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase(name);
        var direction = golden.Vector("stepdir");
        var product = Objective(scope, golden).FisherProduct(direction) + (direction * golden.Number("cg_damping"));
        Near(golden.Numbers("step"), Optimizer().FullStep(direction, product));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void LineSearch_FromTheReferenceStep_EndsAtTheSameWeights(string name)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase(name);
        var (theta, metrics) = Optimizer()
            .LineSearch(golden.Theta.Flat, golden.Vector("step"), Objective(scope, golden));
        Near(golden.ParamsAfter, theta);
        Assert.Equal(golden.LineSearch[^1].StepSize, metrics["step_length"], 12);
    }

    private static Trpo Optimizer() => new(new TrpoSettings());

    private protected override AdaptedObjective Objective(TorchSharp.DisposeScope scope, GoldenCase golden) =>
        new(scope, golden.Problem(), GradientOrder.Second, golden.Theta, [golden.AdaptationBatch()]);

    private static Tensor Returns(GoldenCase golden, Rollout rollout) => Advantages.DiscountedReturns(
        rollout.Rewards, full_like(rollout.Rewards, golden.Inner.Gamma), zeros_like(rollout.Rewards.select(0, 0)));

    private void AssertPerTask(double[][] expected, Tensor actual)
    {
        for (var task = 0; task < expected.Length; task++)
        {
            Near(expected[task], actual.select(1, task));
        }
    }
}
