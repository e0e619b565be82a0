using System.Globalization;
using System.Numerics;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Scenes;

/// <summary>The line below a scene: task parameters, time and reward.</summary>
internal static class Caption
{
    private const float Height = 18;

    /// <summary>The panel without its caption.</summary>
    public static Area Above(Area panel) => panel.Trim(bottom: Height);

    /// <param name="painter">Draws it.</param>
    /// <param name="panel">With the caption.</param>
    /// <param name="task">Task parameters in words.</param>
    /// <param name="moment">Its time and reward.</param>
    /// <param name="heat">Colour scale to draw in place of the task parameters; null for none.</param>
    public static void Draw(
        Painter painter, Area panel, string task, SceneMoment moment,
        HeatScale? heat = null) => painter.Clip(panel, () =>
    {
        var y = panel.Bottom - painter.LineHeight(TextSize.Small);
        var now = moment.Reward is { } reward ? $"t {moment.Time}   r {Number(reward)}" : $"t {moment.Time}";
        painter.Text(now, new Vector2(panel.Right, y), Theme.Faint, TextSize.Small, Align.Right);
        if (heat is { } scale)
        {
            scale.Draw(painter, new Vector2(panel.X, y));
        }
        else if (painter.TextWidth(task, TextSize.Small) + painter.TextWidth(now, TextSize.Small) + 8 <= panel.Width)
        {
            painter.Text(task, new Vector2(panel.X, y), Theme.Faint, TextSize.Small);
        }
    });

    /// <summary>Three digits at most, with a real minus.</summary>
    public static string Number(double value)
    {
        var text = value.ToString(
            Math.Abs(value) switch { >= 100 => "0", >= 10 => "0.#", >= 0.01 or 0 => "0.##", _ => "0.####" },
            CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text.Replace('-', '−');
    }
}
