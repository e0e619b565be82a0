using System.Globalization;
using System.Text;

namespace MetaRL.Evaluation.Reports;

/// <summary><c>comparison.md</c>: protocol, table, verdicts and plots, readable as it is.</summary>
public static class ComparisonMarkdown
{
    /// <param name="reports">One per task set.</param>
    /// <param name="plots">The plots of each report.</param>
    /// <param name="learning">The meta-training curves; null where there are none.</param>
    public static string Text(
        IReadOnlyList<ComparisonReport> reports, IReadOnlyList<IReadOnlyList<PlotLink>> plots, PlotLink? learning)
    {
        var text = new StringBuilder();
        string experiments = string.Join(", ", reports.SelectMany(one => one.Protocol.Experiments).Distinct());
        text.Append(CultureInfo.InvariantCulture, $"# Comparison: {experiments}\n");
        text.Append('\n').Append(ProtocolText.General(reports[0].Protocol)).Append('\n');
        foreach ((ComparisonReport report, IReadOnlyList<PlotLink> shown) in reports.Zip(plots))
        {
            Section(text, report, shown);
        }
        if (learning is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## Meta-training\n\n{learning}\n");
        }
        return text.ToString();
    }

    private static void Section(StringBuilder text, ComparisonReport report, IReadOnlyList<PlotLink> plots)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {report.Protocol.Family}: {report.Protocol.Split}\n");
        if (report.Notes.Count > 0)
        {
            text.Append(report.Algorithms[0].Adaptation.AdaptsNothing ? "\n> [!WARNING]\n" : "\n> [!NOTE]\n");
            text.AppendJoin('\n', report.Notes.Select(note => $"> - {note}")).Append('\n');
        }
        text.Append('\n').Append(ProtocolText.TaskSet(report.Protocol)).Append("\n\n");
        Table(text, report.Table());
        Verdicts(text, "Does it adapt?", report.Algorithms.Select(one => one.Verdict));
        Verdicts(text, "Is the difference real?", report.PairwiseComparisons.Select(pair => pair.Verdict));
        foreach (PlotLink plot in plots)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{plot}\n");
        }
    }

    private static void Table(StringBuilder text, ComparisonTable table)
    {
        Row(text, table.Columns);
        Row(text, [.. table.Columns.Select((_, column) => column == 0 ? "---" : "---:")]);
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            Row(text, [.. row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))]);
        }
    }

    private static void Row(StringBuilder text, IReadOnlyList<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static void Verdicts(StringBuilder text, string title, IEnumerable<Verdict> verdicts)
    {
        string[] lines = [.. verdicts.Select(verdict => $"- **{verdict.Headline}**: {verdict.Details}.\n")];
        if (lines.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### {title}\n\n").AppendJoin("", lines);
        }
    }
}

/// <summary>A plot beside the text.</summary>
/// <param name="Caption">What it shows, for those who cannot see it.</param>
/// <param name="Path">Relative to the text.</param>
public sealed record PlotLink(string Caption, string Path)
{
    public override string ToString() => $"![{Caption}]({Path})";
}
