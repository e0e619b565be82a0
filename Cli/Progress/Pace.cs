namespace MetaRL.Cli.Progress;

/// <summary>How fast a training run goes since it was started or taken up again.</summary>
/// <param name="time">The clock.</param>
/// <param name="first">Meta-iterations that were done before.</param>
/// <param name="total">Meta-iterations of a complete run.</param>
internal sealed class Pace(TimeProvider time, long first, long total)
{
    private readonly long _start = time.GetTimestamp();
    private long _iterations;
    private long _envSteps;
    private TimeSpan _elapsed;

    /// <summary>Wall time up to the latest iteration.</summary>
    public TimeSpan Elapsed => _elapsed;

    public double EnvStepsPerSecond => _elapsed > TimeSpan.Zero ? _envSteps / _elapsed.TotalSeconds : 0;

    /// <summary>Wall time that the rest takes if it goes on as it did.</summary>
    public TimeSpan Left => _iterations == 0
        ? TimeSpan.Zero
        : _elapsed / _iterations * Math.Max(total - first - _iterations, 0);

    /// <summary>One more iteration is done.</summary>
    public void Add(long iteration, long envSteps)
    {
        _iterations = iteration - first;
        _envSteps += envSteps;
        _elapsed = time.GetElapsedTime(_start);
    }
}
