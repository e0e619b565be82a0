using MetaRL.Learners;
using Xunit;

namespace MetaRL.Tests.Learners;

public sealed class PhaseClockTests
{
    [Fact]
    public void Run_WithoutPhases_IsRest()
    {
        var clock = new PhaseClock();
        _ = clock.Run(() => Sleep(1));
        Assert.True(clock.Rest.Seconds > 0);
        Assert.Equal(clock.Rest, clock.Total);
    }

    [Fact]
    public void Enter_OutsideARun_TakesNoTime()
    {
        var clock = new PhaseClock();
        using (clock.Enter(MetaPhase.Sampling))
        {
            _ = Sleep(1);
        }

        Assert.Equal(default, clock.Total);
    }

    [Fact]
    public void Enter_OnOneThread_GetsTheTimeUntilItIsLeft()
    {
        var clock = new PhaseClock();
        _ = clock.Run(() =>
        {
            using var outer = clock.Enter(MetaPhase.Outer);
            return Sleep(20);
        });
        Assert.InRange(clock[MetaPhase.Outer].Seconds, 0.019, double.PositiveInfinity);
        Assert.Equal(default, clock[MetaPhase.Sampling]);
    }

    [Fact]
    public void Enter_OnTwoThreads_SplitsTheTimeBetweenThem()
    {
        var clock = new PhaseClock();
        using var both = new Barrier(2);
        _ = clock.Run(() =>
        {
            Thread[] threads =
            [
                .. new[] { MetaPhase.Sampling, MetaPhase.Adaptation }.Select(phase => new Thread(() =>
                {
                    both.SignalAndWait();
                    using var inside = clock.Enter(phase);
                    both.SignalAndWait();
                    _ = Sleep(20);
                    both.SignalAndWait();
                })),
            ];
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
            return 0;
        });
        Assert.InRange(clock[MetaPhase.Sampling].Seconds, 0.0095, double.PositiveInfinity);
        Assert.InRange(clock[MetaPhase.Adaptation].Seconds, 0.0095, double.PositiveInfinity);
        Assert.Equal(
            clock.Total.Seconds,
            clock[MetaPhase.Sampling].Seconds + clock[MetaPhase.Adaptation].Seconds + clock.Rest.Seconds, 1e-9);
    }

    [Fact]
    public void Run_ThatFails_StopsTheClock()
    {
        var clock = new PhaseClock();
        Assert.Throws<NonFiniteException>(() => clock.Run<int>(() => throw new NonFiniteException("")));
        var then = clock.Total;
        _ = Sleep(1);
        using (clock.Enter(MetaPhase.Outer))
        {
        }

        Assert.Equal(then, clock.Total);
    }

    [Fact]
    public void Clock_OfADevice_WaitsForItBeforeEveryTime()
    {
        var waits = 0;
        var clock = new PhaseClock(() => waits++);
        _ = clock.Run(() =>
        {
            using var outer = clock.Enter(MetaPhase.Outer);
            return 0;
        });
        Assert.Equal(4, waits);
    }

    private static int Sleep(int milliseconds)
    {
        Thread.Sleep(milliseconds);
        return 0;
    }
}
