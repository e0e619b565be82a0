using System.Diagnostics;

namespace MetaRL.Learners;

/// <summary>A part of a meta-iteration that is timed for itself.</summary>
public enum MetaPhase
{
    /// <summary>Tasks, random numbers, and the episodes of all rounds.</summary>
    Sampling,

    /// <summary>Baselines, advantages, and the inner updates between the rounds.</summary>
    Adaptation,

    /// <summary>The step of θ, with whatever it differentiates.</summary>
    Outer,
}

/// <summary>How long some work took.</summary>
/// <param name="Seconds">By the clock on the wall.</param>
/// <param name="CpuSeconds">Of all threads of the process together, on the CPU.</param>
public readonly record struct PhaseTime(double Seconds, double CpuSeconds)
{
    public static PhaseTime operator +(PhaseTime a, PhaseTime b) =>
        new(a.Seconds + b.Seconds, a.CpuSeconds + b.CpuSeconds);

    public static PhaseTime operator *(PhaseTime time, double factor) =>
        new(time.Seconds * factor, time.CpuSeconds * factor);
}

/// <summary>What happened in a meta-iteration, as a mean over some of them.</summary>
/// <param name="EnvSteps">Environment steps.</param>
/// <param name="Gradients">Gradients of the objective that the outer optimiser asked for.</param>
/// <param name="FisherProducts">Products with the Fisher matrix that it asked for.</param>
/// <param name="Losses">Losses at other weights that it asked for.</param>
public readonly record struct IterationCounts(
    double EnvSteps, double Gradients, double FisherProducts, double Losses)
{
    /// <summary>All calls of the objective.</summary>
    public double Calls => Gradients + FisherProducts + Losses;
}

/// <summary>
/// Splits the time of meta-iterations among their phases; learners enter and leave them, on any thread.
/// </summary>
/// <remarks>
/// Phases add up to the whole: at every moment time passes for the phases that threads are in, and while threads are in
/// different ones it is split in proportion to their numbers, on the wall as on the CPU. What a phase does on further
/// threads counts as its own, be they those of libtorch, of the runtime or of a loop that it runs.
/// </remarks>
/// <param name="synchronize">Waits for a device that computes by itself; null where there is none.</param>
public sealed class PhaseClock(Action? synchronize = null)
{
    private readonly Lock _lock = new();
    private readonly int[] _threads = new int[Enum.GetValues<MetaPhase>().Length]; // in each phase now
    private readonly PhaseTime[] _times = new PhaseTime[Enum.GetValues<MetaPhase>().Length];
    private (long Wall, TimeSpan Cpu) _last;
    private bool _runs;
    private int _gradients;
    private int _fisherProducts;
    private int _losses;

    /// <summary>Time in no phase.</summary>
    public PhaseTime Rest { get; private set; }

    /// <summary>All time.</summary>
    public PhaseTime Total => _times.Aggregate(Rest, (sum, time) => sum + time);

    /// <summary>What happened in each of some iterations.</summary>
    /// <param name="iterations">All that it ran.</param>
    /// <param name="envSteps">Environment steps of all of them.</param>
    public IterationCounts Counts(int iterations, long envSteps)
    {
        double n = iterations;
        return new(envSteps / n, _gradients / n, _fisherProducts / n, _losses / n);
    }

    /// <summary>Time in a phase.</summary>
    public PhaseTime this[MetaPhase phase] => _times[(int)phase];

    /// <summary>Time passes while this runs.</summary>
    public T Run<T>(Func<T> iteration)
    {
        synchronize?.Invoke();
        Mark(() => _runs = true);
        try
        {
            return iteration();
        }
        finally
        {
            synchronize?.Invoke();
            Mark(() => _runs = false);
        }
    }

    /// <summary>The calling thread enters a phase, and leaves it by disposing what it gets.</summary>
    public IDisposable Enter(MetaPhase phase)
    {
        synchronize?.Invoke();
        Mark(() => _threads[(int)phase]++);
        return new Visit(() =>
        {
            synchronize?.Invoke();
            Mark(() => _threads[(int)phase]--);
        });
    }

    internal void CountGradient() => Interlocked.Increment(ref _gradients);

    internal void CountFisherProduct() => Interlocked.Increment(ref _fisherProducts);

    internal void CountLoss() => Interlocked.Increment(ref _losses);

    // Books the time since the last change, and makes the next one.
    private void Mark(Action change)
    {
        lock (_lock)
        {
            var now = (Wall: Stopwatch.GetTimestamp(), Cpu: Environment.CpuUsage.TotalTime);
            var passed = _runs
                ? new PhaseTime(
                    Stopwatch.GetElapsedTime(_last.Wall, now.Wall).TotalSeconds, (now.Cpu - _last.Cpu).TotalSeconds)
                : default;
            var threads = _threads.Sum();
            for (var phase = 0; phase < _times.Length && threads > 0; phase++)
            {
                _times[phase] += passed * ((double)_threads[phase] / threads);
            }

            Rest += threads == 0 ? passed : default;
            _last = now;
            change();
        }
    }

    private sealed class Visit(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
