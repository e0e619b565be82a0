using System.Numerics;
using MetaRL.Environments.Tasks;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Scenes;

/// <summary>
/// For families without a scene of their own: every number of the observation as a bar from the middle of its strip.
/// </summary>
public sealed class ObservationScene(TaskFamily family) : IScene
{
    private const int MostNamed = 12;

    /// <summary>The strip of one number.</summary>
    public static Area Strip(Area panel, int number, int count) =>
        Caption.Above(panel).Trim(bottom: 4).Cell(0, number, 1, count, count <= MostNamed ? 4 : 1);

    public void Draw(Painter painter, Area panel, SceneMoment moment) => painter.Clip(panel, () =>
    {
        var numbers = moment.Observation;
        var largest = Math.Max(1, numbers.Select(Math.Abs).DefaultIfEmpty(0).Max());
        for (var number = 0; number < numbers.Length; number++)
        {
            var strip = Strip(panel, number, numbers.Length);
            painter.Rectangle(strip, Theme.Grid, 3);
            var (middle, width) = (strip.Centre.X, (float)(numbers[number] / largest) * strip.Width / 2);
            painter.Rectangle(
                new Area(Math.Min(middle, middle + width), strip.Y, Math.Abs(width), strip.Height), Theme.Agent, 2);
            if (numbers.Length <= MostNamed)
            {
                var y = strip.Centre.Y - (painter.LineHeight(TextSize.Small) / 2);
                painter.Text(Name(number), new Vector2(strip.X + 6, y), Theme.Ink, TextSize.Small);
                painter.Text(
                    Caption.Number(numbers[number]), new Vector2(strip.Right - 6, y), Theme.Ink, TextSize.Small,
                    Align.Right);
            }
        }

        Caption.Draw(
            painter, panel,
            moment.Action.Length > 0 ? $"a {string.Join(", ", moment.Action.Select(Caption.Number))}" : "", moment);
    });

    // Where the observation is the state, its numbers have names.
    private string Name(int number) => family.Observations is Box box && box.Size == family.StateNames.Count
        ? family.StateNames[number]
        : $"o{number + 1}";
}
