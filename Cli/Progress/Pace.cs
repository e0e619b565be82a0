namespace MetaRL.Cli.Progress;

/// <summary>Speed of a training run since it was started or resumed.</summary>
/// <param name="time">The clock.</param>
/// <param name="first">Meta-iterations done before the start.</param>
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

    /// <summary>Estimated wall time of the remaining iterations.</summary>
    public TimeSpan Left => _iterations == 0
        ? TimeSpan.Zero
        : _elapsed / _iterations * Math.Max(total - first - _iterations, 0);

    /// <summary>Records one more iteration.</summary>
    public void Add(long iteration, long envSteps)
    {
        _iterations = iteration - first;
        _envSteps += envSteps;
        _elapsed = time.GetElapsedTime(_start);
    }
}
