using System.Numerics;
using MetaRL.Environments.Tasks;
using MetaRL.Evaluation;
using MetaRL.Viewer.Scenes;
using MetaRL.Viewer.Stages;
using MetaRL.Viewer.Watching;
using Xunit;

namespace MetaRL.Tests.Viewer;

/// <summary>Real agents at work, watched without a window.</summary>
public sealed class ShowTests(TrainedRuns runs) : IClassFixture<TrainedRuns>
{
    private const double Frame = 0.05; // seconds

    [Fact]
    public void Show_PlayedToItsEnd_ShowsTheReturnsOfTheAgents()
    {
        using var stage = Stage.Set(runs.Request);
        using var show = Played(stage);
        var agent = stage.Agents[0].Agent(updates: 2);
        var returns = new Evaluator(stage.Family, stage.Tasks, envs: 3).Returns(new RngKey(0).For("stage").For("agent"), agent);
        var shown = show.View(column: 0, row: 1).Returns;
        Assert.Equal(3, shown.Count);
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(returns[round][1].Average(), shown[round], 1e-5);
        }
    }

    [Fact]
    public void Show_WhereEpisodesTerminate_ShowsTheReturnsOfThoseThatLastLonger()
    {
        var file = Path.Combine(runs.Folder, "poles.yaml");
        File.WriteAllText(file, "name: x\nfamily: {name: cart-pole}\npolicy: {hidden: [4]}\n");
        using var stage = Stage.Set(new([file]) { Agents = ["maml"], Tasks = 1, Envs = 20, Rounds = 0 });
        using var show = Played(stage);
        var returns = new Evaluator(stage.Family, stage.Tasks, envs: 20)
            .Returns(new RngKey(0).For("stage").For("agent"), stage.Agents[0].Agent(updates: 0));
        Assert.True(returns[0][0][0] < returns[0][0].Max(), "The first environment lasts longest.");
        Await(show, () => Math.Abs(returns[0][0].Average() - show.View(0, 0).Returns[0]) < 1e-5);
    }

    [Fact]
    public void Adapt_AtTheEnd_ShowsWhatOneUpdateMoreBrings()
    {
        using var stage = Stage.Set(runs.Request);
        using var show = Played(stage);
        show.Adapt();
        Await(show, () => show.Timeline.IsAtEnd);
        Assert.Equal(4, show.View(0, 0).Returns.Count);
    }

    [Fact]
    public void Change_WhileAgentsRun_HoldsFromTheNextStepForAll()
    {
        using var stage = Stage.Set(runs.Request);
        using var show = new Show(stage);
        show.Timeline.GoTo(0, 6);
        Await(show, () => show.TakenIn(0) == 6);
        show.Change(Slider(show, "goal_x"), 1);
        show.Step(1);
        Await(show, () => show.TakenIn(0) == 7);
        for (var column = 0; column < show.Columns; column++)
        {
            var (moment, goal) = (show.View(column, 0).Moment!, new Vector2(1, (float)show.Tasks.ValueOf(Slider(show, "goal_y"), 0)));
            Assert.Equal(-Vector2.Distance(goal, new Vector2((float)moment.State[0], (float)moment.State[1])), moment.Reward!.Value, 1e-5);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)] // as fast as it goes
    public void Change_WhilePlaying_IsShownByTheFrameAfterAndHoldsFromThereForAll(int faster)
    {
        using var stage = Stage.Set(runs.Request);
        using var show = new Show(stage);
        show.Timeline.ChangeSpeed(faster);
        show.Timeline.Play();
        Await(show, () => show.Timeline.Time >= 3);
        var before = ((PointScene)show.Tasks.SceneAt(0, 0)).Goal;
        show.Change(Slider(show, "goal_x"), 1);
        show.Update(Frame);
        Assert.Equal(1, ((PointScene)show.View(0, 0).Scene).Goal.X);
        Await(show, () => show.Timeline.Round > 0);
        show.Timeline.GoTo(0, 0);
        for (var column = 0; column < show.Columns; column++)
        {
            for (var time = 1; time <= show.Timeline.Horizon; time++)
            {
                var moment = show.EpisodeOf(column)!.Moment(task: 0, env: 0, time);
                var goal = ((PointScene)show.Tasks.SceneAt(time - 1, 0)).Goal; // as it was when the step was taken
                var position = new Vector2((float)moment.State[0], (float)moment.State[1]);
                Assert.Equal(-Vector2.Distance(goal, position), moment.Reward!.Value, 1e-5);
            }
        }

        Assert.NotEqual(1, before.X);
        Assert.Equal(1, ((PointScene)show.Tasks.SceneAt(show.Timeline.Horizon - 1, 0)).Goal.X);
    }

    [Fact]
    public void Change_OfATask_LeavesItsPastAndOtherTasks()
    {
        using var stage = Stage.Set(runs.Request);
        using var show = Played(stage);
        var before = ((PointScene)show.Tasks.SceneAt(0, 0)).Goal;
        show.Change(Slider(show, "goal_x"), 1);
        Assert.Equal(1, ((PointScene)show.View(0, 0).Scene).Goal.X);
        Assert.Equal(before, ((PointScene)show.Tasks.SceneAt(0, 0)).Goal);
        Assert.NotEqual(1, ((PointScene)show.View(0, 1).Scene).Goal.X);
    }

    [Fact]
    public void Change_AfterASliderWentToItsEnd_IsAllowed()
    {
        using var stage = Stage.Set(runs.Request);
        using var show = Played(stage);
        show.Change(Slider(show, "wind_x"), 0.1); // 0.10000000149 in single precision, more than the rule allows
        show.Change(Slider(show, "goal_x"), 1);
        Assert.Equal(1, show.Tasks.ValueOf(Slider(show, "goal_x"), 0));
    }

    [Fact]
    public void Change_OfATask_ChangesItsBestReturn()
    {
        using var stage = Stage.Set(runs.Request);
        using var show = Played(stage);
        var before = show.View(0, 0).Optimal;
        show.Change(Slider(show, "goal_x"), 1);
        show.Tasks.Wait();
        Assert.Equal(stage.OptimalOf(show.Tasks.Now)![0], show.View(0, 0).Optimal);
        Assert.True(show.View(0, 0).Optimal < before);
    }

    [Fact]
    public void Change_WhileThePastIsShown_GoesToWhereTheAgentsAre()
    {
        using var stage = Stage.Set(runs.Request);
        using var show = Played(stage);
        show.Timeline.GoTo(0, 3);
        show.Change(Slider(show, "wind_x"), 0.05);
        Assert.Equal((2, 12), (show.Timeline.Round, show.Timeline.Time));
    }

    [Fact]
    public void Scrubbing_BackAndForth_ShowsTheSame()
    {
        using var stage = Stage.Set(runs.Request);
        using var show = Played(stage);
        show.Timeline.GoTo(1, 5);
        var shown = show.View(1, 1);
        show.Timeline.GoTo(0, 0);
        show.Update(Frame);
        show.Timeline.GoTo(1, 5);
        show.Update(Frame);
        Assert.Equal(shown.Moment!.State, show.View(1, 1).Moment!.State);
        Assert.Equal([0, 1], show.View(1, 1).Moment!.Trails.Select(trail => trail.Age).Order());
    }

    [Fact]
    public void Restart_Always_PlaysTheSameAgain()
    {
        using var stage = Stage.Set(runs.Request);
        using var show = Played(stage);
        var before = show.View(0, 0).Returns;
        show.Restart();
        Assert.Equal((0, 0), (show.Timeline.Round, show.Timeline.Time));
        PlayToTheEnd(show);
        Assert.Equal(before, show.View(0, 0).Returns);
    }

    [Fact]
    public void Recast_ToAnEarlierCheckpoint_ShowsThatAgentOnTheSameTasks()
    {
        using var stage = Stage.Set(runs.Request);
        using var show = Played(stage);
        var (before, tasks) = (show.View(0, 0).Returns, stage.Family.ContentHash(stage.Tasks.ToSet()));
        show.Recast(column: 0, iteration: 0);
        PlayToTheEnd(show);
        Assert.Equal((0, tasks), (stage.Agents[0].Iteration, stage.Family.ContentHash(stage.Tasks.ToSet())));
        Assert.NotEqual(before, show.View(0, 0).Returns);
    }

    [Fact]
    public void Dispose_WhileAgentsLearn_EndsThem()
    {
        using var stage = Stage.Set(runs.Request with { Rounds = 9, Envs = 5000 });
        var show = new Show(stage);
        show.Timeline.ChangeSpeed(9);
        show.Timeline.Play();
        Await(show, () => show.Timeline.IsBetweenRounds && show.IsLearning);
        show.Dispose();
        Assert.Null(show.Failure);
    }

    [Fact]
    public void Visits_OfAGrid_CountEveryStepOfEveryEnvironment()
    {
        using var stage = Stage.Set(new([runs.Grids]) { Tasks = 2 });
        using var show = Played(stage);
        Assert.Equal(2 * 6, show.View(0, 0).Moment!.Overlays.Visits.Sum());
    }

    [Fact]
    public void Overlay_OfAGrid_ShowsThePolicyOfTheWatchedRound()
    {
        using var stage = Stage.Set(new([runs.Grids]) { Tasks = 2, Envs = 50 }); // of which some find the goal: else there is nothing to learn
        using var show = Played(stage);
        Assert.Equal([OverlayKind.None, OverlayKind.Visits, OverlayKind.Policy], show.Overlay.Kinds);
        show.Overlay.Next();
        var after = show.View(0, 0).Moment!.Overlays.Policy;
        show.Timeline.GoTo(0, 6);
        show.Update(Frame);
        Assert.Equal(25 * 5, after.Count);
        Assert.Equal(1, after.Take(5).Sum(), 5);
        Assert.NotEqual(after, show.View(0, 0).Moment!.Overlays.Policy);
        Assert.Empty(show.View(0, 0).Moment!.Overlays.Visits);
    }

    [Fact]
    public void Thought_OfALearner_HasItsLastUpdateFromTheSecondRoundOn()
    {
        using var stage = Stage.Set(runs.Request);
        using var show = Played(stage);
        Assert.Equal(["log_std", "layer1", "layer2"], show.ThoughtOf(0)!.LastUpdate.Select(change => change.Layer));
        show.Timeline.GoTo(0, 5);
        Assert.Empty(show.ThoughtOf(0)!.LastUpdate);
        Assert.Equal([OverlayKind.None], show.Overlay.Kinds);
    }

    [Fact]
    public void Record_OfATrainedExperiment_HasItsCurves()
    {
        using var stage = Stage.Set(runs.Request);
        var record = RunRecord.Of(stage);
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
    public void Slider_OfAParameter_GoesBeyondTrainingButNotBeyondItsRule(string family, string name, double low, double high)
    {
        var slider = ParameterSlider.Of(MetaRL.Experiments.Families.Create(family, [])).Single(one => one.Name == name);
        Assert.Equal((low, high), (slider.Low, slider.High));
    }

    [Fact]
    public void Slider_OfACell_TakesWholeNumbers() =>
        Assert.Equal(3, ParameterSlider.Of(MetaRL.Experiments.Families.Create("grid-navigation", []))[0].Nearest(2.7));

    private static ParameterSlider Slider(Show show, string name) => show.Tasks.Sliders.Single(slider => slider.Name == name);

    private static Show Played(Stage stage)
    {
        var show = new Show(stage);
        PlayToTheEnd(show);
        return show;
    }

    private static void PlayToTheEnd(Show show)
    {
        show.Timeline.ChangeSpeed(9);
        show.Timeline.Play();
        Await(show, () => show.Timeline.IsAtEnd);
    }

    internal static void Await(Show show, Func<bool> condition) => Assert.True(
        SpinWait.SpinUntil(
            () =>
            {
                show.Update(Frame);
                return condition();
            },
            TimeSpan.FromSeconds(30)),
        "It did not happen within 30 s.");
}
