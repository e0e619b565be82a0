using System.Numerics;
using MetaRL.Agents.Adaptation;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Bandits;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using MetaRL.Viewer.Desktop;
using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Offscreen;
using MetaRL.Viewer.Playback;
using MetaRL.Viewer.Scenes;
using MetaRL.Viewer.Watching;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Viewer;

/// <summary>What agents think, from the agent to the pixel.</summary>
[Collection(GraphicsTurn.Name)]
public sealed class OverlayTests
{
    private static readonly Color Floor = Color.Of("#1e2633");

    [Fact]
    public void Policy_OfAnAgentThatGoesRight_PointsRightInEveryCellAlone()
    {
        using var scope = NewDisposeScope();
        var shot = OfTable(OverlayKind.Policy, q => q.select(1, 2).fill_(20));
        foreach (var (x, y) in new[] { (1, 0), (0, 1), (2, 2) })
        {
            Assert.True(Cell(shot, x + 0.3, y).IsNear(Theme.Ink));
            Assert.False(Cell(shot, x - 0.3, y).IsNear(Theme.Ink));
            Assert.False(Cell(shot, x, y + 0.3).IsNear(Theme.Ink));
        }
    }

    [Fact]
    public void Policy_OfAnUndecidedAgent_HasShorterAndFainterArrows()
    {
        using var scope = NewDisposeScope();
        var shot = OfTable(OverlayKind.Policy, q => q.zero_());
        Assert.True(Cell(shot, 2.3, 2).IsNear(Cell(shot, 2.3, 2.3)));
        Assert.True(Brightness(Cell(shot, 2.08, 2)) > Brightness(Floor) + 0.1);
    }

    [Fact]
    public void Values_OfCells_AreBrightestWhereTheyAreLargest()
    {
        var values = Enumerable.Range(0, 9).Select(cell => cell == 5 ? 7.0 : cell / 4.0).ToArray();
        var shot = SceneShot.Of(
            new GridNavigation(size: 3), At(0) with { Overlay = new OverlayContent { Values = values } });
        var brightest = Enumerable.Range(0, 9)
            .MaxBy(cell => Brightness(Cell(shot, (cell % 3) + 0.4, (cell / 3) - 0.4)));
        Assert.Equal(5, brightest);
    }

    [Fact]
    public void ActionValues_OfATableInALargeCell_HaveATriangleOnTheSideOfEachAction()
    {
        using var scope = NewDisposeScope();
        var shot = OfTable(OverlayKind.Values, q =>
        {
            q.select(0, 5).select(0, 1).fill_(4); // up in cell (2, 1)
            q.select(0, 5).select(0, 4).fill_(2); // left
        });
        Assert.True(Cell(shot, 2, 1.35).IsNear(Theme.Heat(1)));
        Assert.True(Cell(shot, 1.65, 1).IsNear(Theme.Heat(0.5)));
        Assert.True(Cell(shot, 2.35, 1).IsNear(Theme.Heat(0)));
        Assert.True(Cell(shot, 0, 1.35).IsNear(Theme.Heat(0)));
    }

    [Fact]
    public void Belief_OfTheBayesOptimalSearch_LeavesCellsThatItHasSeen()
    {
        using var scope = NewDisposeScope();
        var family = new GridNavigation();
        var tasks = Goal(family, 4, 4);
        var episode = Play(family, tasks, new ReferenceAdaptation(family.ReferenceAgents.Single(), updates: 0));
        var (before, after) = (
            Shot(family, tasks, episode, OverlayKind.Belief, 0), Shot(family, tasks, episode, OverlayKind.Belief, 6));
        var seen = episode.TrailOf(0, 0, 0, 6).States.Select(state => (int)state[0])
            .Where(cell => cell / 5 > 1 || cell % 5 > 1).Distinct().ToArray();
        Assert.NotEmpty(seen);
        Assert.All(seen, cell => Assert.False(Corner(before, cell).IsNear(Floor)));
        Assert.All(seen, cell => Assert.True(Corner(after, cell).IsNear(Floor)));
        Assert.False(Corner(after, 24).IsNear(Floor));
        Assert.True(Corner(before, 6).IsNear(Floor)); // beside the start there is never a goal
    }

