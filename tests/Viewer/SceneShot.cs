using System.Numerics;
using MetaRL.Environments.Tasks;
using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Offscreen;
using MetaRL.Viewer.Scenes;
using static TorchSharp.torch;

namespace MetaRL.Tests.Viewer;

/// <summary>A scene of a given task, drawn once.</summary>
internal sealed class SceneShot
{
    private const int Width = 400;
    private const int Height = 300;

    private SceneShot(IScene scene, SceneMoment moment)
    {
        Scene = scene;
        using var canvas = OffscreenCanvas.Create(Width, Height);
        canvas.Draw(painter => scene.Draw(painter, Panel, moment));
        Picture = canvas.Read();
    }

    public static Area Panel => new(20, 20, Width - 40, Height - 40);

    public IScene Scene { get; }

    public Picture Picture { get; }

    /// <param name="family">Of the task.</param>
    /// <param name="moment">What to draw.</param>
    /// <param name="parameters">What differs from the default task.</param>
    public static SceneShot Of(
        TaskFamily family, SceneMoment moment, params (string Name, double[] Values)[] parameters)
    {
        using var scope = NewDisposeScope();
        var given = parameters.ToDictionary(
            one => one.Name, one => tensor(one.Values, [1, .. family.Tasks.Parameter(one.Name).Shape]));
        return new SceneShot(SceneRegistry.Create(family, family.Create(given, 1), 0), moment);
    }

    public static SceneShot Of(IScene scene, SceneMoment moment) => new(scene, moment);

    /// <summary>The colour at a point of the panel.</summary>
    public Color At(Vector2 point) => Picture[(int)point.X, (int)point.Y];
}
