using MetaRL.Runs;
using MetaRL.Scheduling;

namespace MetaRL.Cli.Progress;

/// <summary>How far a schedule of many runs is, and how long the rest takes.</summary>
internal sealed class Outlook
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (double Seconds, long Iterations)> _measured = []; // by algorithm
    private readonly Dictionary<string, long> _left = []; // iterations, by algorithm
    private readonly Dictionary<string, long> _begun = []; // iterations of trainings that are under way, by directory
    private int _parallel = 1;
    private int _planned;
    private int _finished;
    private int _failed;

    /// <summary>Whether there are so many runs that it is worth a line of its own.</summary>
    public bool IsWorthSaying => _planned > 1;

    public void Planned(IReadOnlyList<PlannedTraining> trainings, int parallel)
    {
        (_planned, _parallel) = (trainings.Count, parallel);
        foreach (var algorithm in trainings.GroupBy(one => one.Algorithm))
        {
            _left[algorithm.Key] = algorithm.Sum(one => (long)one.Iterations);
        }
    }

    public void Iterated(TrainingRun run, TimeSpan elapsed)
    {
        lock (_lock)
        {
            var (seconds, iterations) = _measured.GetValueOrDefault(run.Algorithm.Name);
            _measured[run.Algorithm.Name] = (seconds + elapsed.TotalSeconds, iterations + 1);
            _begun[run.Directory] = _begun.GetValueOrDefault(run.Directory) + 1;
        }
    }

    /// <summary>Training of a run ended for now.</summary>
    public void Ended(TrainingRun run)
    {
        lock (_lock)
        {
            _begun.Remove(run.Directory);
        }
    }

    public void Finished(PlannedTraining training)
    {
        lock (_lock)
        {
            _left[training.Algorithm] -= training.Iterations;
            _finished++;
        }
    }

    public void Failed(TrainingRun run)
    {
        lock (_lock)
        {
            _begun.Remove(run.Directory);
            _failed++;
        }
    }

    /// <summary><c>3 of 40 trainings done, 1 failed, about 12 min 30 s left</c>.</summary>
    public override string ToString()
    {
        lock (_lock)
        {
            var failed = _failed > 0 ? $", {_failed} failed" : "";
            var running = _begun.Count > 1 ? $", {_begun.Count} running" : "";
            var left = SecondsLeft() is { } seconds
                ? $", about {ProgressText.Duration(TimeSpan.FromSeconds(seconds))} left"
                : "";
            return $"{_finished} of {_planned} trainings done{running}{failed}{left}";
        }
    }

    // Algorithms that have not begun count as fast as the mean of the others.
    private double? SecondsLeft()
    {
        if (_measured.Count == 0)
        {
            return null;
        }

        var usual = _measured.Values.Average(one => one.Seconds / one.Iterations);
        var all = _left.Sum(one => one.Value * (_measured.TryGetValue(one.Key, out var known)
            ? known.Seconds / known.Iterations
            : usual));
        var begun = _begun.Values.Sum() * usual;
        return Math.Max(0, all - begun) / _parallel;
    }
}
