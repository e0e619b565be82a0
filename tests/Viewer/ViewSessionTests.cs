using System.Numerics;
using MetaRL.Environments.Tasks;
using MetaRL.Evaluation.Measuring;
using MetaRL.Viewer.Loading;
using MetaRL.Viewer.Scenes;
using MetaRL.Viewer.Watching;
using Xunit;

namespace MetaRL.Tests.Viewer;

/// <summary>Real agents at work, watched without a window.</summary>
public sealed class ViewSessionTests(TrainedRuns runs) : IClassFixture<TrainedRuns>
{
    private const double Frame = 0.05; // seconds

    [Fact]
    public void ViewSession_PlayedToItsEnd_ShowsTheReturnsOfTheAgents()
    {
        using var setup = AgentsInTasks.Load(runs.Request);
        using var session = Played(setup);
        var agent = setup.Agents[0].Agent(updates: 2);
        var returns = new Evaluator(setup.Family, setup.Tasks, envs: 3)
            .Returns(new RngKey(0).For("stage").For("agent"), agent);
        var shown = session.View(column: 0, row: 1).Returns;
        Assert.Equal(3, shown.Count);
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(returns[round][1].Average(), shown[round], 1e-5);
        }
    }

    [Fact]
    public void ViewSession_WhereEpisodesTerminate_ShowsTheReturnsOfThoseThatLastLonger()
    {
        var file = Path.Combine(runs.Folder, "poles.yaml");
        File.WriteAllText(file, "name: x\nfamily: {name: cart-pole}\npolicy: {hidden: [4]}\n");
        using var setup = AgentsInTasks.Load(new([file]) { Agents = ["maml"], Tasks = 1, Envs = 20, Rounds = 0 });
        using var session = Played(setup);
        var returns = new Evaluator(setup.Family, setup.Tasks, envs: 20)
            .Returns(new RngKey(0).For("stage").For("agent"), setup.Agents[0].Agent(updates: 0));
        Assert.True(returns[0][0][0] < returns[0][0].Max(), "The first environment lasts longest.");
        Await(session, () => Math.Abs(returns[0][0].Average() - session.View(0, 0).Returns[0]) < 1e-5);
    }

    [Fact]
    public void Adapt_AtTheEnd_ShowsWhatOneUpdateMoreBrings()
    {
        using var setup = AgentsInTasks.Load(runs.Request);
        using var session = Played(setup);
        session.Adapt();
        Await(session, () => session.Timeline.IsAtEnd);
        Assert.Equal(4, session.View(0, 0).Returns.Count);
    }

    [Fact]
    public void Change_WhileAgentsRun_HoldsFromTheNextStepForAll()
    {
        using var setup = AgentsInTasks.Load(runs.Request);
        using var session = new ViewSession(setup);
        session.Timeline.GoTo(0, 6);
        Await(session, () => session.StepsTaken(0) == 6);
        session.ChangeParameter(Slider(session, "goal_x"), 1);
        session.Step(1);
        Await(session, () => session.StepsTaken(0) == 7);
        for (var column = 0; column < session.Columns; column++)
        {
            var (moment, goal) = (
                session.View(column, 0).Moment!,
                new Vector2(1, (float)session.Tasks.ValueOf(Slider(session, "goal_y"), 0)));
            Assert.Equal(
                -Vector2.Distance(goal, new Vector2((float)moment.State[0], (float)moment.State[1])),
                moment.Reward!.Value, 1e-5);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)] // as fast as it goes
    public void Change_WhilePlaying_IsShownByTheFrameAfterAndHoldsFromThereForAll(int faster)
    {
        using var setup = AgentsInTasks.Load(runs.Request);
        using var session = new ViewSession(setup);
        session.Timeline.ChangeSpeed(faster);
        session.Timeline.Play();
        Await(session, () => session.Timeline.Time >= 3);
        var before = ((PointScene)session.Tasks.SceneAt(0, 0)).Goal;
        session.ChangeParameter(Slider(session, "goal_x"), 1);
        session.Update(Frame);
        Assert.Equal(1, ((PointScene)session.View(0, 0).Scene).Goal.X);
        Await(session, () => session.Timeline.Round > 0);
        session.Timeline.GoTo(0, 0);
        for (var column = 0; column < session.Columns; column++)
        {
            for (var time = 1; time <= session.Timeline.Horizon; time++)
            {
                var moment = session.EpisodeOf(column)!.Moment(task: 0, env: 0, time);
                var goal = ((PointScene)session.Tasks.SceneAt(time - 1, 0)).Goal; // as it was when the step was taken
                var position = new Vector2((float)moment.State[0], (float)moment.State[1]);
                Assert.Equal(-Vector2.Distance(goal, position), moment.Reward!.Value, 1e-5);
            }
        }

        Assert.NotEqual(1, before.X);
        Assert.Equal(1, ((PointScene)session.Tasks.SceneAt(session.Timeline.Horizon - 1, 0)).Goal.X);
    }

    [Fact]
    public void Change_OfATask_LeavesItsPastAndOtherTasks()
    {
        using var setup = AgentsInTasks.Load(runs.Request);
        using var session = Played(setup);
        var before = ((PointScene)session.Tasks.SceneAt(0, 0)).Goal;
        session.ChangeParameter(Slider(session, "goal_x"), 1);
        Assert.Equal(1, ((PointScene)session.View(0, 0).Scene).Goal.X);
        Assert.Equal(before, ((PointScene)session.Tasks.SceneAt(0, 0)).Goal);
        Assert.NotEqual(1, ((PointScene)session.View(0, 1).Scene).Goal.X);
    }

    [Fact]
    public void Change_AfterASliderWentToItsEnd_IsAllowed()
    {
        using var setup = AgentsInTasks.Load(runs.Request);
        using var session = Played(setup);
        // 0.10000000149 in single precision, more than the rule allows
        session.ChangeParameter(Slider(session, "wind_x"), 0.1);
        session.ChangeParameter(Slider(session, "goal_x"), 1);
        Assert.Equal(1, session.Tasks.ValueOf(Slider(session, "goal_x"), 0));
    }

    [Fact]
    public void Change_OfATask_ChangesItsBestReturn()
    {
        using var setup = AgentsInTasks.Load(runs.Request);
        using var session = Played(setup);
        var before = session.View(0, 0).Optimal;
        session.ChangeParameter(Slider(session, "goal_x"), 1);
        session.Tasks.Wait();
        Assert.Equal(setup.OptimalOf(session.Tasks.Now)![0], session.View(0, 0).Optimal);
        Assert.True(session.View(0, 0).Optimal < before);
    }

    [Fact]
    public void Change_WhileThePastIsShown_GoesToWhereTheAgentsAre()
    {
        using var setup = AgentsInTasks.Load(runs.Request);
        using var session = Played(setup);
        session.Timeline.GoTo(0, 3);
        session.ChangeParameter(Slider(session, "wind_x"), 0.05);
        Assert.Equal((2, 12), (session.Timeline.Round, session.Timeline.Time));
    }

    [Fact]
    public void Scrubbing_BackAndForth_ShowsTheSame()
    {
        using var setup = AgentsInTasks.Load(runs.Request);
        using var session = Played(setup);
        session.Timeline.GoTo(1, 5);
        var shown = session.View(1, 1);
        session.Timeline.GoTo(0, 0);
        session.Update(Frame);
        session.Timeline.GoTo(1, 5);
        session.Update(Frame);
        Assert.Equal(shown.Moment!.State, session.View(1, 1).Moment!.State);
        Assert.Equal([0, 1], session.View(1, 1).Moment!.Trails.Select(trail => trail.Age).Order());
    }

    [Fact]
    public void Restart_Always_PlaysTheSameAgain()
    {
        using var setup = AgentsInTasks.Load(runs.Request);
        using var session = Played(setup);
        var before = session.View(0, 0).Returns;
        session.Restart();
        Assert.Equal((0, 0), (session.Timeline.Round, session.Timeline.Time));
        PlayToTheEnd(session);
        Assert.Equal(before, session.View(0, 0).Returns);
    }

    [Fact]
    public void LoadCheckpoint_ToAnEarlierCheckpoint_ShowsThatAgentOnTheSameTasks()
    {
        using var setup = AgentsInTasks.Load(runs.Request);
        using var session = Played(setup);
        var (before, tasks) = (session.View(0, 0).Returns, setup.Family.Tasks.ContentHash(setup.Tasks.ToSet()));
        session.LoadCheckpoint(column: 0, iteration: 0);
        PlayToTheEnd(session);
        Assert.Equal((0, tasks), (setup.Agents[0].Iteration, setup.Family.Tasks.ContentHash(setup.Tasks.ToSet())));
        Assert.NotEqual(before, session.View(0, 0).Returns);
    }

    [Fact]
    public void Dispose_WhileAgentsLearn_EndsThem()
    {
        using var setup = AgentsInTasks.Load(runs.Request with { Rounds = 9, Envs = 5000 });
        var session = new ViewSession(setup);
        session.Timeline.ChangeSpeed(9);
        session.Timeline.Play();
        Await(session, () => session.Timeline.IsBetweenRounds && session.IsLearning);
        session.Dispose();
        Assert.Null(session.Failure);
    }

    [Fact]
    public void Visits_OfAGrid_CountEveryStepOfEveryEnvironment()
    {
        using var setup = AgentsInTasks.Load(new([runs.Grids]) { Tasks = 2 });
        using var session = Played(setup);
        Assert.Equal(2 * 6, session.View(0, 0).Moment!.Overlay.Visits.Sum());
    }

    [Fact]
    public void Overlay_OfAGrid_ShowsThePolicyOfTheWatchedRound()
    {
        // of which some find the goal: else there is nothing to learn
        using var setup = AgentsInTasks.Load(new([runs.Grids]) { Tasks = 2, Envs = 50 });
        using var session = Played(setup);
        Assert.Equal([OverlayKind.None, OverlayKind.Visits, OverlayKind.Policy], session.Overlay.Kinds);
        session.Overlay.Next();
        var after = session.View(0, 0).Moment!.Overlay.Policy;
        session.Timeline.GoTo(0, 6);
        session.Update(Frame);
        Assert.Equal(25 * 5, after.Count);
        Assert.Equal(1, after.Take(5).Sum(), 5);
        Assert.NotEqual(after, session.View(0, 0).Moment!.Overlay.Policy);
        Assert.Empty(session.View(0, 0).Moment!.Overlay.Visits);
    }

    [Fact]
    public void Snapshot_OfALearner_HasItsLastUpdateFromTheSecondRoundOn()
    {
        using var setup = AgentsInTasks.Load(runs.Request);
        using var session = Played(setup);
        Assert.Equal(["log_std", "layer1", "layer2"], session.SnapshotOf(0)!.LastUpdate.Select(change => change.Layer));
        session.Timeline.GoTo(0, 5);
        Assert.Empty(session.SnapshotOf(0)!.LastUpdate);
        Assert.Equal([OverlayKind.None], session.Overlay.Kinds);
    }

    [Fact]
    public void Record_OfATrainedExperiment_HasItsCurves()
    {
        using var setup = AgentsInTasks.Load(runs.Request);
        var record = RunRecord.Of(setup);
        Assert.Equal(["maml", "random"], record.Comparison!.Algorithms.Select(one => one.Name));
        Assert.Equal([0, 1, 2], record.Training[0]!.Checkpoints);
        Assert.Equal([1.0, 2.0], record.Training[0]!.Iterations);
        Assert.Null(record.Training[1]);
    }

    [Theory]
    [InlineData("cart-pole", "masspole", 0.01, 1)] // above 0; a hundredth of the range instead
    [InlineData("cart-pole", "gravity", 1.6, 24.8)]
    [InlineData("slippery-grid", "slip", 0, 1)]
    [InlineData("grid-navigation", "goal_x", 0, 4)]
    public void Slider_OfAParameter_GoesBeyondTrainingButNotBeyondItsRule(
        string family, string name, double low, double high)
    {
        var slider = ParameterSlider.Of(MetaRL.Configuration.Families.Create(family, []))
            .Single(one => one.Name == name);
        Assert.Equal((low, high), (slider.Low, slider.High));
    }

    [Fact]
    public void Slider_OfACell_TakesWholeNumbers() =>
        Assert.Equal(
            3, ParameterSlider.Of(MetaRL.Configuration.Families.Create("grid-navigation", []))[0].Nearest(2.7));

    private static ParameterSlider Slider(ViewSession session, string name) =>
        session.Tasks.Sliders.Single(slider => slider.Name == name);

    private static ViewSession Played(AgentsInTasks setup)
    {
        var session = new ViewSession(setup);
        PlayToTheEnd(session);
        return session;
    }

    private static void PlayToTheEnd(ViewSession session)
    {
        session.Timeline.ChangeSpeed(9);
        session.Timeline.Play();
        Await(session, () => session.Timeline.IsAtEnd);
    }

    internal static void Await(ViewSession session, Func<bool> condition) => Assert.True(
        SpinWait.SpinUntil(
            () =>
            {
                session.Update(Frame);
                return condition();
            },
            TimeSpan.FromSeconds(30)),
        "It did not happen within 30 s.");
}
