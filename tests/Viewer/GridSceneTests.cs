using System.Numerics;
using MetaRL.Environments.Bandits;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tabular;
using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Scenes;
using Xunit;

namespace MetaRL.Tests.Viewer;

/// <summary>Scenes of tables: the key objects are where the state and the task say.</summary>
[Collection(GraphicsTurn.Name)]
public sealed class GridSceneTests
{
    [Fact]
    public void GridNavigation_AgentAndGoal_AreInTheirCells()
    {
        var shot = SceneShot.Of(new GridNavigation(), At(11), ("goal_x", [3]), ("goal_y", [4]));
        Assert.True(Cell(shot, 1, 2).IsNear(Theme.Agent));
        Assert.True(Cell(shot, 3, 4).IsNear(Theme.Goal));
        Assert.False(Cell(shot, 4, 3).IsNear(Theme.Goal));
    }

    [Fact]
    public void SlipperyGrid_Hole_IsDark()
    {
        var holes = new double[16];
        holes[6] = 1;
        var shot = SceneShot.Of(new SlipperyGrid(), At(0), ("holes", holes));
        Assert.True(Cell(shot, 2, 1).IsNear(Theme.Background));
        Assert.False(Cell(shot, 1, 2).IsNear(Theme.Background));
    }

    [Fact]
    public void WindyGrid_WindOfAColumn_IsDrawnThereAlone()
    {
        var shot = SceneShot.Of(
            new WindyGrid(), At(0), ("wind", [0, 0, 1, 0, 0, 0, 0, 0, 0, 0]), ("wind_direction", [1]));
        Assert.False(Cell(shot, 2, 5).IsNear(Cell(shot, 3, 5)));
        Assert.True(Cell(shot, 1, 5).IsNear(Cell(shot, 3, 5)));
    }

    [Fact]
    public void KeyDoor_OpenDoor_IsHollow()
    {
        const int Cells = 81;
        Assert.True(Cell(SceneShot.Of(new KeyDoor(), At(0)), 8, 0).IsNear(Theme.Danger));
        Assert.False(Cell(SceneShot.Of(new KeyDoor(), At(2 * Cells)), 8, 0).IsNear(Theme.Danger));
    }

    [Fact]
    public void RemappedGrid_Action_PointsWhereItLeads()
    {
        var shot = SceneShot.Of(new RemappedGrid(), At(55) with { Action = [0] }, ("controls", [2, 1, 0, 3, 4]));
        Assert.True(Cell(shot, 5.42, 5).IsNear(Theme.Action));
    }

    [Fact]
    public void Overlay_Values_ColorTheirCells()
    {
        var values = Enumerable.Range(0, 25).Select(cell => (double)cell).ToArray();
        var shot = SceneShot.Of(new GridNavigation(), At(0) with { Overlay = new OverlayContent { Values = values } });
        Assert.True(Cell(shot, 4, 3).IsNear(Theme.Heat(19 / 24.0)));
        Assert.True(Cell(shot, 2, 1).IsNear(Theme.Heat(7 / 24.0)));
    }

    [Fact]
    public void Overlay_Policy_DrawsAnArrowInItsDirection()
    {
        var policy = new double[125];
        (policy[62], policy[70]) = (1, 1); // right in cell 12, staying in cell 14
        var shot = SceneShot.Of(new GridNavigation(), At(0) with { Overlay = new OverlayContent { Policy = policy } });
        Assert.True(Cell(shot, 2.12, 2).IsNear(Theme.Ink));
        Assert.False(Cell(shot, 2, 2.12).IsNear(Theme.Ink));
        Assert.False(Cell(shot, 3.12, 2).IsNear(Theme.Ink));
        Assert.True(Cell(shot, 4.1, 2.1).IsNear(Theme.Ink));
    }

    [Fact]
    public void Overlay_Visits_GrowWithTheirCount()
    {
        var visits = new double[25];
        (visits[12], visits[14]) = (100, 4);
        var shot = SceneShot.Of(new GridNavigation(), At(0) with { Overlay = new OverlayContent { Visits = visits } });
        Assert.False(Cell(shot, 2.3, 2).IsNear(Cell(shot, 3.3, 2)));
        Assert.True(Cell(shot, 4.3, 2).IsNear(Cell(shot, 3.3, 2)));
    }

    [Fact]
    public void Bandit_Bars_AreAsHighAsTheirMeans()
    {
        var shot = SceneShot.Of(new Bandit(arms: 3), At(0) with { Action = [1] }, ("mean", [0.25, 0.5, 1]));
        var scene = (BanditScene)shot.Scene;
        var (half, whole) = (scene.Bar(SceneShot.Panel, 1), scene.Bar(SceneShot.Panel, 2));
        Assert.Equal(0.5f, half.Height / whole.Height, 3);
        Assert.True(shot.At(half.Centre).IsNear(Theme.Action));
        Assert.False(shot.At(half.Centre - new Vector2(0, half.Height)).IsNear(Theme.Action));
    }

    [Fact]
    public void TabularMdp_State_HasARing()
    {
        var shot = SceneShot.Of(new TabularMdp(states: 4, actions: 2), At(2));
        var scene = (MdpScene)shot.Scene;
        Assert.True(shot.At(scene.Node(SceneShot.Panel, 2) + new Vector2(15, 0)).IsNear(Theme.Agent));
        Assert.False(shot.At(scene.Node(SceneShot.Panel, 1) + new Vector2(15, 0)).IsNear(Theme.Agent));
    }

    [Fact]
    public void Recommendation_Clicked_FillsItsCard()
    {
        var shot = SceneShot.Of(
            new Recommendation(), At(3, 14, 15, 9, 26) with { Action = [2], Reward = 1 }, ("preference", new double[8]),
            ("bias", [0]));
        var card = ((CardScene)shot.Scene).Card(SceneShot.Panel, 2);
        // half full: all are clicked with probability ½
        Assert.True(shot.At(card.Centre + new Vector2(0, 40)).IsNear(Theme.Reward));
        Assert.True(shot.At(card.Centre - new Vector2(0, 40)).IsNear(Theme.Panel));
    }

    private static SceneMoment At(params double[] state) => new(0, state, []);

    private static Color Cell(SceneShot shot, double x, double y) =>
        shot.At(((GridScene)shot.Scene).View(SceneShot.Panel).Project(x, y));
}
