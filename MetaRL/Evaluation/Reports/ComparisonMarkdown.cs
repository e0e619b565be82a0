using System.Globalization;
using System.Text;
using MetaRL.Evaluation.Statistics;

namespace MetaRL.Evaluation.Reports;

/// <summary><c>comparison.md</c>: protocol, table, verdicts and plots, readable as it is.</summary>
public static class ComparisonMarkdown
{
    /// <param name="comparisons">One per task set.</param>
    /// <param name="plots">The plots of each comparison.</param>
    /// <param name="learning">The meta-training curves; null where there are none.</param>
    /// <param name="equalTime">File with what was learnt in the same time; null where that is not known.</param>
    /// <param name="notes">What has to be known of the runs, in Markdown.</param>
    public static string Text(
        IReadOnlyList<Comparison> comparisons, IReadOnlyList<IReadOnlyList<PlotLink>> plots, PlotLink? learning,
        string? equalTime, IReadOnlyList<string> notes)
    {
        var text = new StringBuilder();
        var experiments = string.Join(", ", comparisons.SelectMany(one => one.Protocol.Experiments).Distinct());
        text.Append(CultureInfo.InvariantCulture, $"# Comparison: {experiments}\n");
        if (notes.Count > 0)
        {
            text.Append("\n> [!NOTE]\n").AppendJoin('\n', notes.Select(note => $"> - {note}")).Append('\n');
        }

        text.Append('\n').Append(ProtocolText.General(comparisons[0].Protocol)).Append('\n');
        foreach (var (comparison, shown) in comparisons.Zip(plots))
        {
            Section(text, comparison, shown);
        }

        if (learning is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## Meta-training\n\n{learning}\n");
        }

        if (equalTime is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n[The same at equal training time]({equalTime})\n");
        }

        return text.ToString();
    }

    /// <summary>A file of its own: what every algorithm had learnt in the same time.</summary>
    /// <param name="learnt">What was learnt.</param>
    /// <param name="comparison">Whose algorithms took some time until shares of the gap.</param>
    /// <param name="plot">Curves over time.</param>
    public static string Text(EqualTime learnt, Comparison comparison, PlotLink plot)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# At equal training time\n\n{EqualTimeText.Of(learnt)}\n\n");
        Table(text, EqualTimeText.Table(learnt));
        if (EqualTimeText.Until(comparison) is { } until)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{EqualTimeText.UntilMeaning}\n\n");
            Table(text, until);
        }

        text.Append(CultureInfo.InvariantCulture, $"\n{plot}\n");
        return text.ToString();
    }

    private static void Section(StringBuilder text, Comparison comparison, IReadOnlyList<PlotLink> plots)
    {
        var (protocol, notes) = (comparison.Protocol, ComparisonNotes.Of(comparison));
        text.Append(CultureInfo.InvariantCulture, $"\n## {protocol.Tasks.Family}: {ProtocolText.Set(protocol)}\n");
        if (notes.Count > 0)
        {
            text.Append(comparison.Algorithms[0].Adaptation.AdaptsNothing ? "\n> [!WARNING]\n" : "\n> [!NOTE]\n");
            text.AppendJoin('\n', notes.Select(note => $"> - {note}")).Append('\n');
        }

        text.Append('\n').Append(ProtocolText.TaskSet(protocol)).Append("\n\n");
        Table(text, ComparisonTable.Of(comparison));
        Further(text, FurtherTable.Of(comparison));
        Verdicts(text, "Does it adapt?", comparison.Algorithms.Select(AdaptationVerdict.Of));
        Verdicts(text, "Is the difference real?", comparison.Pairs.Select(PairwiseVerdict.Of));
        if (SeedsText.Of(comparison.Pairs) is { } seeds)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{seeds}\n");
        }

        foreach (var plot in plots)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{plot}\n");
        }
    }

    private static void Further(StringBuilder text, FurtherTable further)
    {
        text.Append("\n### More statistics\n\n");
        Table(text, further.Table);
        text.Append('\n').AppendJoin('\n', further.Legend.Select(line => $"- {line}")).Append('\n');
    }

    private static void Table(StringBuilder text, ComparisonTable table)
    {
        Row(text, table.Columns);
        Row(text, [.. table.Columns.Select((_, column) => column == 0 ? "---" : "---:")]);
        foreach (var row in table.Rows)
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
