using MetaRL.Agents.Adaptation;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Control;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

public sealed class CollectorTests
{
    private readonly PointNavigation _family = new(horizon: 10);
    private readonly GaussianPolicy _policy = new(2, 2, [4], Activation.Tanh);

    [Fact]
    public void Collect_Always_HasTheAxesTimeTaskEnvironment()
    {
        using var scope = NewDisposeScope();
        var rollout = Collect(envs: 4);
        Assert.Equal([10, 3, 4, 2], rollout.Observations.shape);
        Assert.Equal([10, 3, 4], rollout.Rewards.shape);
        Assert.Equal([3, 4, 2], rollout.FinalObservations.shape);
    }

    [Fact]
    public void Collect_AfterTermination_CountsNoRewardAndNoStep()
    {
        using var scope = NewDisposeScope();
        var rollout = GoStraight(0.25, 0.1);   // arrives with the third step
        Assert.Equal([1.0, 1, 1, 0, 0, 0, 0, 0, 0, 0], Numbers(rollout.Alive));
        Assert.Equal(0, rollout.Rewards.narrow(0, 3, 7).abs().sum().ToDouble());
    }

    [Fact]
    public void Collect_UntilTheTaskEnds_IsTerminatedAndNotTruncated()
    {
        using var scope = NewDisposeScope();
        var rollout = GoStraight(0.25, 0.1);
        Assert.True(rollout.Terminated[2, 0, 0].ToBoolean());
        Assert.False(rollout.Truncated.ToBoolean());
    }

    [Fact]
    public void Collect_UntilTheClockEnds_IsTruncatedAndNotTerminated()
    {
        using var scope = NewDisposeScope();
        var rollout = GoStraight(5, 5);        // out of reach in ten steps
        Assert.False(rollout.Terminated.any().ToBoolean());
        Assert.True(rollout.Truncated.ToBoolean());
    }

    [Fact]
    public void Collect_ThatTerminatesWithTheLastStep_IsNotTruncated()
    {
        using var scope = NewDisposeScope();
        var rollout = GoStraight(1.0, 1.0);    // arrives with the tenth step of ten
        Assert.True(rollout.Terminated[9, 0, 0].ToBoolean());
        Assert.False(rollout.Truncated.ToBoolean());
    }

    [Fact]
    public void Collect_WithRestarts_LeavesOutWhatTheClockCutsShort()
    {
        using var scope = NewDisposeScope();
        var rollout = GoStraight(0.25, 0.1, restarts: true);   // arrives with every third step of ten
        Assert.Equal([1.0, 1, 1, 1, 1, 1, 1, 1, 1, 0], Numbers(rollout.Alive));
        Assert.Equal([0.0, 1, 2, 0, 1, 2, 0, 1, 2, 0], Numbers(rollout.Time));
        Assert.Equal(10, rollout.EnvSteps);
        Assert.Equal([3.0, 3, 3, 3, 3, 3, 3, 3, 3], Numbers(rollout.EpisodeLengths.narrow(0, 0, 9)));
    }

    [Fact]
    public void Collect_WithRestarts_RepeatsTheFirstEpisodeAndReturnsItsReturn()
    {
        using var scope = NewDisposeScope();
        var once = GoStraight(0.25, 0.1);
        var again = GoStraight(0.25, 0.1, restarts: true);
        var first = Numbers(once.Rewards.narrow(0, 0, 3));
        Assert.Equal([.. first, .. first, .. first, 0], Numbers(again.Rewards));
        Assert.Equal(Numbers(once.Returns), Numbers(again.Returns));
    }

    [Fact]
    public void Collect_WithRestarts_KeepsAnEpisodeOfTheWholeHorizon()
    {
        using var scope = NewDisposeScope();
        var rollout = GoStraight(5, 5, restarts: true);
        Assert.Equal(10, rollout.Alive.sum().ToDouble());
        Assert.True(rollout.Truncated.ToBoolean());
    }

    [Fact]
    public void Collect_OfSomeTasks_GivesTheBytesOfCollectOfAll()
    {
        using var scope = NewDisposeScope();
        var (tasks, phi, noise) = Inputs(envs: 4);
        var all = Collector.Collect(_family, tasks, _policy, phi, noise);
        var one = Collector.Collect(
            _family, tasks.Slice(1, 1), _policy, phi with { Flat = phi.Flat.narrow(0, 1, 1) }, noise.Slice(1, 1));
        Assert.Equal(Numbers(all.Rewards.narrow(1, 1, 1)), Numbers(one.Rewards));
    }

    [Fact]
    public void Collect_WithNoNoise_FollowsThePolicysMean()
    {
        using var scope = NewDisposeScope();
        var (tasks, phi, noise) = Inputs(envs: 1);
        var rollout = Collector.Collect(_family, tasks, _policy, phi, noise with { Action = zeros_like(noise.Action) });
        var mean = ((Gaussian)_policy.With(phi).Act(rollout.Observations)).Mean;
        Assert.True(mean.allclose(rollout.Actions, 1e-12, 1e-12));
    }

    [Fact]
    public void RandomActions_OnAGrid_UseEveryActionEquallyOften()
    {
        using var scope = NewDisposeScope();
        var family = new GridNavigation();
        var tasks = family.Sample(new RngKey(1), 10, TaskSplit.Train);
        using var rollout = new RandomActions().Adapt(new RngKey(2), family, tasks, 1000).Single();
        for (var action = 0; action < 5; action++)
        {
            // over 4 σ
            Assert.Equal(0.2, rollout.Actions.eq(action).to_type(ScalarType.Float64).mean().ToDouble(), 0.005);
        }
    }

    private Rollout Collect(int envs)
    {
        var (tasks, phi, noise) = Inputs(envs);
        return Collector.Collect(_family, tasks, _policy, phi, noise);
    }

    private (TaskBatch Tasks, Params Phi, RolloutNoise Noise) Inputs(int envs)
    {
        var tasks = _family.Sample(new RngKey(1), 3, TaskSplit.Train);
        var phi = new Params(
            _policy.Layout, new RngKey(2).Normal([3, _policy.Layout.Count], CPU, ScalarType.Float64) * 0.3);
        return (tasks, phi, RolloutNoise.Draw(new RngKey(3), _family, _policy, tasks, envs));
    }

    private Rollout GoStraight(double goalX, double goalY, bool restarts = false)
    {
        var goal = tensor([goalX, goalY]);
        var tasks = new PointNavigation().Create(
            new Dictionary<string, Tensor> { ["goal_x"] = goal.narrow(0, 0, 1), ["goal_y"] = goal.narrow(0, 1, 1) }, 1);
        var none = zeros([10, 1, 1, 0], ScalarType.Float64);
        return Collector.Collect(
            _family, tasks, (observation, _) =>
                goal - observation, new RolloutNoise(none.narrow(0, 0, restarts ? 10 : 1), none, none));
    }

    private static double[] Numbers(Tensor tensor) =>
        tensor.to_type(ScalarType.Float64).contiguous().data<double>().ToArray();
}
