using MetaRL.Agents.Rollouts;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

public sealed class TrialSequenceTests
{
    // Two episodes of three steps in two lanes. Lane 0 terminates with the second step of the first episode, lane 1
    // never.
    private readonly TrialSequence _trials = TrialSequence.Of(
    [
        Episode(
            [1, 10, 2, 20, 0, 30], alive: [1, 1, 1, 1, 0, 1], terminated: [false, false, true, false, false, false]),
        Episode([3, 40, 4, 50, 5, 60], alive: [1, 1, 1, 1, 1, 1], terminated: new bool[6]),
    ]);

    [Fact]
    public void Of_LanesThatTerminated_LeavesNoGapBetweenEpisodes()
    {
        Assert.Equal([1.0, 2, 3, 4, 5, 0], Lane(_trials.Rewards, 0));
        Assert.Equal([-1.0, -2, -3, -4, -5, 0], Lane(_trials.Observations.squeeze(-1), 0));
    }

    [Fact]
    public void Of_LanesThatTerminated_LivesAsLongAsTheTrial()
    {
        Assert.Equal([1.0, 1, 1, 1, 1, 0], Lane(_trials.Alive, 0));
        Assert.Equal([1.0, 1, 1, 1, 1, 1], Lane(_trials.Alive, 1));
    }

    [Fact]
    public void Of_Episodes_EndByTerminationAndByTheClock()
    {
        Assert.Equal([0.0, 1, 0, 0, 1, 0], Lane(_trials.Ended, 0));
        Assert.Equal([0.0, 0, 1, 0, 0, 1], Lane(_trials.Ended, 1));
    }

    [Fact]
    public void Of_LanesThatNeverTerminate_AreTheEpisodesInARow() =>
        Assert.Equal([10.0, 20, 30, 40, 50, 60], Lane(_trials.Rewards, 1));

    [Fact]
    public void Of_TrialsThatAllEndEarly_AreAsLongAsTheLongest()
    {
        var trials = TrialSequence.Of(
        [
            Episode(
                [1, 10, 2, 20, 0, 0], alive: [1, 1, 1, 1, 0, 0], terminated: [false, false, true, true, false, false]),
        ]);
        Assert.Equal(2, trials.Steps);
        Assert.Equal([10.0, 20], Lane(trials.Rewards, 1));
    }

    [Fact]
    public void Of_SeveralTasks_HasTheLanesOfATaskBesideEachOther()
    {
        var rewards = arange(6, dtype: ScalarType.Float64).view(1, 3, 2);
        var trials = TrialSequence.Of([Rollout(rewards, ones_like(rewards), zeros_like(rewards, ScalarType.Bool))]);
        Assert.Equal([0.0, 1, 2, 3, 4, 5], trials.Rewards.contiguous().data<double>().ToArray());
    }

    private static double[] Lane(Tensor values, int lane) =>
        values.select(1, lane).to_type(ScalarType.Float64).contiguous().data<double>().ToArray();

    // Three steps of one task with two environments; observations are the rewards with the opposite sign.
    private static Rollout Episode(double[] rewards, double[] alive, bool[] terminated) =>
        Rollout(tensor(rewards).view(3, 1, 2), tensor(alive).view(3, 1, 2), tensor(terminated).view(3, 1, 2));

    private static Rollout Rollout(Tensor rewards, Tensor alive, Tensor terminated) => new(
        rewards.neg().unsqueeze(-1), rewards.select(0, 0).unsqueeze(-1), zeros_like(rewards, ScalarType.Int64), rewards,
        terminated, alive,
        zeros_like(rewards), Restarts: false);
}
