using System.Globalization;
using MetaRL.Cli.Output;
using MetaRL.Evaluation.Reports;
using MetaRL.Evaluation.Statistics;
using Spectre.Console;

namespace MetaRL.Cli.Progress;

/// <summary>A comparison in the terminal: the table, the verdicts, and where to read more.</summary>
internal static class ComparisonView
{
    // Left out in this order until the table fits; all of it is in comparison.md.
    private static readonly string[] DispensableKinds =
        ["Tasks", "Seeds", "Worst", "Step size", "Training steps", "Per seed", "Share of gap",
            "Of "];

    /// <param name="console">Where to; its width decides how many columns are shown.</param>
    /// <param name="comparisons">What to show.</param>
    /// <param name="directory">Folder of <c>comparison.md</c>.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<Comparison> comparisons, string directory)
    {
        foreach (var comparison in comparisons)
        {
            Write(console, comparison);
        }

        console.WriteLine(Path.Combine(directory, "comparison.md"));
    }

    private static void Write(IAnsiConsole console, Comparison comparison)
    {
        var protocol = comparison.Protocol;
        console.WriteLine();
        var experiments = string.Join(", ", protocol.Experiments);
        console.MarkupLineInterpolated(
            $"[bold]{experiments}[/]: {protocol.Tasks.Family}, {Tasks(protocol)}");
        TextTable.Write(console, Fitting(ComparisonTable.Of(comparison), console.Profile.Width));
        foreach (var note in ComparisonNotes.Of(comparison))
        {
            console.MarkupLineInterpolated($"[yellow]![/] {note}");
        }

        var verdicts = comparison.Algorithms.Select(AdaptationVerdict.Of)
            .Concat(comparison.Pairs.Select(PairwiseVerdict.Of));
        foreach (var verdict in verdicts)
        {
            console.MarkupLineInterpolated($"- [bold]{verdict.Headline}[/]: {verdict.Details}.");
        }
    }

    private static string Tasks(EvaluationProtocol protocol) => string.Create(
        CultureInfo.InvariantCulture,
        $"{protocol.Tasks.Count} {protocol.Tasks.Split} tasks{ProtocolText.Lanes(protocol)}");

    private static TextTable Fitting(ComparisonTable all, int width)
    {
        var columns = Enumerable.Range(0, all.Columns.Count).ToList();
        foreach (var column in Dispensable(all.Columns).TakeWhile(_ => Width(all, columns) > width))
        {
            columns.Remove(column);
        }

        var table = TextTable.Create(columns.Select(column => all.Columns[column]), numbers: true);
        foreach (var row in all.Rows)
        {
            table.Add(columns.Select(column => row[column]));
        }

        return table;
    }

    // First whole kinds of columns, then the returns between the first and the last.
    private static IEnumerable<int> Dispensable(IReadOnlyList<string> titles)
    {
        var kinds = DispensableKinds.SelectMany(kind => Columns(titles, kind));
        return kinds.Concat(Columns(titles, "After").SkipLast(1));
    }

    private static IEnumerable<int> Columns(IReadOnlyList<string> titles, string kind) =>
        Enumerable.Range(0, titles.Count).Where(column => titles[column].StartsWith(kind, StringComparison.Ordinal));

    // Each column has a space on either side and one edge.
    private static int Width(ComparisonTable all, List<int> columns) =>
        1 + columns.Sum(column => 3 + all.Rows.Append(all.Columns).Max(row => row[column].Length));
}