    // Two numbers beside each other: N(0, 1), from −1.645 to 1.645, and 2 for certain.
    [Fact]
    public void Latent_Belief_IsABandForEachNumber()
    {
        var picture = Strip(new OverlayContent { Belief = new LatentBelief([0, 2], [1, 0]) }, out var rest);
        Assert.True(rest.Y > 10 && rest.Bottom == SceneShot.Panel.Bottom);
        var half = SceneShot.Panel.Width / 2;
        Assert.True(IsBand(0, 1.5));
        Assert.True(IsBand(0, -1.5));
        Assert.False(IsBand(0, 1.8));
        Assert.False(IsBand(1, 1));
        Assert.True(At(1, 2).IsNear(Theme.Ink));

        Color At(int number, double value) => picture[
            (int)(SceneShot.Panel.X + ((number + 0.5) * half) + (value / 3 * ((half / 2) - 3))),
            (int)SceneShot.Panel.Y + 7];

        bool IsBand(int number, double value) => At(number, value).IsNear(Theme.Goal.Mix(Theme.Panel, 0.5f));
    }

    [Fact]
    public void Attention_OfThreeSteps_IsABarForEach()
    {
        var picture = Strip(new OverlayContent { Attention = [0.1, 0.3, 0.6], Horizon = 2 }, out _);
        var (x, width) = ((int)SceneShot.Panel.X, SceneShot.Panel.Width / 3);
        int[] heights =
        [
            .. Enumerable.Range(0, 3).Select(step => Enumerable.Range((int)SceneShot.Panel.Y, 24)
                .Count(y => picture[x + (int)((step + 0.4) * width), y].IsNear(Theme.Action))),
        ];
        Assert.Equal([4, 12, 24], heights);
    }

    [Fact]
    public void Attention_OfATransformer_SumsToOneOverTheTrialSoFar()
    {
        using var scope = NewDisposeScope();
        var family = new GridNavigation(size: 3, horizon: 4, CellObservation.OneHot);
        var tasks = Goal(family, 2, 0);
        var memory = new TransformerSettings(4, Layers: 2, Heads: 2);
        var policy = new RecurrentPolicy(9, family.Actions, memory, new CategoricalPolicy(4, 5, [], Activation.Tanh));
        var theta = policy.Initialize(new RngKey(1), CPU, ScalarType.Float64);
        var episode = Play(family, tasks, new RecurrentAdaptation(policy, theta, updates: 1, TaskChunks.Whole));
        Assert.Contains(OverlayKind.Attention, OverlaySource.Kinds(family, [episode]));
        var shown = Enumerable.Range(0, 5)
            .Select(time => OverlaySource.Of(OverlayKind.Attention, family, episode, 0, time).Attention!).ToArray();
        Assert.Equal([0, 2, 3, 4, 5], shown.Select(weights => weights.Count)); // steps taken, and what is seen
        Assert.All(shown.Skip(1), weights => Assert.Equal(1, weights.Sum(), 1e-5));
    }

    [Fact]
    public void Bandit_Belief_IsABandBetweenItsQuantiles()
    {
        var belief = new NumberBelief("mean", [0.5, 0.5], [0.3, 0.1], [0.8, 0.9]);
        var shot = SceneShot.Of(
            new Bandit(arms: 2), At(0) with { Overlay = new OverlayContent { Belief = belief } }, ("mean", [1, 0.05]));
        var whole = ((BanditScene)shot.Scene).Bar(SceneShot.Panel, 0);
        Assert.True(IsBlue(Level(0.75)));
        Assert.True(IsBlue(Level(0.35)));
        Assert.False(IsBlue(Level(0.85)));
        Assert.False(IsBlue(Level(0.25)));
        Assert.True(Level(0.5).IsNear(Theme.Ink));

        Color Level(double value) => shot.At(new Vector2(whole.Centre.X, whole.Bottom - (whole.Height * (float)value)));
    }

    [Fact]
    public void Bandit_Policy_IsABarAsHighAsTheProbability()
    {
        var shot = SceneShot.Of(
            new Bandit(arms: 2), At(0) with { Overlay = new OverlayContent { Policy = [0.25, 0.75] } },
            ("mean", [1, 1]));
        var bar = ((BanditScene)shot.Scene).Bar(SceneShot.Panel, 1);
        Assert.True(shot.At(new Vector2(bar.Centre.X, bar.Bottom - (0.7f * bar.Height))).IsNear(Theme.Agent));
        Assert.False(shot.At(new Vector2(bar.Centre.X, bar.Bottom - (0.8f * bar.Height))).IsNear(Theme.Agent));
    }

    [Fact]
    public void TabularMdp_Policy_IsARingInTheColoursOfTheActions()
    {
        var policy = new double[] { 1, 0, 0, 1, 0.5, 0.5, 1, 0 };
        var shot = SceneShot.Of(
            new TabularMdp(states: 4, actions: 2), At(0) with { Overlay = new OverlayContent { Policy = policy } });
        var scene = (MdpScene)shot.Scene;
        Assert.True(On(1, 12).IsNear(Theme.Series(1)));
        Assert.True(On(2, 12).IsNear(Theme.Series(0))); // the first half, clockwise from the top
        Assert.True(On(2, -12).IsNear(Theme.Series(1)));

        Color On(int state, float x) => shot.At(scene.Node(SceneShot.Panel, state) + new Vector2(x, 0));
    }

