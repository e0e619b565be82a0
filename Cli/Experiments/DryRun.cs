using System.Globalization;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Output;
using MetaRL.Cli.Progress;
using MetaRL.Configuration;
using MetaRL.Configuration.Sweeps;
using MetaRL.Runs;
using MetaRL.Scheduling;

namespace MetaRL.Cli.Experiments;

/// <summary><c>--dry-run</c>: the runs that there would be, with the time that they take.</summary>
internal static class DryRun
{
    private const double Patience = 60; // seconds of timing, after which runs of the same algorithm count as alike
    private const int MostRows = 60; // runs that are listed; a matrix of thousands is only summed up

    public static int Write(
        IReadOnlyList<Experiment> experiments, string output, int parallel, Terminal terminal)
    {
        var runner = new ExperimentRunner(output, new PlainProgress(terminal), "");
        TrainingRun[] runs = [.. experiments.SelectMany(runner.Runs)];
        terminal.WriteStatus("Timing meta-iterations of each kind of run ...");
        RunEstimate[] estimates = [.. RunEstimate.Of(runs, Patience)];
        var table = TextTable.Create(["Run", "Is", "Training takes about"]);
        foreach (var one in estimates.Take(MostRows))
        {
            table.Add([
                RunText.Label(one.Run), State(one),
                one.SecondsLeft > 0 ? ProgressText.Duration(TimeSpan.FromSeconds(one.SecondsLeft)) : "–",
            ]);
        }

        TextTable.Write(terminal.Console, table);
        if (estimates.Length > MostRows)
        {
            terminal.Out.WriteLine($"... and {estimates.Length - MostRows} more");
        }

        terminal.Out.WriteLine(Sum(experiments, estimates, parallel));
        return ExitCode.Ok;
    }

    private static string State(RunEstimate one) =>
        one.Total == 0 ? "nothing to train"
        : one.Done == one.Total ? "trained"
        : one.Done > 0 ? string.Create(CultureInfo.InvariantCulture, $"at {one.Done} of {one.Total}")
        : "new";

    private static string Sum(IReadOnlyList<Experiment> experiments, RunEstimate[] estimates, int parallel)
    {
        var left = estimates.Sum(one => one.SecondsLeft);
        var halved = experiments.GroupBy(one => one.Name)
            .Where(set => set.First().Point?.Settings.Method == SearchMethod.Halving)
            .Sum(set => Saved([.. set], estimates));
        var workers = Math.Min(parallel, Environment.ProcessorCount);
        var whole = Makespan(estimates.Select(one => one.SecondsLeft), workers);
        var time = ProgressText.Duration(TimeSpan.FromSeconds(left > 0 ? whole * (left - halved) / left : 0));
        var open = estimates.Count(one => one.Done < one.Total);
        return $"{estimates.Length} {(estimates.Length == 1 ? "run" : "runs")}, {open} to train, which takes about"
            + $" {time}"
            + $"{(parallel > 1 ? $", {parallel} at a time" : "")}"
            + $"{(halved > 0 ? ", most of them not to their end" : "")}. Evaluation comes on top.";
    }

    /// <summary>Until the last is done where each begins as soon as one before it ends.</summary>
    internal static double Makespan(IEnumerable<double> seconds, int workers)
    {
        var free = new double[workers];
        foreach (var one in seconds)
        {
            free[Array.IndexOf(free, free.Min())] += one;
        }

        return free.Max();
    }

    // What successive halving does not train, in seconds, as if all points took the same time.
    private static double Saved(Experiment[] points, RunEstimate[] estimates)
    {
        var settings = points[0].Point!.Settings;
        var total = points[0].Training.Iterations;
        var rungs = SuccessiveHalving.Rungs(points.Length, total, settings.Ratio, settings.LeastIterations);
        var trained = rungs.Select((rung, index) =>
            (double)rung.Arms * (rung.Iterations - (index == 0 ? 0 : rungs[index - 1].Iterations))).Sum();
        var share = 1 - (trained / ((double)points.Length * total));
        return share * estimates.Where(one => points.Contains(one.Run.Experiment)).Sum(one => one.SecondsLeft);
    }
}
