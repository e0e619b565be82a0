using MetaRL.Viewer.Watching;
using Xunit;

namespace MetaRL.Tests.Viewer;

public sealed class TimelineTests
{
    private const int Horizon = 100; // 20 steps a second at speed 1

    private readonly Timeline _line = new(Horizon, lastRound: 2);

    [Fact]
    public void Advance_Paused_StaysWhereItIs()
    {
        _line.Advance(1, 1, (50, false));
        Assert.Equal(0, _line.Time);
    }

    [Fact]
    public void Advance_Playing_TakesARoundInFiveSeconds()
    {
        _line.Play();
        _line.Advance(1, 1, (50, false));
        Assert.Equal(20, _line.Time);
    }

    [Fact]
    public void Advance_FasterThanTheAgents_WaitsForThem()
    {
        _line.Play();
        _line.Advance(1, 1, (7, false));
        Assert.Equal(7, _line.Time);
    }

    [Fact]
    public void Advance_RoundOver_WaitsUntilTheNextHasBegun()
    {
        _line.Play();
        _line.Advance(10, 1, (Horizon, true));
        _line.Advance(10, 1, (Horizon, true));
        Assert.Equal((0, Horizon, true), (_line.Round, _line.Time, _line.IsBetweenRounds));
        _line.Advance(0.01, 2, (Horizon, true));
        Assert.Equal((1, 0, false), (_line.Round, _line.Time, _line.IsBetweenRounds));
    }

    [Fact]
    public void Advance_EveryEpisodeTerminated_DoesNotWaitForTheClock()
    {
        _line.Play();
        _line.Advance(1, 1, (12, true));
        Assert.True(_line.IsBetweenRounds);
    }

    [Fact]
    public void Advance_LastRoundOver_Stops()
    {
        AtTheEnd();
        Assert.Equal((true, false), (_line.IsAtEnd, _line.IsPlaying));
    }

    [Fact]
    public void Extend_AtTheEnd_GoesOnToTheRoundAfter()
    {
        AtTheEnd();
        _line.Extend();
        _line.Play();
        _line.Advance(10, 4, (Horizon, true));
        Assert.Equal(3, _line.Round);
    }

    [Fact]
    public void Toggle_AtTheEnd_PlaysFromTheBeginning()
    {
        AtTheEnd();
        _line.Toggle();
        Assert.Equal((0, 0, true), (_line.Round, _line.Time, _line.IsPlaying));
    }

    [Fact]
    public void Wanted_Paused_IsWhatIsShown()
    {
        _line.GoTo(1, 30);
        Assert.Equal(130, _line.AllowedSteps);
    }

    [Fact]
    public void Wanted_PlayingAtFirst_IsOneStep()
    {
        _line.Play();
        Assert.Equal(1, _line.AllowedSteps);
    }

    [Theory]
    [InlineData(0, 6)]  // 20 steps a second
    [InlineData(4, 16)] // 320
    public void Wanted_Playing_IsWhatTheNextFrameShows(int faster, int wanted)
    {
        _line.GoTo(0, 5);
        _line.ChangeSpeed(faster);
        _line.Play();
        _line.Advance(1 / 30.0, 1, (5, false));
        Assert.Equal(wanted, _line.AllowedSteps);
    }

    [Fact]
    public void Advance_WhereAgentsHaveYetToCome_DoesNotGoBack()
    {
        _line.GoTo(0, 9);
        _line.Play();
        _line.Advance(0.1, 1, (7, false));
        Assert.Equal(9, _line.Time);
    }

    [Fact]
    public void Wanted_BetweenRounds_IsTheWholeRound()
    {
        _line.Play();
        _line.Advance(1, 1, (12, true));
        Assert.Equal(Horizon, _line.AllowedSteps);
    }

    [Theory]
    [InlineData(1, 1, 31)]
    [InlineData(-1, 1, 29)]
    public void Step_WithinARound_IsOneStep(int by, int round, int time)
    {
        _line.GoTo(1, 30);
        _line.Step(by, Horizon);
        Assert.Equal((round, time), (_line.Round, _line.Time));
    }

    [Fact]
    public void Step_BeyondTheEndOfARound_BeginsTheNext()
    {
        _line.GoTo(1, Horizon);
        _line.Step(1, Horizon);
        Assert.Equal((2, 0), (_line.Round, _line.Time));
    }

    [Fact]
    public void Step_BeforeTheBeginOfARound_IsTheEndOfTheOneBefore()
    {
        _line.GoTo(1, 0);
        _line.Step(-1, Horizon);
        Assert.Equal((0, Horizon), (_line.Round, _line.Time));
    }

    [Fact]
    public void GoTo_BeyondTheLastRound_IsInTheLast()
    {
        _line.GoTo(7, 500);
        Assert.Equal((2, Horizon), (_line.Round, _line.Time));
    }

    [Theory]
    [InlineData(9, 16)]
    [InlineData(-9, 0.25)]
    [InlineData(1, 2)]
    public void ChangeSpeed_Always_IsOneOfThose(int by, double speed)
    {
        _line.ChangeSpeed(by);
        Assert.Equal(speed, _line.Speed);
    }

    private void AtTheEnd()
    {
        _line.GoTo(2, Horizon);
        _line.Play();
        _line.Advance(0.1, 3, (Horizon, true));
    }
}
