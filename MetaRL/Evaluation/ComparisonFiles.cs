using MetaRL.Evaluation.Plots;
using MetaRL.Evaluation.Reports;
using MetaRL.Evaluation.Statistics;
using MetaRL.Files;

namespace MetaRL.Evaluation;

/// <summary>
/// What a comparison leaves in a run folder: <c>comparison.md</c>, <c>comparison.json</c>, <c>plots/</c> and,
/// where several algorithms trained, <c>equal-time.md</c>.
/// </summary>
public static class ComparisonFiles
{
    // Apart from the others, whose bytes depend on the experiment alone.
    private const string EqualTimeName = "equal-time.md";

    /// <summary>
    /// Writes all files. The plots of the first comparison are <c>adaptation.svg</c> and <c>tasks.svg</c>, those of
    /// further ones carry their split, as in <c>adaptation-extrapolation.svg</c>.
    /// </summary>
    /// <param name="folder">Created if it is not there.</param>
    /// <param name="comparisons">One per task set, the most important first; at least one.</param>
    /// <param name="learning">Meta-training curves; none leaves out their plot.</param>
    public static void Write(
        string folder, IReadOnlyList<Comparison> comparisons, IReadOnlyList<LearningSeries>? learning = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(comparisons.Count);
        var plots = new List<IReadOnlyList<PlotLink>>();
        foreach (var comparison in comparisons)
        {
            var protocol = comparison.Protocol;
            var suffix = plots.Count == 0 ? ""
                : "-" + FileName(protocol.Tasks.Split) + (protocol.SingleLane ? "-single-lane" : "");
            var set = ProtocolText.Set(protocol);
            var (adaptation, tasks) = ($"plots/adaptation{suffix}.svg", $"plots/tasks{suffix}.svg");
            AtomicFile.Write(Path.Combine(folder, adaptation), AdaptationPlot.Svg(comparison));
            AtomicFile.Write(Path.Combine(folder, tasks), TaskPlot.Svg(comparison));
            plots.Add([
                new PlotLink($"Return after each update, {set}", adaptation),
                new PlotLink($"Adapted return on every task, {set}", tasks),
            ]);
        }

        var curves = learning is { Count: > 0 }
            ? new PlotLink("Meta-training curves", "plots/learning.svg")
            : null;
        if (curves is not null)
        {
            AtomicFile.Write(Path.Combine(folder, curves.Path), LearningPlot.Svg(learning!));
        }

        AtomicFile.Write(Path.Combine(folder, "comparison.json"), ComparisonJson.Bytes(comparisons));
        var equalTime = EqualTime.Of(learning ?? []);
        if (equalTime is not null)
        {
            AtomicFile.Write(Path.Combine(folder, EqualTimeName), ComparisonMarkdown.Text(equalTime, comparisons[0]));
        }
        else
        {
            File.Delete(Path.Combine(folder, EqualTimeName)); // of an earlier comparison
        }

        AtomicFile.Write(
            Path.Combine(folder, "comparison.md"),
            ComparisonMarkdown.Text(comparisons, plots, curves, equalTime is null ? null : EqualTimeName));
    }

    private static string FileName(string split) =>
        string.Concat(split.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' ? letter : '_'));
}
