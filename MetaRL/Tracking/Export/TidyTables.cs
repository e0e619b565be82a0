using System.Globalization;
using MetaRL.Evaluation.Measuring;

namespace MetaRL.Tracking.Export;

/// <summary>
/// Runs as tidy tables, block by block: one block for each run or evaluation, so that any number fits.
/// </summary>
public static class TidyTables
{
    // Of runs, in the units of the catalogue; the others that every run has are text.
    private static readonly string[] Whole =
        ["seed", "iteration", "iterations", "env_steps", "tasks", "updates", "processors"];

    private static readonly string[] Numbers = ["training_return", "before", "after", "seconds"];

    /// <summary>The tables by name.</summary>
    public static IReadOnlyDictionary<string, IEnumerable<TidyBlock>> Of(RunCatalog catalog) =>
        new Dictionary<string, IEnumerable<TidyBlock>>
        {
            ["runs"] = [Runs(catalog)],
            ["metrics"] = Metrics(catalog),
            ["returns"] = catalog.Runs.SelectMany(run => run.Evaluations.Select(one => Returns(run, one))),
            ["tasks"] = catalog.Runs.SelectMany(run => run.Evaluations.Select(one => Tasks(run, one))),
        };

    /// <summary>
    /// A row for each run, with every setting of any of them: numbers where all values of a setting are.
    /// </summary>
    public static TidyBlock Runs(RunCatalog catalog) => new(
    [
        .. catalog.Keys.Select(TidyColumn (key) =>
        {
            var values = catalog.Runs.Select(run => run.Values.GetValueOrDefault(key, "")).ToArray();
            return Whole.Contains(key) ? new WholeColumn(key, [.. values.Select(ToWhole)])
                : Numbers.Contains(key) || IsNumber(key, values) ? new NumberColumn(key, [.. values.Select(ToNumber)])
                : new TextColumn(key, [.. values.Select(value => value.Length == 0 ? null : value)]);
        }),
    ]);

    private static bool IsNumber(string setting, string[] values) => !RunRecord.Keys.Contains(setting)
        && values.All(value => value.Length == 0 || ToNumber(value) is { } number && double.IsFinite(number));

    /// <summary>A row for each meta-iteration: its metrics, in the units of <c>metrics.csv</c>.</summary>
    public static IEnumerable<TidyBlock> Metrics(RunCatalog catalog)
    {
        var names = catalog.Runs.SelectMany(run => run.Metrics.Columns).Distinct().ToArray();
        return catalog.Runs.Select(run => new TidyBlock(
        [
            .. Identity(run, run.Metrics.Rows.Count),
            .. names.Select(TidyColumn (name) =>
            {
                IReadOnlyList<double?> values = run.Metrics.Columns.Contains(name)
                    ? [.. run.Metrics[name].Select(Known)]
                    : new double?[run.Metrics.Rows.Count];
                return name is "iteration" or "env_steps"
                    ? new WholeColumn(name, [.. values.Select(value => (long?)value)])
                    : new NumberColumn(name, values);
            }),
        ]));
    }

    /// <summary>A row for each episode: its return, by task, environment and round.</summary>
    public static TidyBlock Returns(RunRecord run, EvaluationResult evaluation)
    {
        var (rounds, tasks, envs) = (evaluation.Updates + 1, evaluation.Tasks, evaluation.EnvsPerTask);
        var rows = rounds * tasks * envs;
        return new TidyBlock(
        [
            .. Identity(run, rows), .. Protocol(evaluation, rows),
            Index("round", rows, row => row / (tasks * envs)),
            Index("task", rows, row => row / envs % tasks),
            Index("environment", rows, row => row % envs),
            new NumberColumn(
                "return",
                [.. evaluation.Returns.SelectMany(round => round.SelectMany(task => task)).Select(Known)]),
        ]);
    }

    /// <summary>A row for each task: what the optimum and random actions earn in it.</summary>
    public static TidyBlock Tasks(RunRecord run, EvaluationResult evaluation)
    {
        var rows = evaluation.Tasks;
        return new TidyBlock(
        [
            .. Identity(run, rows), .. Protocol(evaluation, rows), Index("task", rows, row => row),
            Reference("optimal", evaluation.Optimal, rows), Reference("random", evaluation.Random, rows),
        ]);
    }

    private static IEnumerable<TidyColumn> Identity(RunRecord run, int rows) =>
    [
        TidyBlock.Same("run", run.Location, rows), TidyBlock.Same("experiment", run.Experiment, rows),
        TidyBlock.Same("algorithm", run.Provenance.Algorithm, rows), TidyBlock.Same("seed", run.Provenance.Seed, rows),
    ];

    private static IEnumerable<TidyColumn> Protocol(EvaluationResult evaluation, int rows) =>
    [
        TidyBlock.Same("split", evaluation.Split, rows),
        TidyBlock.Same("adapts_to", evaluation.SingleLane ? "environment" : "task", rows),
    ];

    private static WholeColumn Index(string name, int rows, Func<int, int> of) =>
        new(name, [.. Enumerable.Range(0, rows).Select(row => (long?)of(row))]);

    private static NumberColumn Reference(string name, double[]? values, int rows) =>
        new(name, values is null ? new double?[rows] : [.. values.Select(Known)]);

    private static double? Known(double value) => double.IsFinite(value) ? value : null;

    private static long? ToWhole(string text) => (long?)ToNumber(text);

    private static double? ToNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
