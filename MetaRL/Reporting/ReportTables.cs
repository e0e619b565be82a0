using System.Globalization;
using System.Xml.Linq;
using MetaRL.Evaluation.Reports;
using MetaRL.Tracking;
using static MetaRL.Reporting.Html;

namespace MetaRL.Reporting;

/// <summary>Tables of a page.</summary>
internal static class ReportTables
{
    public static XElement Of(ComparisonTable table) => Of((table.Columns, table.Rows));

    /// <summary>The first column is text, the others are numbers.</summary>
    public static XElement Of(
        (IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) table) => Element(
        "div", Class("table"),
        Element(
            "table",
            Element("thead", Element("tr", table.Columns.Select(column => Element("th", column)))),
            Element(
                "tbody",
                table.Rows.Select(row => Element("tr", row.Select((cell, column) =>
                    column == 0 ? Element("th", cell) : Element("td", Lines(cell))))))));

    /// <summary>What training took, by algorithm.</summary>
    public static XElement Cost(IReadOnlyList<RunRecord> runs) => Of((
        [
            "Algorithm", "Seeds", "Meta-iterations", "Environment steps", "Step size search", "Training, wall clock",
            "Device",
        ],
        [
            .. runs.GroupBy(run => run.Provenance.Algorithm).Select(seeds => (string[])
            [
                seeds.Key, Text(seeds.Count()),
                NumberText.Counts([.. seeds.Select(run => (long)run.Metrics.Rows.Count)]),
                Steps(seeds.Select(run => run.Metrics.Rows.Count == 0 ? 0 : (long)run.Metrics["env_steps"][^1])),
                Steps(seeds.Select(run => run.Evaluations.Sum(one => one.SearchEnvSteps))),
                Time([.. seeds.Select(run => run.Seconds)]),
                string.Join(", ", seeds.Select(run => run.Provenance.Device).Distinct()),
            ]),
        ]));

    /// <summary>Versions and commands, by run.</summary>
    public static XElement Provenance(IReadOnlyList<RunRecord> runs) => Of((
        ["Run", "Version", "Commit", "libtorch", ".NET", "Machine", "Started, UTC", "Command"],
        [
            .. runs.Select(run => (string[])
            [
                $"{run.Provenance.Algorithm} seed {run.Provenance.Seed}", run.Provenance.Version,
                run.Provenance.Commit is { Length: > 9 } commit ? commit[..9] : run.Provenance.Commit ?? "–",
                run.Provenance.LibTorch, run.Provenance.Dotnet,
                $"{run.Provenance.System}, {run.Provenance.Processors} processors",
                run.Provenance.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                run.Provenance.CommandLine,
            ]),
        ]));

    // An interval goes below its number rather than beside it.
    private static IEnumerable<XNode> Lines(string cell)
    {
        var at = cell.IndexOf(" [", StringComparison.Ordinal);
        return at < 0
            ? [new XText(cell)]
            : [new XText(cell[..at]), new XText(" "), Element("small", cell[(at + 1)..])];
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Steps(IEnumerable<long> steps) =>
        steps.ToArray() is var all && all.Max() == 0 ? "–" : NumberText.Counts(all);

    private static string Time(double[] seconds) => seconds.Max() == 0 ? "–"
        : seconds.Max() < 60 ? string.Create(CultureInfo.InvariantCulture, $"{seconds.Average():0.0} s")
        : seconds.Length == 1
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds.Average() / 60:0.0} min")
            : string.Create(
                CultureInfo.InvariantCulture, $"{seconds.Min() / 60:0.0} to {seconds.Max() / 60:0.0} min a seed");
}
