using MetaRL.Configuration;
using MetaRL.Environments.Tasks;
using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Offscreen;
using MetaRL.Viewer.Scenes;
using Xunit;

namespace MetaRL.Tests.Viewer;

/// <summary>What holds for the scene of every family that there is.</summary>
[Collection(GraphicsTurn.Name)]
public sealed class SceneSweepTests
{
    private const double LeastInk = 0.01; // of the panel's pixels

    public static TheoryData<string> Names => [.. Families.All.Select(family => family.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Create_RegisteredFamily_HasASceneOfItsOwn(string name) =>
        Assert.IsNotType<ObservationScene>(new SceneSample(name, steps: 1).Scene);

    [Theory]
    [MemberData(nameof(Names))]
    public void Draw_InTheMiddleOfAnEpisode_LeavesInkWithinItsPanelAlone(string name)
    {
        var sample = new SceneSample(name);
        var shot = SceneShot.Of(sample.Scene, sample.Moment);
        var inked = (from x in Enumerable.Range(0, shot.Picture.Width)
                     from y in Enumerable.Range(0, shot.Picture.Height)
                     where !shot.Picture[x, y].IsNear(Theme.Background)
                     select SceneShot.Panel.Contains(new(x, y))).ToArray();
        Assert.DoesNotContain(false, inked);
        Assert.InRange(inked.Length, LeastInk * SceneShot.Panel.Width * SceneShot.Panel.Height, double.MaxValue);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Draw_AnotherMoment_LooksDifferent(string name)
    {
        var sample = new SceneSample(name);
        var first =
            sample.Moment with { State = sample.Moment.Trails[^1].States[0], Action = [], Reward = null, Trails = [] };
        Assert.False(
            SceneShot.Of(sample.Scene, sample.Moment).Picture.Rgb.SequenceEqual(
                SceneShot.Of(sample.Scene, first).Picture.Rgb));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Draw_OnAPanelWithoutRoom_DoesNotFail(string name)
    {
        var sample = new SceneSample(name, steps: 3);
        using var canvas = OffscreenCanvas.Create(30, 20);
        canvas.Draw(painter => sample.Scene.Draw(painter, new Area(5, 5, 12, 9), sample.Moment));
        Assert.True(canvas.Read()[1, 1].IsNear(Theme.Background));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Draw_Sample_IsTheGoldenFrame(string name)
    {
        var sample = new SceneSample(name);
        using var canvas = OffscreenCanvas.Create(GoldenFrame.Width, GoldenFrame.Height);
        canvas.Draw(painter => sample.Scene.Draw(painter, PanelFrame.Draw(painter, painter.Area, name), sample.Moment));
        GoldenFrame.AssertEqual(name, canvas.Read());
    }

    [Fact]
    public void Create_FamilyWithoutAScene_ShowsItsObservations()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var family = new TaskConditioned(Families.Create("point-navigation", []));
        var tasks = family.Sample(new RngKey(0), 1, TaskSplit.Train);
        var scene = SceneRegistry.Create(family, tasks, 0);
        var shot = SceneShot.Of(scene, new SceneMoment(0, [0, 0], [0.5, -0.5, 0, 1]));
        Assert.IsType<ObservationScene>(scene);
        var strip = ObservationScene.Strip(SceneShot.Panel, 0, 4);
        Assert.True(shot.At(strip.Centre + new System.Numerics.Vector2(20, 0)).IsNear(Theme.Agent));
        Assert.True(shot.At(strip.Centre - new System.Numerics.Vector2(20, 0)).IsNear(Theme.Grid));
    }
}
