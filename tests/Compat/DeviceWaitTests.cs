using System.Runtime.InteropServices;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using MetaRL.Experiments;
using MetaRL.Learners;
using MetaRL.Optimizers;
using MetaRL.Tests.Learners;
using TorchSharp;
using TorchSharp.Extras;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Compat;

/// <summary>That a GPU would be kept busy: what it would have to wait for the host for, counted on the CPU.</summary>
[Collection(nameof(ProcessWide))]
public sealed class DeviceWaitTests
{
    // Operators that on a GPU wait for their own result, to know a size or to hand it to the host; beside `item`.
    private static readonly string[] Waiting =
    [
        "aten::_unique2", "aten::allclose", "aten::bincount", "aten::equal", "aten::is_nonzero", "aten::masked_select", "aten::multinomial",
        "aten::nonzero", "aten::nonzero_numpy", "aten::pin_memory", "aten::unique_dim",
    ];

    public static TheoryData<string> FamilyNames => [.. Families.All.Select(entry => entry.Name)];

    public static TheoryData<string, bool> Rollouts
    {
        get
        {
            var rows = new TheoryData<string, bool>();
            foreach (var family in Families.All)
            {
                rows.Add(family.Name, false);
                rows.Add(family.Name, true);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rollouts))]
    public void Collect_InEveryFamily_WaitsForNothing(string name, bool restarts)
    {
        using var scope = NewDisposeScope();
        var (family, policy, tasks, noise) = Rollout(name, restarts);
        var weights = policy.Initialize(new RngKey(1), CPU).Broadcast(tasks.Count);
        using var recording = new Recording();
        _ = Collector.Collect(family, tasks, policy, weights, noise);
        AssertNothingWaits(recording);
    }

    [Theory]
    [MemberData(nameof(Rollouts))]
    public void StaticRollout_InEveryFamily_WaitsForNothing(string name, bool restarts)
    {
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        var (family, policy, tasks, noise) = Rollout(name, restarts);
        var actor = policy.With(policy.Initialize(new RngKey(1), CPU).Broadcast(tasks.Count));
        using var recording = new Recording();
        _ = new StaticRollout(family, tasks, (observation, z) => actor.Act(observation).Sample(z), noise).Collect(StepReplay.OneByOne);
        AssertNothingWaits(recording);
    }

    [Theory]
    [MemberData(nameof(Rollouts))]
    public void Update_InEveryFamily_WaitsForNothing(string name, bool restarts)
    {
        using var scope = NewDisposeScope();
        var (family, policy, tasks, noise) = Rollout(name, restarts);
        var weights = policy.Initialize(new RngKey(1), CPU).Broadcast(tasks.Count);
        var rollout = Collector.Collect(family, tasks, policy, weights, noise);
        var inner = new PolicyGradient(new PolicyGradientSettings());
        using var recording = new Recording();
        _ = inner.Update(policy, weights.Detach(requiresGrad: true), inner.Prepare(rollout), 0, GradientOrder.Second);
        AssertNothingWaits(recording);
    }

    [Theory]
    [MemberData(nameof(InnerLoopGradientTests.Names), MemberType = typeof(InnerLoopGradientTests))]
    public void Adapt_WithEveryInnerLoop_WaitsForNothing(string name)
    {
        using var scope = NewDisposeScope();
        var problem = TinyLoops.Of(name, 1, MetaGoal.InnerLoss);
        var (inner, phi) = (problem.Inner, TinyLoops.Theta(problem).Broadcast(3));
        var tasks = problem.SampleTasks(new RngKey(3), level: 1);
        var noise = RolloutNoise.Draw(new RngKey(4), problem.Family, problem.Policy, tasks, envs: 2);
        using var recording = new Recording();
        var experience = inner.Prepare(problem.Policy, phi, inner.Collect(problem.Family, tasks, problem.Policy, phi, noise, 0), 0);
        _ = inner.Update(problem.Policy, phi.Detach(requiresGrad: true), experience, 0, GradientOrder.Second);
        AssertNothingWaits(recording);
    }

    [Fact]
    public void Describe_InEveryFamily_WaitsForNothing() => Assert.All(Families.All, entry =>
    {
        using var scope = NewDisposeScope();
        var family = entry.Create();
        var tasks = family.Sample(new RngKey(1), 3, TaskSplit.Train);
        using var recording = new Recording();
        _ = family.Describe(tasks);
        AssertNothingWaits(recording);
    });

