using MetaRL.Configuration.Yaml;
using MetaRL.Evaluation.Measuring;
using MetaRL.Runs;

namespace MetaRL.Tracking;

/// <summary>The runs below some folders.</summary>
/// <param name="Runs">Those that can be read, in the order of their paths.</param>
/// <param name="Damaged">One line for each that cannot.</param>
public sealed record RunCatalog(IReadOnlyList<RunRecord> Runs, IReadOnlyList<string> Damaged)
{
    /// <summary>Reads all runs.</summary>
    /// <param name="folders">Folders of runs, of experiments, or above; links below them are not followed.</param>
    /// <exception cref="RunDirectoryException">A folder is not there.</exception>
    public static RunCatalog Read(IReadOnlyList<string> folders)
    {
        var (runs, damaged) = (new List<RunRecord>(), new List<string>());
        foreach (var location in folders.SelectMany(Locations).DistinctBy(Path.GetFullPath))
        {
            try
            {
                runs.Add(RunRecord.Read(location));
            }
            catch (Exception wrong) when (wrong is RunDirectoryException or ConfigurationException
                or EvaluationFormatException or IOException or UnauthorizedAccessException)
            {
                damaged.Add(wrong.Message.Contains(location, StringComparison.Ordinal)
                    ? wrong.Message
                    : $"{location}: {wrong.Message}");
            }
        }

        return new RunCatalog(runs, damaged);
    }

    /// <summary>Every key that one of the runs has, those of every run first.</summary>
    public IReadOnlyList<string> Keys =>
    [
        .. RunRecord.Keys,
        .. Runs.SelectMany(run => run.Values.Keys).Except(RunRecord.Keys).Distinct().Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Locations(string folder) => Directory.Exists(folder)
        ? Below(folder)
        : throw new RunDirectoryException($"{folder}: There is no such folder.");

    private static IEnumerable<string> Below(string folder)
    {
        if (RunDirectory.IsRun(folder))
        {
            return [folder];
        }

        try
        {
            return Directory.GetDirectories(folder)
                .Where(one => !File.GetAttributes(one).HasFlag(FileAttributes.ReparsePoint))
                .Order(StringComparer.Ordinal).SelectMany(Below);
        }
        catch (UnauthorizedAccessException)
        {
            return []; // another user's, and no run of ours
        }
    }
}
