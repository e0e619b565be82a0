using MetaRL.Environments.Control;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using MetaRL.Viewer.Recordings;
using MetaRL.Viewer.Scenes;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Viewer.Recordings;

public sealed class RecordingTests
{
    [Fact]
    public void Recording_OfAnAgentWithTwoUpdates_HasThreeRounds() =>
        Assert.Equal(3, SmallRecording.Of(updates: 2).Rounds);

    [Fact]
    public void EnvOf_ThreeEpisodes_IsTheMiddleOne()
    {
        var agent = SmallRecording.Of().Agents[0];
        var returns = Enumerable.Range(0, 3).Select(env => agent.Rounds.Sum(round => round.ReturnOf(0, env))).ToArray();
        Assert.Equal(returns.Order().ElementAt(1), returns[agent.EnvOf(0)]);
    }

    [Fact]
    public void Moment_OfALaterRound_HasTrailsOfOtherEnvironmentsAndOfEarlierRounds()
    {
        var trails = SmallRecording.Of().Agents[0].Moment(task: 0, round: 1, time: 4, withEarlier: true).Trails;
        Assert.Equal(
            [(0, true, 5), (0, true, 5), (1, false, 11), (0, false, 5)],
            trails.Select(trail => (trail.Age, trail.IsOtherEnvironment, trail.States.Count)));
    }

    [Fact]
    public void Moment_WithoutEarlierRounds_HasThisRoundAlone()
    {
        var trails = SmallRecording.Of().Agents[0].Moment(task: 0, round: 1, time: 4, withEarlier: false).Trails;
        Assert.All(trails, trail => Assert.Equal(0, trail.Age));
    }

    [Theory]
    [InlineData(-40, 0)]
    [InlineData(-20, 0.5)]
    [InlineData(-10, 0.75)]
    public void Share_WithAnOptimum_IsFromTheLowestToIt(double value, float share) =>
        Assert.Equal(share, new ReturnScale(Lowest: -40, Highest: -10, Optimal: 0).Share(value));

    [Fact]
    public void Share_WithoutAnOptimum_IsOneAtTheHighest() =>
        Assert.Equal(1, new ReturnScale(Lowest: -40, Highest: -10, Optimal: null).Share(-10));

    [Fact]
    public void Share_HigherThanTheOptimumOfItsExpectation_IsOne() =>
        Assert.Equal(0.9f, new ReturnScale(Lowest: 0, Highest: 10, Optimal: 9).Share(9));

    [Fact]
    public void Share_AllReturnsEqualAndTheBest_IsOne() => Assert.Equal(1, new ReturnScale(3, 3, 3).Share(3));

    [Fact]
    public void Share_AllReturnsEqualAndTheBestUnknown_IsNothing() =>
        Assert.Equal(0, new ReturnScale(3, 3, null).Share(3));

    [Theory]
    [InlineData(true, 0, "before any update")]
    [InlineData(true, 1, "after 1 update")]
    [InlineData(true, 2, "after 2 updates")]
    [InlineData(false, 0, "episode 1")]
    public void Round_InWords_SaysWhatCameBefore(bool updates, int round, string words) =>
        Assert.Equal(words, RoundText.Name(updates, round));

    [Fact]
    public void Title_OfTwoAgents_NamesBoth() => Assert.Equal(
        "point-navigation: maml and random adapting to 2 tasks never trained on",
        RecordingText.Title(SmallRecording.Of(tasks: 2, updates: 0, "maml", "random")));

    [Fact]
    public void Title_OfAFamilyWhoseTasksTrainingMayHaveSeen_DoesNotCallThemNew()
    {
        var family = new GridNavigation();
        using var scope = NewDisposeScope();
        var recording = new Recording(
            family, family.Sample(new RngKey(1), 21, TaskSplit.Test), TaskSplit.Test,
            SmallRecording.Of(tasks: 21, updates: 0, "maml").Agents, optimal: null);
        Assert.Equal("grid-navigation: maml adapting to 21 tasks it is not told", RecordingText.Title(recording));
    }

    [Fact]
    public void Title_OfTasksOutOfAFewValues_DoesNotCallThemNew()
    {
        var either = new ChoiceDistribution([-0.5, 0.5]);
        var family = new PointNavigation().With(
            new Dictionary<string, ParameterDistribution> { ["goal_x"] = either, ["goal_y"] = either });
        using var scope = NewDisposeScope();
        var recording = new Recording(
            family, family.Sample(new RngKey(1), 2, TaskSplit.Test), TaskSplit.Test,
            SmallRecording.Of(tasks: 2, updates: 0, "maml").Agents, optimal: null);
        Assert.Equal("point-navigation: maml adapting to 2 tasks it is not told", RecordingText.Title(recording));
    }
}