    /// <summary>The meta device has shapes but no numbers: a tensor that a family makes on the CPU cannot be combined with those there.</summary>
    [Theory]
    [MemberData(nameof(FamilyNames))]
    public void Step_OnAnotherDevice_StaysThere(string name)
    {
        using var scope = NewDisposeScope();
        var (family, _, tasks, noise) = Rollout(name, restarts: false);
        var away = tasks.To("meta", ScalarType.Float32);
        List<Tensor> made = [family.Describe(away)];
        try
        {
            var state = family.Reset(away, noise.Reset.select(0, 0).to("meta"));
            made.AddRange([state, family.Observe(away, state)]);
            var action = family.Actions is Discrete ? zeros([2, 2], ScalarType.Int64, "meta") : zeros([2, 2, ((Box)family.Actions).Size], device: "meta");
            var step = family.Step(away, state, action, noise.Step.select(0, 0).to("meta"));
            made.AddRange([step.State, step.Reward, step.Terminated]);
        }
        catch (ExternalException fault) when (fault.Message.Contains("Meta", StringComparison.Ordinal))
        {
            // libtorch has no shapes of abs and where ("no Meta kernel"); what comes before them has been checked.
        }

        Assert.All(made, tensor => Assert.Equal(DeviceType.META, tensor.device_type));
    }

    // One of the loss, and a copy with a look into it for the step length that is tried and for everything that is reported.
    [Theory]
    [InlineData(6, 3, 1)]
    [InlineData(12, 3, 1)]
    [InlineData(6, 7, 1)]
    [InlineData(6, 3, 3)]
    public void Iterate_WithTrpoAndOneStepLength_ReadsTheSameWhateverTheSize(int horizon, int tasks, int updates) =>
        Assert.Equal(1 + 2 + 2, Reads(new Trpo(new TrpoSettings(LineSearchSteps: 1)), horizon, tasks, updates));

    // One of the loss, one of the gradient's norm, and a copy with a look into it for everything that is reported.
    [Theory]
    [InlineData(6, 3, 1)]
    [InlineData(12, 3, 1)]
    [InlineData(6, 7, 1)]
    [InlineData(6, 3, 3)]
    public void Iterate_WithAdam_ReadsTheSameWhateverTheSize(int horizon, int tasks, int updates) =>
        Assert.Equal(1 + 1 + 2, Reads(new Adam(new AdamSettings()), horizon, tasks, updates));

    private static long Reads(IOuterOptimizer outer, int horizon, int tasks, int updates)
    {
        using var scope = NewDisposeScope();
        var problem = new MetaProblem(
            new PointNavigation(horizon), new GaussianPolicy(2, 2, [5, 4], Activation.Tanh),
            new PolicyGradient(new PolicyGradientSettings()), tasks, Envs: 4, updates, TaskChunks.Whole, CPU, ScalarType.Float64);
        var learner = new Maml(problem, GradientOrder.Second, outer);
        var state = learner.Initialize(new RngKey(1));
        using var recording = new Recording();
        _ = learner.Iterate(new RngKey(2), state);
        Assert.Empty(recording.Operators.Keys.Intersect(Waiting));
        return recording.HostReads;
    }

    private static (TaskFamily Family, IPolicy Policy, TaskBatch Tasks, RolloutNoise Noise) Rollout(string name, bool restarts)
    {
        var family = Families.Create(name, []);
        var policy = new PolicySettings([5, 4], Activation.Tanh, 1).Create(family);
        var tasks = family.Sample(new RngKey(3), 2, TaskSplit.Train).To(CPU, ScalarType.Float32);
        return (family, policy, tasks, RolloutNoise.Draw(new RngKey(4), family, policy, tasks, envs: 2, restarts));
    }

    private static void AssertNothingWaits(Recording recording)
    {
        Assert.Equal((0, 0, 0), (recording.HostReads, recording.HostWrites, recording.Unplaced));
        Assert.Empty(recording.Operators.Keys.Intersect(Waiting));

        // libtorch's kernel for the CPU, and no other, looks twice whether the pivots are in range.
        var solved = recording.Operators.GetValueOrDefault("aten::linalg_lu_solve");
        Assert.Equal(2 * solved, recording.Operators.GetValueOrDefault("aten::_local_scalar_dense"));
    }
}
