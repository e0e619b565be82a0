using System.Numerics;
using MetaRL.Environments.Control;
using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Scenes;
using Xunit;

namespace MetaRL.Tests.Viewer;

/// <summary>Scenes of control: the key objects are where the state and the task say.</summary>
[Collection(GraphicsTurn.Name)]
public sealed class SceneGeometryTests
{
    [Fact]
    public void PointNavigation_GoalAndAgent_AreAtTheirPlaces()
    {
        var shot = SceneShot.Of(new PointNavigation(), At(-0.25, 0.4), ("goal_x", [0.3]), ("goal_y", [-0.2]));
        var view = ((PointScene)shot.Scene).View(SceneShot.Panel);
        Assert.True(shot.At(view.Project(0.3, -0.2)).IsNear(Theme.Goal));
        Assert.True(shot.At(view.Project(-0.25, 0.4)).IsNear(Theme.Agent));
        Assert.True(view.Project(-0.25, 0.4).Y < view.Project(0.3, -0.2).Y);
    }

    [Fact]
    public void PointNavigation_OnTheSemicircle_HasItsGoalAtTheAngle()
    {
        var shot = SceneShot.Of(new PointNavigation(goals: PointGoals.Semicircle), At(0, 0), ("goal_angle", [Math.PI]));
        var view = ((PointScene)shot.Scene).View(SceneShot.Panel);
        Assert.True(shot.At(view.Project(-1, 0)).IsNear(Theme.Goal));
    }

    [Fact]
    public void CartPole_Pole_LeansToTheSideOfItsAngle()
    {
        var shot = SceneShot.Of(new CartPole(), At(1, 0, 0.15, 0));
        var view = ((CartPoleScene)shot.Scene).View(SceneShot.Panel);
        var (x, y) = (Math.Sin(0.15) * 0.8, CartPoleScene.Hinge + (Math.Cos(0.15) * 0.8));
        Assert.True(shot.At(view.Project(1 + x, y)).IsNear(Theme.Ink));
        Assert.False(shot.At(view.Project(1 - x, y)).IsNear(Theme.Ink));
        Assert.True(shot.At(view.Project(1.15, 0.1)).IsNear(Theme.Agent));
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(4)]
    public void CartPole_Rail_EndsWhereAnEpisodeDoes(double threshold)
    {
        var shot = SceneShot.Of(new CartPole(), At(0, 0, 0, 0), ("x_threshold", [threshold]));
        var view = ((CartPoleScene)shot.Scene).View(SceneShot.Panel);
        Assert.True(shot.At(view.Project(threshold, 0.15)).IsNear(Theme.Danger));
        Assert.True(shot.At(view.Project(-threshold, 0.15)).IsNear(Theme.Danger));
    }

    [Fact]
    public void CartPole_LongPole_ReachesHigher()
    {
        var shot = SceneShot.Of(new CartPole(), At(0, 0, 0, 0), ("length", [0.75]));
        var view = ((CartPoleScene)shot.Scene).View(SceneShot.Panel);
        Assert.True(shot.At(view.Project(0, CartPoleScene.Hinge + 1.45)).IsNear(Theme.Ink));
    }

    [Fact]
    public void Pendulum_QuarterTurn_LiesToTheLeft()
    {
        var shot = SceneShot.Of(new Pendulum(), At(Math.PI / 2, 0));
        var view = ((PendulumScene)shot.Scene).View(SceneShot.Panel);
        Assert.True(shot.At(view.Project(-0.9, 0)).IsNear(Theme.Agent));
        Assert.False(shot.At(view.Project(0.9, 0)).IsNear(Theme.Agent));
        Assert.True(shot.At(view.Project(0, 1)).IsNear(Theme.Goal));
    }

    [Fact]
    public void Pendulum_Torque_IsAnArcOnItsSide()
    {
        var shot = SceneShot.Of(new Pendulum(), At(Math.PI, 0) with { Action = [2] });
        var pivot = ((PendulumScene)shot.Scene).View(SceneShot.Panel).Project(0, 0);
        Assert.True(shot.At(pivot - new Vector2(26, 0)).IsNear(Theme.Action));
        Assert.False(shot.At(pivot + new Vector2(22, -22)).IsNear(Theme.Action));
    }

    [Theory]
    [InlineData(-0.5)]
    [InlineData(0.2)]
    public void MountainCar_Car_IsOnTheRoad(double position)
    {
        var shot = SceneShot.Of(new MountainCar(), At(position, 0));
        var view = ((ValleyScene)shot.Scene).View(SceneShot.Panel);
        Assert.True(shot.At(view.Project(ValleyScene.Car(position))).IsNear(Theme.Agent));
    }

    [Fact]
    public void MountainCarContinuous_Flag_IsAtTheGoal()
    {
        var shot = SceneShot.Of(new MountainCarContinuous(), At(-0.5, 0), ("goal_position", [0.2]));
        var view = ((ValleyScene)shot.Scene).View(SceneShot.Panel);
        Assert.True(shot.At(view.Project(0.2, 0.45 * Math.Sin(0.6)) - new Vector2(0, 20)).IsNear(Theme.Goal));
    }

    [Fact]
    public void Acrobot_StretchedSideways_EndsTwoLengthsToTheRight()
    {
        var shot = SceneShot.Of(new Acrobot(), At(Math.PI / 2, 0, 0, 0));
        var view = AcrobotScene.View(SceneShot.Panel);
        Assert.True(shot.At(view.Project(1.8, 0)).IsNear(Theme.Agent));
        Assert.True(shot.At(view.Project(0.5, 0)).IsNear(Theme.Solid));
    }

    [Fact]
    public void Reacher_TipAndTarget_AreAtTheirPlaces()
    {
        var shot = SceneShot.Of(new Reacher(), At(0, Math.PI / 2, 0, 0), ("target_x", [-0.4]), ("target_y", [0.3]));
        var view = ((ArmScene)shot.Scene).View(SceneShot.Panel);
        Assert.True(shot.At(view.Project(0.5, 0.5)).IsNear(Theme.Agent));
        Assert.True(shot.At(view.Project(-0.4, 0.3)).IsNear(Theme.Goal));
    }

    [Fact]
    public void DoubleIntegrator_MassAndTarget_AreAtTheirPlaces()
    {
        var shot = SceneShot.Of(new DoubleIntegrator(), At(0.5, 0), ("target", [-0.75]));
        var view = ((SlidingMassScene)shot.Scene).View(SceneShot.Panel);
        Assert.True(shot.At(view.Project(0.5, 0)).IsNear(Theme.Agent));
        Assert.True(shot.At(view.Project(-0.75, 0) - new Vector2(0, 20)).IsNear(Theme.Goal));
    }

    [Fact]
    public void Trails_EarlierRound_IsInItsOwnColor()
    {
        var moment = At(0, 0) with { Trails = [new Trail(1, [[-0.5, 0.5], [0.5, 0.5]])] };
        var shot = SceneShot.Of(new PointNavigation(), moment, ("goal_x", [0.2]), ("goal_y", [-0.4]));
        var view = ((PointScene)shot.Scene).View(SceneShot.Panel);
        Assert.True(shot.At(view.Project(0.1, 0.5)).IsNear(Theme.Panel.Mix(Theme.Trail, 0.68f), 40 / 255f));
    }

    private static SceneMoment At(params double[] state) => new(0, state, state);
}
