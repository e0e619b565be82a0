using System.Numerics;
using MetaRL.Environments.Bandits;
using MetaRL.Environments.Tasks;
using MetaRL.Viewer.Drawing;
using static TorchSharp.torch;

namespace MetaRL.Viewer.Scenes;

/// <summary>
/// The items on offer as cards, with how likely this user clicks on each, the one recommended, and whether it was
/// clicked.
/// </summary>
public sealed class CardScene : IScene
{
    private readonly int _offered;
    private readonly double[] _click;

    /// <param name="family">Of the tasks.</param>
    /// <param name="tasks">N tasks.</param>
    /// <param name="index">Which of them.</param>
    public CardScene(Recommendation family, TaskBatch tasks, int index)
    {
        using var scope = NewDisposeScope();
        _offered = family.Offered;
        _click = Recommendation.ClickProbability(tasks.Slice(index, 1))
            .to(ScalarType.Float64, CPU).contiguous().data<double>().ToArray();
    }

    /// <summary>The card of one of the offered items.</summary>
    public Area Card(Area panel, int place)
    {
        var columns = Math.Min(_offered, 5);
        var rows = (_offered + columns - 1) / columns;
        return Caption.Above(panel).Trim(bottom: 4).Cell(place % columns, place / columns, columns, rows, 8);
    }

    public void Draw(Painter painter, Area panel, SceneMoment moment) => painter.Clip(panel, () =>
    {
        for (var place = 0; place < _offered; place++)
        {
            DrawCard(painter, Card(panel, place), (int)moment.State[place], place == moment.Choice, moment.Reward);
        }

        Caption.Draw(painter, panel, moment.Reward switch
        {
            null => "",
            > 0 => "clicked",
            _ => "not clicked",
        }, moment);
    });

    private void DrawCard(Painter painter, Area card, int item, bool isChosen, double? reward)
    {
        painter.Rectangle(card, Theme.Raised, 6);
        painter.Outline(card, isChosen ? Theme.Action : Theme.Border, isChosen ? 3 : 1, 6);
        painter.Text($"#{item}", new Vector2(card.Centre.X, card.Y + 8), Theme.Ink, TextSize.Small, Align.Middle);
        var bar = card.Inset(8).Trim(top: 20, bottom: 18);
        if (bar.Height > 4)
        {
            var filled = bar.Trim(top: bar.Height * (1 - (float)_click[item]));
            painter.Rectangle(bar, Theme.Panel, 3);
            painter.Rectangle(filled, isChosen && reward > 0 ? Theme.Reward : Theme.Solid, 3);
        }

        painter.Text(
            $"{_click[item] * 100:0} %", new Vector2(card.Centre.X, card.Bottom - 20), Theme.Faint, TextSize.Small,
            Align.Middle);
    }
}
