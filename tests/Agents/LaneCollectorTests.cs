using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Configuration;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

/// <summary>Rollouts of lanes against those of tensors.</summary>
public sealed class LaneCollectorTests
{
    // So many that there are several blocks of lanes, which span tasks; and so long that episodes end.
    private const int Tasks = 7;
    private const int Envs = 45;

    [Theory]
    [InlineData("cart-pole", false)]
    [InlineData("cart-pole", true)]
    [InlineData("point-navigation", false)]
    [InlineData("point-navigation", true)]
    [InlineData("acrobot", true)]
    [InlineData("reacher", false)]
    [InlineData("mountain-car-continuous", false)]
    [InlineData("slippery-grid", false)]
    [InlineData("slippery-grid", true)]
    [InlineData("bandit", false)]
    public void Collect_ByLanes_IsTheRolloutOfTensors(string name, bool restarts)
    {
        using var scope = NewDisposeScope();
        var family = Families.Create(name, ["horizon=30"]);
        var tasks = family.Sample(new RngKey(1), Tasks, TaskSplit.Train).To(CPU, ScalarType.Float32);
        var kernels = new PolicySettings([16], Activation.Tanh, 1);
        var (fused, plain) = (kernels.Create(family), (kernels with { UsesKernels = false }).Create(family));
        var phi = new Params(
            fused.Layout, new RngKey(2).Normal([Tasks, fused.Layout.Count], CPU, ScalarType.Float32) * 0.5);
        var noise = RolloutNoise.Draw(new RngKey(3), family, fused, tasks, Envs, restarts);

        var lanes = Collector.Collect(family, tasks, fused, phi, noise);
        var tensors = Collector.Collect(family.WithoutKernels(), tasks, plain, phi, noise);
        Assert.NotNull(family.Lanes<float>(tasks, Envs));
        Assert.Null(family.WithoutKernels().Lanes<float>(tasks, Envs));
        AssertNear(tensors, lanes);
    }

    [Fact]
    public void Collect_OfActionsByLanes_IsTheRolloutOfTensors()
    {
        using var scope = NewDisposeScope();
        var family = Families.Create("cart-pole", ["horizon=60"]);
        var tasks = family.Sample(new RngKey(1), Tasks, TaskSplit.Train).To(CPU, ScalarType.Float32);
        var actions = new RngKey(2).Uniform([60, Tasks, Envs], CPU, ScalarType.Float32).mul(2)
            .to_type(ScalarType.Int64);
        var noise = RolloutNoise.Draw(new RngKey(3), family, tasks, Envs, restarts: true, actions);
        AssertNear(
            Collector.Collect(family.WithoutKernels(), tasks, noise), Collector.Collect(family, tasks, noise));
    }

    [Fact]
    public void Collect_OfSomeTasksByLanes_GivesTheBytesOfAll()
    {
        using var scope = NewDisposeScope();
        var family = Families.Create("pendulum", []);
        var tasks = family.Sample(new RngKey(1), Tasks, TaskSplit.Train).To(CPU, ScalarType.Float32);
        var policy = new PolicySettings([16], Activation.Tanh, 1).Create(family);
        var phi = new Params(
            policy.Layout, new RngKey(2).Normal([Tasks, policy.Layout.Count], CPU, ScalarType.Float32) * 0.5);
        var noise = RolloutNoise.Draw(new RngKey(3), family, policy, tasks, Envs);
        var all = Collector.Collect(family, tasks, policy, phi, noise);
        var some = Collector.Collect(
            family, tasks.Slice(3, 2), policy, phi with { Flat = phi.Flat.narrow(0, 3, 2) }, noise.Slice(3, 2));
        foreach (var (one, other) in all.Tensors.Zip(some.Tensors))
        {
            var part = one.narrow(ReferenceEquals(one, all.FinalObservations) ? 0 : 1, 3, 2);
            Assert.Equal(part.contiguous().bytes.ToArray(), other.bytes.ToArray());
        }
    }

    [Fact]
    public void Collect_WithTheTaskInSightByLanes_IsTheRolloutOfTensors()
    {
        using var scope = NewDisposeScope();
        var family = new TaskConditioned(Families.Create("point-navigation", ["horizon=10"]));
        var tasks = family.Sample(new RngKey(1), Tasks, TaskSplit.Train).To(CPU, ScalarType.Float32);
        var actions = new RngKey(2).Normal([10, Tasks, Envs, 2], CPU, ScalarType.Float32) * 0.1;
        var noise = RolloutNoise.Draw(new RngKey(3), family, tasks, Envs, restarts: false, actions);
        Assert.NotNull(family.Lanes<float>(tasks, Envs));
        Assert.Null(family.WithoutKernels().Lanes<float>(tasks, Envs));
        AssertNear(
            Collector.Collect(family.WithoutKernels(), tasks, noise), Collector.Collect(family, tasks, noise));
    }

    [Fact]
    public void Lanes_OfTablesThatAreLongToCopy_AreNone()
    {
        using var scope = NewDisposeScope();
        var (small, large) = (
            Families.Create("grid-navigation", ["size=13", "observation=one-hot"]),
            Families.Create("grid-navigation", ["size=14", "observation=one-hot"]));
        Assert.NotNull(small.Lanes<float>(Sampled(small), Envs));
        Assert.Null(large.Lanes<float>(Sampled(large), Envs));

        TaskBatch Sampled(TaskFamily family) =>
            family.Sample(new RngKey(1), 2, TaskSplit.Train).To(CPU, ScalarType.Float32);
    }

    private static void AssertNear(Rollout expected, Rollout actual)
    {
        Assert.Equal(expected.Restarts, actual.Restarts);
        Assert.True(expected.Terminated.equal(actual.Terminated).all().ToBoolean());
        Assert.True(expected.Alive.equal(actual.Alive).all().ToBoolean());
        Assert.True(expected.Time.equal(actual.Time).all().ToBoolean());
        foreach (var (one, other) in expected.Tensors.Zip(actual.Tensors))
        {
            Assert.Equal(one.dtype, other.dtype);
            Assert.Equal(one.shape, other.shape);
            var (exact, near) = (one.to_type(ScalarType.Float64), other.to_type(ScalarType.Float64));
            Assert.True(exact.allclose(near, 1e-3, 1e-3), $"They differ by {(exact - near).abs().max().ToDouble()}.");
        }
    }
}
