namespace MetaRL.Tests.Cli;

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class SteppingTime : TimeProvider
{
    private long _ticks = 1;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public void Pass(double seconds) => _ticks += TimeSpan.FromSeconds(seconds).Ticks;
}
