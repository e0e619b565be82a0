using System.Globalization;
using MetaRL.Cli.Output;
using MetaRL.Measurement;

namespace MetaRL.Cli.Measurement;

/// <summary>A speed report as two tables.</summary>
internal static class BenchTables
{
    public static void Write(SpeedReport report, Terminal terminal)
    {
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Device}, libtorch {report.Libtorch}, {report.Threads} CPU threads: products of matrices"
                + $" {report.Speed.Libtorch.MatrixRate / 1e9:0} GFLOP/s{Kernels(report.Speed)}, copies"
                + $" {report.Speed.Libtorch.Bandwidth / 1e9:0.0} GB/s"));
        terminal.Out.WriteLine();
        terminal.Out.WriteLine(
            "Million environment steps per second in rollouts, and the time of a step over the lower bound that these"
                + " rates set");
        var stepping = TextTable.Create(
            ["Family", "Lanes", "By", "Random actions", "× floor", "64×64 policy", "× floor"], numbers: true);
        foreach (var one in report.Stepping)
        {
            stepping.Add(
                one.Family, one.Lanes.ToString("N0", CultureInfo.InvariantCulture), one.Engine ?? By(one.ByKernels),
                Millions(one.Lanes, one.RandomActions), Ratio(one.RandomActions),
                Millions(one.Lanes, one.WithPolicy), Ratio(one.WithPolicy));
        }

        TextTable.Write(terminal.Console, stepping);
        terminal.Out.WriteLine();
        terminal.Out.WriteLine(
            "One meta-iteration of MAML-TRPO: 20 tasks × 20 episodes × 100 steps of point navigation, before and after"
                + " one update");
        var parts = TextTable.Create(["Part", "By", "ms", "Floor, ms", "× floor"], numbers: true);
        foreach (var iteration in report.MetaIterations)
        {
            foreach (var (name, timing) in Parts(iteration))
            {
                parts.Add(
                    name, By(iteration.ByKernels), Milliseconds(timing.Seconds), Milliseconds(timing.FloorSeconds),
                    Ratio(timing));
            }
        }

        TextTable.Write(terminal.Console, parts);
    }

    private static (string Name, Timing Timing)[] Parts(MetaIterationSpeed speed) =>
        [
            ("sampling", speed.Sampling), ("adaptation", speed.Adaptation), ("outer step", speed.Outer),
            ("whole iteration", speed.Whole),
        ];

    private static string By(bool kernels) => kernels ? "kernels" : "libtorch";

    private static string Kernels(SpeedBounds speed) => speed.KernelRate == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $" by libtorch, {speed.KernelRate / 1e9:0} GFLOP/s by kernels");

    private static string Millions(long lanes, Timing step)
    {
        var millions = lanes / step.Seconds / 1e6;
        return millions.ToString(millions < 0.1 ? "0.0000" : "0.0", CultureInfo.InvariantCulture);
    }

    private static string Milliseconds(double seconds) => (seconds * 1e3).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Ratio(Timing timing) =>
        timing.Ratio.ToString(timing.Ratio < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
