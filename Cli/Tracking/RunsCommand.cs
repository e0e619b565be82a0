using System.CommandLine;
using System.Globalization;
using MetaRL.Cli.Output;
using MetaRL.Cli.Progress;
using MetaRL.Evaluation.Reports;
using MetaRL.Tracking;

namespace MetaRL.Cli.Tracking;

/// <summary><c>runs</c>: a table of the runs below some folders.</summary>
internal static class RunsCommand
{
    // Title and text of the columns that are shown unless others are asked for
    private static readonly (string Title, Func<RunRecord, string> Text)[] Usual =
    [
        ("Run", run => Terminal.Printable(run.Location)),
        ("State", State),
        ("Env steps", run => run.Metrics.Rows.Count == 0 ? "–" : NumberText.Count(run.Metrics["env_steps"][^1])),
        ("Training return", run => Number(run.Metrics.TrainingReturn())),
        ("Before", run => Return(run, "before")),
        ("After", run => Return(run, "after")),
        ("Time", run => run.Metrics.Rows.Count == 0 ? "–" : ProgressText.Duration(TimeSpan.FromSeconds(run.Seconds))),
        ("Started", Started),
        ("Tags", run => Terminal.Printable(string.Join(' ', run.Labels.Tags))),
    ];

    public static Command Create(Terminal terminal)
    {
        var options = new CatalogOptions();
        var sort = new Option<string?>("--sort") { Description = "Sort by this key", HelpName = "key" };
        var descending = new Option<bool>("--descending") { Description = "The largest first" };
        var show = new Option<string[]>("--show")
        {
            Description = "Show this key too, such as inner.step_size or commit; can be repeated",
            HelpName = "key",
            DefaultValueFactory = _ => [],
        };
        var keys = new Option<bool>("--keys") { Description = "List the keys that runs can be chosen and sorted by" };
        var command = new Command("runs", "List runs with what they are, came to, and took.");
        options.AddTo(command);
        command.Add(sort);
        command.Add(descending);
        command.Add(show);
        command.Add(keys);
        command.SetAction(parsed =>
        {
            var (catalog, exitCode) = options.Read(parsed, terminal);
            if (parsed.GetValue(keys))
            {
                foreach (var key in catalog.Keys)
                {
                    terminal.Out.WriteLine(Terminal.Printable(key));
                }

                return exitCode;
            }

            string[] shown = [.. parsed.GetRequiredValue(show).Distinct()];
            CatalogOptions.RequireKeys(catalog.Runs.Count == 0 ? [] : shown, catalog, "--show");
            var runs = Sorted(catalog, parsed.GetValue(sort), parsed.GetValue(descending));
            Write(runs, shown, terminal);
            return exitCode;
        });
        return command;
    }

    private static IReadOnlyList<RunRecord> Sorted(RunCatalog catalog, string? key, bool descending)
    {
        if (key is null || catalog.Runs.Count == 0)
        {
            return descending ? [.. catalog.Runs.Reverse()] : catalog.Runs;
        }

        CatalogOptions.RequireKeys([key], catalog, "--sort");
        var order = Comparer<string>.Create(RunFilter.Compare);
        string Value(RunRecord run) => run.Values.GetValueOrDefault(key, "");
        return
        [
            // what has no such value stays at the end
            .. descending
                ? catalog.Runs.OrderBy(run => Value(run).Length == 0).ThenByDescending(Value, order)
                : catalog.Runs.OrderBy(Value, order),
        ];
    }

    private static void Write(IReadOnlyList<RunRecord> runs, string[] shown, Terminal terminal)
    {
        if (runs.Count == 0)
        {
            terminal.Out.WriteLine("There is no such run.");
            return;
        }

        // columns without anything in them are left out, and those that are shown as such
        var columns = Usual.Where(column => runs.Any(run => column.Text(run) is not ("" or "–"))
            && !shown.Any(key => runs.All(run => column.Text(run) == Shown(run, key)))).ToArray();
        var table = TextTable.Create([.. columns.Select(column => column.Title), .. shown], numbers: true);
        foreach (var run in runs)
        {
            table.Add([
                .. columns.Select(column => column.Text(run)),
                .. shown.Select(key => Shown(run, key)),
            ]);
        }

        TextTable.Write(terminal.Console, table);
        foreach (var run in runs.Where(run => run.Labels.Note.Length > 0))
        {
            terminal.Out.WriteLine(Terminal.Printable($"{run.Location}: {run.Labels.Note}"));
        }

        var evaluated = runs.Any(run => run.Values["after"].Length > 0);
        terminal.Out.WriteLine(
            $"{runs.Count} {(runs.Count == 1 ? "run" : "runs")}"
            + (evaluated ? "; before and after: interquartile means over test tasks" : ""));
    }

    private static string Shown(RunRecord run, string key) =>
        Terminal.Printable(run.Values.GetValueOrDefault(key, ""));

    private static string Started(RunRecord run) =>
        run.Provenance.Started.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string State(RunRecord run)
    {
        var (done, total) = (run.Values["iteration"], run.Values["iterations"]);
        return run.State == RunState.Trained
            ? "trained"
            : $"{run.State.ToString().ToLowerInvariant()} at {done} of {total}";
    }

    private static string Return(RunRecord run, string key) =>
        double.TryParse(run.Values[key], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? Number(value)
            : "–";

    private static string Number(double value) =>
        double.IsFinite(value) ? NumberText.Fixed(value, NumberText.Decimals(value)) : "–";
}
