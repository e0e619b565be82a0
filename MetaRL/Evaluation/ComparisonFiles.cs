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
    private const string ByTimeName = "learning-time";

    private static readonly (string Folder, PlotStyle Style, FigureFormat[] Formats) Plots =
        ("plots", PlotStyle.Page, [FigureFormat.Svg, FigureFormat.Png]);

    private static readonly (string Folder, PlotStyle Style, FigureFormat[] Formats) Paper =
        ("paper", PlotStyle.Column, [FigureFormat.Svg, FigureFormat.Png, FigureFormat.Pdf]);

    /// <summary>
    /// Writes all files. The plots of the first comparison are <c>adaptation.svg</c>, <c>tasks.svg</c> and so on, those
    /// of further ones carry their split, as in <c>adaptation-extrapolation.svg</c>; each is there as PNG too.
    /// </summary>
    /// <param name="folder">Created if it is not there.</param>
    /// <param name="comparisons">One per task set, the most important first; at least one.</param>
    /// <param name="learning">Meta-training curves; none leaves out their plots.</param>
    /// <param name="axes">In what the tasks of the first comparison differ; none leaves out their map.</param>
    /// <param name="paper">
    /// Whether to write <c>paper/</c> as well: the same figures for a column of a paper, as PDF too.
    /// </param>
    /// <param name="notes">What has to be known of the runs, in Markdown.</param>
    public static void Write(
        string folder, IReadOnlyList<Comparison> comparisons, IReadOnlyList<LearningSeries>? learning = null,
        IReadOnlyList<TaskAxis>? axes = null, bool paper = false, IReadOnlyList<string>? notes = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(comparisons.Count);
        var tasks = comparisons[0].Protocol.Tasks;
        ComparisonFigure[][] figures =
        [
            .. comparisons.Select((one, index) => ComparisonFigure.Of(
                one, one.Protocol.Tasks.Hash == tasks.Hash ? axes ?? [] : [], index == 0 ? "" : Suffix(one)).ToArray()),
        ];
        var curves = learning is { Count: > 0 }
            ? new ComparisonFigure(
                "learning", "Meta-training curves", style => LearningPlot.BySteps(tasks.Family, learning, style))
            : null;
        var equalTime = EqualTime.Of(learning ?? []);
        var byTime = equalTime is null ? null : new ComparisonFigure(
            ByTimeName, "Meta-training curves over time",
            style => LearningPlot.ByTime(tasks.Family, learning!, style));
        DeleteTimes(folder); // of an earlier comparison
        ComparisonFigure?[] all = [.. figures.SelectMany(some => some), curves, byTime];
        foreach (var figure in all.OfType<ComparisonFigure>())
        {
            Write(folder, figure, Plots);
            if (paper)
            {
                Write(folder, figure, Paper);
            }
        }

        AtomicFile.Write(Path.Combine(folder, "comparison.json"), ComparisonJson.Bytes(comparisons));
        if (equalTime is not null)
        {
            AtomicFile.Write(
                Path.Combine(folder, EqualTimeName),
                ComparisonMarkdown.Text(equalTime, comparisons[0], Link(byTime!)));
        }

        AtomicFile.Write(
            Path.Combine(folder, "comparison.md"),
            ComparisonMarkdown.Text(
                comparisons, [.. figures.Select(some => some.Select(Link).ToArray())],
                curves is null ? null : Link(curves), equalTime is null ? null : EqualTimeName, notes ?? []));
    }

    private static PlotLink Link(ComparisonFigure figure) =>
        new(figure.Caption, $"{Plots.Folder}/{figure.Name}.svg");

    private static void Write(
        string folder, ComparisonFigure figure, (string Folder, PlotStyle Style, FigureFormat[] Formats) kind)
    {
        using var drawn = figure.Draw(kind.Style);
        foreach (var format in kind.Formats)
        {
            AtomicFile.Write(
                Path.Combine(folder, kind.Folder, $"{figure.Name}.{format.Extension()}"), drawn.Bytes(format));
        }
    }

    private static void DeleteTimes(string folder)
    {
        File.Delete(Path.Combine(folder, EqualTimeName));
        foreach (var kind in new[] { Plots, Paper }.Where(kind => Directory.Exists(Path.Combine(folder, kind.Folder))))
        {
            foreach (var format in kind.Formats)
            {
                File.Delete(Path.Combine(folder, kind.Folder, $"{ByTimeName}.{format.Extension()}"));
            }
        }
    }

    private static string Suffix(Comparison comparison) =>
        "-" + FileName(comparison.Protocol.Tasks.Split) + (comparison.Protocol.SingleLane ? "-single-lane" : "");

    private static string FileName(string split) =>
        string.Concat(split.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' ? letter : '_'));
}
