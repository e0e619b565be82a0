using MetaRL.Cli.Progress;
using Xunit;

namespace MetaRL.Tests.Cli;

public sealed class PaceTests
{
    private readonly SteppingTime _time = new();

    [Fact]
    public void EnvStepsPerSecond_TwoIterations_CountsBoth()
    {
        var pace = new Pace(_time, first: 0, total: 10);
        Iterate(pace, iteration: 1, seconds: 1, envSteps: 100);
        Iterate(pace, iteration: 2, seconds: 3, envSteps: 500);
        Assert.Equal(150, pace.EnvStepsPerSecond);
    }

    [Fact]
    public void Left_TwoOfTen_IsFourTimesTheElapsed()
    {
        var pace = new Pace(_time, first: 0, total: 10);
        Iterate(pace, iteration: 2, seconds: 5, envSteps: 1);
        Assert.Equal(TimeSpan.FromSeconds(20), pace.Left);
    }

    [Fact]
    public void Left_TakenUpAgain_LeavesOutWhatWasDoneBefore()
    {
        var pace = new Pace(_time, first: 90, total: 100);
        Iterate(pace, iteration: 91, seconds: 2, envSteps: 1);
        Assert.Equal(TimeSpan.FromSeconds(18), pace.Left);
    }

    [Fact]
    public void Left_BeforeTheFirstIteration_IsZero() =>
        Assert.Equal(TimeSpan.Zero, new Pace(_time, first: 0, total: 10).Left);

    [Fact]
    public void EnvStepsPerSecond_BeforeTheFirstIteration_IsZero() =>
        Assert.Equal(0, new Pace(_time, first: 0, total: 10).EnvStepsPerSecond);

    private void Iterate(Pace pace, long iteration, double seconds, long envSteps)
    {
        _time.Pass(seconds);
        pace.Add(iteration, envSteps);
    }
}
