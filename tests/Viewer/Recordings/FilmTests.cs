using MetaRL.Configuration.Yaml;
using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Recordings;
using Xunit;

namespace MetaRL.Tests.Viewer.Recordings;

[Collection(GraphicsTurn.Name)]
public sealed class FilmTests
{
    private const int Fps = 10;

    [Theory]
    [InlineData(0, 0, 0, null)]
    [InlineData(3, 0, 1, null)]
    [InlineData(39, 0, 10, null)]
    [InlineData(40, 0, 10, 1 / 12.0)]
    [InlineData(51, 0, 10, 1.0)]
    [InlineData(52, 1, 0, null)]
    [InlineData(111, 1, 10, 1.0)]
    public void At_FrameOfTwoRounds_IsWhereItShouldBe(int frame, int round, int steps, double? pause) =>
        Assert.Equal(
            new FilmMoment(round, steps, pause), new FilmSchedule(horizon: 10, rounds: 2, Fps, speed: 1).At(frame));

    [Fact]
    public void Frames_AtSpeedOne_AreFourSecondsARoundAndThePauses() =>
        Assert.Equal(40 + 12 + 40 + 20, new FilmSchedule(horizon: 10, rounds: 2, Fps, speed: 1).Frames);

    [Fact]
    public void Frames_AtSpeedTwo_AreTwoSecondsARoundAndTheSamePauses() =>
        Assert.Equal(20 + 12 + 20 + 20, new FilmSchedule(horizon: 10, rounds: 2, Fps, speed: 2).Frames);

    [Theory]
    [InlineData(30, false)]
    [InlineData(45, true)]
    [InlineData(70, false)]
    [InlineData(111, false)]
    public void Draw_BetweenRoundsAlone_SaysUpdating(int frame, bool isUpdating)
    {
        var picture = Draw(frame);
        Assert.Equal(isUpdating, picture.Count(new Area(320, 60, 100, 30), Theme.Action) > 300);
    }

    [Fact]
    public void Draw_Pause_GrowsTheBar()
    {
        var (early, late) = (Draw(41), Draw(50));
        var all = new Area(0, 0, 440, 260);
        Assert.True(late.Count(all, Theme.Reward) > early.Count(all, Theme.Reward) + 50);
    }

    [Fact]
    public void Draw_SecondRound_ShowsTheTrailOfTheFirst()
    {
        var all = new Area(0, 0, 440, 260);
        var earlier = Theme.Panel.Mix(Theme.Trail, 0.85f);
        Assert.True(Draw(100).Count(all, earlier) > Draw(30).Count(all, earlier));
    }

    [Fact]
    public void Draw_SmallFilm_IsAsKept() => GoldenFrame.AssertEqual("film", Draw(85));

    [Fact]
    public void Film_TooLittleRoom_SaysHowMuchItNeeds()
    {
        var wrong = Assert.Throws<ConfigurationException>(
            () => new Film(SmallRecording.Of(tasks: 1, updates: 0, "one", "other"), 200, 300, Fps, 1));
        Assert.Equal(
            "2 × 1 scenes need frames of at least 302 × 232 units, but they have 200 × 300; give a larger --size, or"
            + " fewer --tasks.", wrong.Message);
    }

    private static MetaRL.Viewer.Offscreen.Picture Draw(int frame) =>
        SmallRecording.Draw(painter => new Film(SmallRecording.Of(), 440, 260, Fps, 1).Draw(painter, frame));
}
