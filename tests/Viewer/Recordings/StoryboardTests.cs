using MetaRL.Configuration.Yaml;
using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Recordings;
using Xunit;

namespace MetaRL.Tests.Viewer.Recordings;

[Collection(GraphicsTurn.Name)]
public sealed class StoryboardTests
{
    [Fact]
    public void Draw_TwoAgentsTwoTasksThreeRounds_HasAPanelForEach()
    {
        var recording = SmallRecording.Of(tasks: 2, updates: 2, "one", "other");
        var board = new Storyboard(recording);
        var (width, height) = ((int)board.Size.Width, (int)board.Size.Height);
        var picture = SmallRecording.Draw(board.Draw, width, height);
        var layout = new StoryboardLayout(new Area(0, 0, width, height), recording);
        var panels =
            from agent in Enumerable.Range(0, 2)
            from task in Enumerable.Range(0, 2)
            from round in Enumerable.Range(0, 3)
            select layout.Panel(agent, task, round);
        Assert.All(panels, panel =>
        {
            Assert.True(picture.Count(panel, Theme.Agent) > 80, "There is no agent.");
            Assert.True(picture.Count(panel, Theme.Goal) > 40, "There is no goal.");
            Assert.True(picture.Count(panel, Theme.Reward) > 20, "There is no bar.");
        });
    }

    // One row of so many would be four times as wide, and too small to see on any page.
    [Fact]
    public void Draw_TwentyRounds_HasThemInSeveralLines()
    {
        var recording = SmallRecording.Of(tasks: 2, updates: 19);
        var board = new Storyboard(recording);
        var (width, height) = ((int)board.Size.Width, (int)board.Size.Height);
        Assert.Equal(1280, width);
        var picture = SmallRecording.Draw(board.Draw, width, height);
        var layout = new StoryboardLayout(new Area(0, 0, width, height), recording);
        Area[] panels =
        [
            .. from task in Enumerable.Range(0, 2)
               from round in Enumerable.Range(0, 20)
               select layout.Panel(0, task, round),
        ];
        Assert.Equal(4 * 2, panels.Select(panel => panel.Y).Distinct().Count());
        Assert.All(panels, panel =>
        {
            Assert.InRange(panel.Right, 0, width);
            Assert.InRange(panel.Bottom, 0, height);
            Assert.True(picture.Count(panel, Theme.Agent) > 40, "There is no agent.");
        });
        Assert.All(
            Enumerable.Range(0, 20),
            round => Assert.True(picture.Count(layout.NameOf(0, 1, round), Theme.Ink) > 5, "It has no name."));
    }

    [Fact]
    public void Draw_TwoRounds_DifferInTheirPanels()
    {
        var recording = SmallRecording.Of();
        var picture = SmallRecording.Draw(new Storyboard(recording).Draw);
        var layout = new StoryboardLayout(new Area(0, 0, 440, 260), recording);
        var (first, second) = (layout.Panel(0, 0, 0), layout.Panel(0, 0, 1));
        var different = (
            from y in Enumerable.Range(0, (int)first.Height)
            from x in Enumerable.Range(0, (int)first.Width)
            where !picture[(int)first.X + x, (int)first.Y + y].IsNear(picture[(int)second.X + x, (int)second.Y + y])
            select 1).Count();
        Assert.True(different > 200, $"Only {different} pixels differ.");
    }

    [Fact]
    public void Draw_BetweenRounds_HasAnArrow()
    {
        var recording = SmallRecording.Of();
        var picture = SmallRecording.Draw(new Storyboard(recording).Draw);
        var gap = new StoryboardLayout(new Area(0, 0, 440, 260), recording).Before(0, 0, 1);
        Assert.True(picture[(int)gap.Centre.X, (int)gap.Centre.Y].IsNear(Theme.Action));
    }

    [Fact]
    public void Draw_SmallStoryboard_IsAsKept() =>
        GoldenFrame.AssertEqual("storyboard", SmallRecording.Draw(new Storyboard(SmallRecording.Of()).Draw));

    [Fact]
    public void Draw_TooLittleRoom_SaysHowMuchItNeeds()
    {
        var board = new Storyboard(SmallRecording.Of());
        var wrong = Assert.Throws<ConfigurationException>(() => SmallRecording.Draw(board.Draw, 400, 300));
        Assert.Equal(
            "1 × 1 rows of 2 rounds need a picture of at least 254 × 400 units, but it has 400 × 300;"
            + " give a larger --size, or fewer --tasks or --rounds.", wrong.Message);
    }

    [Fact]
    public void Draw_TheRoomThatItSaysItNeeds_Suffices() =>
        SmallRecording.Draw(new Storyboard(SmallRecording.Of()).Draw, 254, 400);
}
