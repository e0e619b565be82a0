using MetaRL.Evaluation.Statistics;
using MetaRL.Scheduling;
using MetaRL.Tracking;

namespace MetaRL.Reporting;

/// <summary>All that a page of an experiment shows.</summary>
/// <param name="Name">Of the experiment.</param>
/// <param name="Comparisons">One per way of measuring, the most important first.</param>
/// <param name="Runs">The runs that were compared.</param>
/// <param name="Configurations">Resolved YAML by name: one, or that of each algorithm at its best values.</param>
public sealed record ReportContent(
    string Name, IReadOnlyList<Comparison> Comparisons, IReadOnlyList<RunRecord> Runs,
    IReadOnlyList<KeyValuePair<string, string>> Configurations)
{
    /// <summary>Figures, in order.</summary>
    public IReadOnlyList<ReportMedia> Figures { get; init; } = [];

    /// <summary>Storyboards and films of agents at work.</summary>
    public IReadOnlyList<ReportMedia> Agents { get; init; } = [];

    /// <summary>The ranking of a sweep's values; null where nothing was swept.</summary>
    public SweepRanking? Ranking { get; init; }

    /// <summary>What is said below the title, such as that a run failed and is left out.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A picture or a film within a page.</summary>
/// <param name="Caption">What it shows, for those who cannot see it too.</param>
/// <param name="MediaType"><c>image/svg+xml</c>, <c>image/png</c> or <c>video/mp4</c>.</param>
/// <param name="Bytes">The file.</param>
public sealed record ReportMedia(string Caption, string MediaType, byte[] Bytes)
{
    /// <summary>A file that lies on the disk; null where it is not there.</summary>
    public static ReportMedia? Of(string caption, string path) => File.Exists(path)
        ? new ReportMedia(caption, TypeOf(path), File.ReadAllBytes(path))
        : null;

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".mp4" => "video/mp4",
        var other => throw new ArgumentException($"A page shows .svg, .png and .mp4, not '{other}'.", nameof(path)),
    };
}
