using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Scenes;

/// <summary>
/// Draws one environment of one task. A scene knows the task and what happens in it, and no algorithm.
/// </summary>
public interface IScene
{
    /// <summary>Draws a moment of an episode within a panel, and nothing beyond it.</summary>
    void Draw(Painter painter, Area panel, SceneMoment moment);
}
