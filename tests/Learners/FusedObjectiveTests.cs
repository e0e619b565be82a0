using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

/// <summary>The meta-objective by kernels in 32 bits, held against the one by autograd in 64 bits.</summary>
public sealed class FusedObjectiveTests
{
    private const double Tolerance = 1e-4;

    /// <summary>
    /// Tasks, environments, updates, order, threads. Cart-pole's episodes end at different times; problems of an odd
    /// number of tasks have an entropy bonus.
    /// </summary>
    public static TheoryData<string, int, int, int, GradientOrder, int> Problems() => new()
    {
        { "continuous", 1, 3, 0, GradientOrder.Second, 1 },
        { "continuous", 3, 4, 1, GradientOrder.Second, 2 },
        { "continuous", 33, 2, 2, GradientOrder.Second, 2 },
        { "continuous", 5, 4, 3, GradientOrder.First, 1 },
        { "discrete", 4, 3, 1, GradientOrder.Second, 1 },
        { "discrete", 7, 5, 2, GradientOrder.Second, 2 },
        { "discrete", 6, 3, 2, GradientOrder.First, 2 },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void Everything_OfAProblem_IsAutograds(
        string actions, int tasks, int envs, int updates, GradientOrder order, int threads)
    {
        using var scope = NewDisposeScope();
        var (fused, expected, theta) = Objectives(scope, actions, tasks, envs, updates, order, threads);
        var other = theta + (Direction(theta, "other") * 0.02);
        var v = Direction(theta, "v");
        var narrow = other.to_type(ScalarType.Float32);
        AssertClose(expected.Gradient, fused.Gradient);
        AssertClose(expected.FisherProduct(v), fused.FisherProduct(v.to_type(ScalarType.Float32)));
        AssertClose(expected.ClippedGradient(other, 0.1), fused.ClippedGradient(narrow, 0.1));
        AssertClose(expected.Loss, fused.Loss);
        var ((loss, kl), (fusedLoss, fusedKl)) = (expected.At(other), fused.At(narrow));
        AssertClose(loss, fusedLoss);
        AssertClose(kl, fusedKl);
    }

    [Fact]
    public void Sums_WithAnyNumberOfThreads_HaveTheSameBits()
    {
        using var scope = NewDisposeScope();
        var (one, _, theta) = Objectives(scope, "continuous", 9, 4, 1, GradientOrder.Second, threads: 1);
        var (three, _, _) = Objectives(scope, "continuous", 9, 4, 1, GradientOrder.Second, threads: 3);
        var v = Direction(theta, "v").to_type(ScalarType.Float32);
        Assert.Equal(one.Gradient.data<float>().ToArray(), three.Gradient.data<float>().ToArray());
        Assert.Equal(one.FisherProduct(v).data<float>().ToArray(), three.FisherProduct(v).data<float>().ToArray());
    }

    [Fact]
    public void Kernels_OfOtherProblems_AreNone()
    {
        using var scope = NewDisposeScope();
        var problem = Problem("continuous", 2, 2, 1, TaskChunks.Whole, ScalarType.Float32);
        var theta = problem.Adaptation.Policy.Initialize(new RngKey(1), CPU);
        var wide = theta with { Flat = theta.Flat.to_type(ScalarType.Float64) };
        var without = new GaussianPolicy(2, 2, [16, 8], Activation.Tanh, usesKernels: false);
        Assert.NotNull(FusedObjective.Kernels(problem, theta));
        Assert.NotNull(new GaussianPolicy(2, 2, [128, 128], Activation.Tanh).Kernels);
        Assert.Null(new GaussianPolicy(2, 2, [64, 129], Activation.Tanh).Kernels);
        Assert.Null(new CategoricalPolicy(2, 2, [129], Activation.Tanh).Kernels);
        Assert.Null(FusedObjective.Kernels(problem, wide));
        Assert.Null(FusedObjective.Kernels(problem with { Goal = MetaGoal.InnerLoss }, theta));
        Assert.NotNull(FusedObjective.Kernels(problem with { Terms = [new EntropyBonus(0.1)] }, theta));
        Assert.Null(FusedObjective.Kernels(
            problem with { Terms = [new EntropyBonus(0.1), new SamplingCredit()] }, theta));
        Assert.Null(FusedObjective.Kernels(Inside(problem, new InnerPpo(new InnerPpoSettings())), theta));
        Assert.Null(FusedObjective.Kernels(
            Inside(problem, new LikelihoodRatio(new PolicyGradientSettings())), theta));
        Assert.Null(FusedObjective.Kernels(
            problem with { Adaptation = problem.Adaptation with { Policy = without } }, theta));
        Assert.Null(FusedObjective.Kernels(
            problem with { Adaptation = problem.Adaptation with { Policy = new AdaptedLastLayer(without) } }, theta));
    }

    private static MetaProblem Inside(MetaProblem problem, IInnerLoop inner) =>
        problem with { Adaptation = problem.Adaptation with { Inner = inner } };

    // The same data in both widths, gathered by autograd in 64 bits
    private static (FusedObjective Fused, AdaptedObjective Expected, Tensor Theta) Objectives(
        DisposeScope scope, string actions, int tasks, int envs, int updates, GradientOrder order, int threads)
    {
        var chunks = new TaskChunks(2, threads);
        var wide = Problem(actions, tasks, envs, updates, chunks, ScalarType.Float64);
        var theta = wide.Adaptation.Policy.Initialize(new RngKey(1), CPU, ScalarType.Float64);
        scope.Attach(theta.Flat);
        var batches = AdaptationBatch.Gather(scope, wide, new RngKey(2), theta);
        var narrow = Problem(actions, tasks, envs, updates, chunks, ScalarType.Float32);
        var narrowTheta = theta with { Flat = theta.Flat.to_type(ScalarType.Float32) };
        return (
            new FusedObjective(
                narrow, order, FusedObjective.Kernels(narrow, narrowTheta)!, narrowTheta,
                [.. batches.Select(batch => new AdaptationBatch([.. batch.Rounds.Select(Narrow)]))]),
            new AdaptedObjective(scope, wide, order, theta, batches), theta.Flat);
    }

    private static MetaProblem Problem(
        string actions, int tasks, int envs, int updates, TaskChunks chunks, ScalarType dtype) => TinyProblem.Of(
        actions == "continuous" ? new PointNavigation(horizon: 30) : new CartPole(horizon: 40),
        actions == "continuous"
            ? new GaussianPolicy(2, 2, [16, 8], Activation.Tanh)
            : new CategoricalPolicy(4, 2, [9, 17, 8], Activation.Tanh),
        new PolicyGradient(new PolicyGradientSettings(StepSize: 0.7, LaterStepSize: 0.4)), tasks, envs, updates, chunks,
        dtype) with
        { Terms = tasks % 2 == 0 ? [] : [new EntropyBonus(0.3)] };

    private static Experience Narrow(Experience wide)
    {
        Tensor To(Tensor values) => values.dtype == ScalarType.Float64 ? values.to_type(ScalarType.Float32) : values;
        var rollout = wide.Rollout;
        return new Experience(
            new Rollout(
                To(rollout.Observations), To(rollout.FinalObservations), To(rollout.Actions), To(rollout.Rewards),
                rollout.Terminated, To(rollout.Alive), To(rollout.Time), rollout.Restarts),
            To(wide.Advantages), To(wide.Weights));
    }

    private static Tensor Direction(Tensor theta, string name) =>
        new RngKey(3).For(name).Normal(theta.shape, CPU, ScalarType.Float64);

    private static void AssertClose(Tensor expected, Tensor actual) => Assert.InRange(
        ((actual.to_type(ScalarType.Float64) - expected).norm() / expected.norm()).ToDouble(), 0, Tolerance);

    private static void AssertClose(double expected, double actual) =>
        Assert.InRange(Math.Abs(actual - expected), 0, Tolerance * Math.Max(0.1, Math.Abs(expected)));
}
