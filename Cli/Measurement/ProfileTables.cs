using System.Globalization;
using MetaRL.Cli.Output;
using MetaRL.Configuration;
using MetaRL.Learners;
using MetaRL.Measurement;

namespace MetaRL.Cli.Measurement;

/// <summary>A profile as tables: time by phase, what computes each phase, time by kind of work.</summary>
internal static class ProfileTables
{
    private const string None = "–";

    public static void Write(ExperimentProfile profile, Experiment experiment, Terminal terminal)
    {
        TextTable.Write(terminal.Console, Phases(profile));
        terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Floor: products of matrices at {profile.Speed.FastestRate / 1e9:0} GFLOP/s or, if longer, each"
                + $" environment step written or read once at {profile.Speed.Libtorch.Bandwidth / 1e9:0.0} GB/s, both"
                + $" as measured here just now."));
        terminal.Out.WriteLine(Evaluation(profile.Evaluation, experiment));
        terminal.Out.WriteLine();
        TextTable.Write(terminal.Console, Computers(profile));
        terminal.Out.WriteLine(
            "Random numbers, baselines and advantages are always libtorch's; environments where acting is. Gradients"
            + " without a kernel are autograd's.");
        terminal.Out.WriteLine();
        if (profile.Kinds is { } kinds)
        {
            TextTable.Write(terminal.Console, Kinds(kinds, profile));
        }
        else
        {
            terminal.Out.WriteLine(
                "There is no table by kind of work: a GPU computes beside the CPU, whose time does not tell them"
                + " apart.");
        }

        if (!profile.IsConsistent)
        {
            terminal.Out.WriteLine(
                $"These numbers do not fit together: {Rates(profile.Before)} before, {Rates(profile.After)} after."
                + " Something else kept the machine busy; profile again when it is idle.");
        }

        terminal.Out.WriteLine();
    }

    /// <summary><c>20 tasks × 1 episode</c>.</summary>
    public static string Size(Budget budget) => $"{Count(budget.Tasks, "task")} × {Count(budget.Envs, "episode")}";

    public static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static TextTable Phases(ExperimentProfile profile)
    {
        var table = TextTable.Create(
            ["One meta-iteration", "ms", "Share", "CPU ms, all threads", "Floor, ms", "× floor"], numbers: true);
        foreach (var phase in profile.Phases)
        {
            Add(Name(phase.Work.Phase), phase.Time, phase.FloorSeconds);
        }

        Add("the rest", profile.Rest, floor: null);
        Add("whole", profile.Whole, profile.FloorSeconds);
        var evaluation = profile.Evaluation.Time;
        table.Add(
            "evaluation, once", Milliseconds(evaluation.Seconds), None, Milliseconds(evaluation.CpuSeconds), None,
            None);
        return table;

        void Add(string name, PhaseTime time, double? floor) => table.Add(
            name, Milliseconds(time.Seconds), Share(time.Seconds, profile.Whole.Seconds),
            Milliseconds(time.CpuSeconds),
            floor is { } least ? (least * 1e3).ToString("0.00", CultureInfo.InvariantCulture) : None,
            floor is { } some
                ? (time.Seconds / some).ToString(
                    time.Seconds < 100 * some ? "0.0" : "0", CultureInfo.InvariantCulture)
                : None);
    }

    private static TextTable Computers(ExperimentProfile profile)
    {
        var table = TextTable.Create(["Phase", "Computed by"]);
        foreach (var phase in profile.Phases)
        {
            table.Add(
                Name(phase.Work.Phase),
                (phase.Work.Obstacle is { } obstacle ? $"libtorch: {obstacle}" : "fused kernels")
                + (phase.Work.Phase == MetaPhase.Sampling && profile.Engine is { } engine
                    ? $", environments by {engine}"
                    : "")
                + (phase.Work.Phase == MetaPhase.Outer ? Calls(profile.Counts) : ""));
        }

        return table;
    }

    private static TextTable Kinds(KindProfile kinds, ExperimentProfile profile)
    {
        var table = TextTable.Create(
            [
                $"{Count(kinds.Threads, "thread")} × {Milliseconds(profile.Whole.Seconds)} ms ="
                    + $" {Milliseconds(kinds.All)} ms",
                "ms", "Share",
            ],
            numbers: true);
        Add("waiting, also for other programs (measured: all less CPU ms)", kinds.Waiting);
        Add(
            $"dispatch and bookkeeping (measured: CPU ms of the same calls on {Size(kinds.Smallest)}, layers of one"
            + " unit)", kinds.Dispatch);
        Add(
            profile.Operations == 0 ? "matrix products (there are none)" : string.Create(
                CultureInfo.InvariantCulture,
                $"matrix products (computed: {profile.Operations / 1e9:0.00} GFLOP at the measured {Rates(profile)})"),
            kinds.Matrices);
        Add("elementwise and other arithmetic (the remainder)", kinds.Others);
        return table;

        void Add(string name, double seconds) =>
            table.Add(name, Milliseconds(seconds), Share(seconds, kinds.All));
    }

    private static string Rates(SpeedBounds speed) => string.Create(
        CultureInfo.InvariantCulture,
        $"{speed.Libtorch.MatrixRate / 1e9:0} and {speed.KernelRate / 1e9:0} GFLOP/s of libtorch and kernels,"
            + $" {speed.Libtorch.Bandwidth / 1e9:0.0} GB/s");

    private static string Rates(ExperimentProfile profile)
    {
        var speed = profile.Speed;
        string[] rates =
        [
            .. profile.Phases.Where(phase => phase.Work.Operations > 0)
                .Select(phase => phase.Work.Obstacle is null).Distinct().Order().Select(byKernels =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(byKernels ? speed.KernelRate : speed.Libtorch.MatrixRate) / 1e9:0} GFLOP/s of"
                        + $" {(byKernels ? "kernels" : "libtorch")}")),
        ];
        return string.Join(" and ", rates);
    }

    // What the evaluation was, and what of the file's it was not
    private static string Evaluation(EvaluationProfile profile, Experiment experiment)
    {
        var settings = experiment.Evaluation;
        var tasks = profile.Tasks == profile.AllTasks
            ? Count(profile.Tasks, "task")
            : $"{Count(profile.Tasks, "task")} (of the file's {profile.AllTasks}, to keep it short)";
        return $"Evaluation: {tasks} × {Count(settings.EnvsPerTask, "episode")} ×"
            + $" {Count(settings.Updates + 1, "round")}; left out are the search over step sizes, random actions and"
            + " the optimum.";
    }

    // What the outer optimiser asked the objective for
    private static string Calls(IterationCounts counts)
    {
        string[] calls =
        [
            .. Some(counts.Gradients, "gradients"), .. Some(counts.FisherProducts, "Fisher products"),
            .. Some(counts.Losses, "losses"),
        ];
        return calls.Length == 0 ? "" : $" ({string.Join(", ", calls)} a meta-iteration)";

        static IEnumerable<string> Some(double count, string noun) =>
            count == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"{noun}: {count:0.#}")];
    }

    private static string Name(MetaPhase phase) => phase switch
    {
        MetaPhase.Sampling => "sampling",
        MetaPhase.Adaptation => "adaptation",
        _ => "outer step",
    };

    private static string Milliseconds(double seconds) => (seconds * 1e3).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Share(double part, double whole) =>
        (part / whole).ToString("0.0 %", CultureInfo.InvariantCulture);
}