    [Fact]
    public void TabularMdp_Visits_AreAHaloOfTheStatesThatWereVisited()
    {
        var shot = SceneShot.Of(
            new TabularMdp(states: 4, actions: 2),
            At(0) with { Overlay = new OverlayContent { Visits = [0, 9, 0, 0] } });
        var scene = (MdpScene)shot.Scene;
        Assert.False(On(1).IsNear(On(3)));

        Color On(int state) => shot.At(scene.Node(SceneShot.Panel, state) + new Vector2(0, 17));
    }

    [Fact]
    public void UpdateBars_OfLayers_AreAsLongAsTheirChanges()
    {
        var area = new Area(10, 10, 300, 80);
        WeightChange[] update = [new("layer1", [0.5, 0.02]), new("layer2", [0.5, 0.08])];
        using var canvas = OffscreenCanvas.Create(320, 100);
        canvas.Draw(painter => UpdateBars.Draw(painter, area, update, task: 1, round: 1));
        var picture = canvas.Read();
        var (first, second) = (UpdateBars.Bar(area, 0), UpdateBars.Bar(area, 1));
        Assert.InRange(Length(first) / Length(second), 0.23, 0.27);
        Assert.InRange(Length(second), second.Width - 3, second.Width);

        double Length(Area bar) => Enumerable.Range((int)bar.X, (int)bar.Width)
            .Count(x => picture[x, (int)bar.Centre.Y].IsNear(Theme.Agent));
    }

    [Fact]
    public void OverlayChoice_Next_SkipsWhatNoAgentProvides()
    {
        var choice = new OverlayChoice();
        choice.SetAvailable([OverlayKind.None, OverlayKind.Visits, OverlayKind.Belief]);
        choice.Next();
        Assert.Equal(OverlayKind.Belief, choice.Kind);
        choice.Next();
        Assert.Equal(OverlayKind.None, choice.Kind);
        choice.Next();
        Assert.Equal(OverlayKind.Visits, choice.Kind);
    }

    private static Picture Strip(OverlayContent content, out Area rest)
    {
        using var canvas = OffscreenCanvas.Create((int)SceneShot.Panel.Right + 8, (int)SceneShot.Panel.Bottom + 8, 1);
        var left = SceneShot.Panel;
        canvas.Draw(painter => left = AgentOverlay.Draw(painter, SceneShot.Panel, content));
        rest = left;
        return canvas.Read();
    }

    // A table of nine cells and five actions that an agent never changes, as it is seen at the start of its episode.
    private static SceneShot OfTable(OverlayKind kind, Action<Tensor> fill)
    {
        var family = new GridNavigation(size: 3, horizon: 4, CellObservation.OneHot);
        var table = new QTable(9, 5, new Boltzmann(), new TableExtras());
        var theta = table.Initialize(new RngKey(1), CPU, ScalarType.Float64);
        fill(theta.Flat.view(9, 5));
        var tasks = Goal(family, 2, 0);
        return Shot(family, tasks, Play(family, tasks, new FixedPolicy(table, theta, updates: 0)), kind, 0);
    }

    private static Episode Play(TaskFamily family, TaskBatch tasks, IAdaptiveAgent agent)
    {
        using var thread = new AgentThread(
            "one", agent, new RngKey(2), family, tasks, envs: 2, new StepGate(), asks: true);
        return thread.Finish()[0];
    }

    private static SceneShot Shot(TaskFamily family, TaskBatch tasks, Episode episode, OverlayKind kind, int time) =>
        SceneShot.Of(
        SceneRegistry.Create(family, tasks, 0),
        episode.Moment(0, 0, time) with { Overlay = OverlaySource.Of(kind, family, episode, 0, time) });

    private static TaskBatch Goal(GridNavigation family, double x, double y) =>
        family.Create(new Dictionary<string, Tensor> { ["goal_x"] = tensor([x]), ["goal_y"] = tensor([y]) }, 1);

    private static SceneMoment At(params double[] state) => new(0, state, []);

    private static Color Corner(SceneShot shot, int cell) => Cell(shot, (cell % 5) + 0.4, (cell / 5) + 0.4);

    private static Color Cell(SceneShot shot, double x, double y) =>
        shot.At(((GridScene)shot.Scene).View(SceneShot.Panel).Project(x, y));

    private static float Brightness(Color color) => (0.3f * color.R) + (0.6f * color.G) + (0.1f * color.B);

    private static bool IsBlue(Color color) => color.B > color.R + 0.2f;
}
