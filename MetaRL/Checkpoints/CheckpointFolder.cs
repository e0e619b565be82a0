using System.Globalization;

namespace MetaRL.Checkpoints;

/// <summary>A checkpoint's place.</summary>
public sealed record SavedCheckpoint(long Iteration, string Path);

/// <summary>The checkpoints of one run: the latest, and some ten spread over its training.</summary>
/// <param name="folder">The folder; it need not be there.</param>
public sealed class CheckpointFolder(string folder)
{
    private const int Kept = 10;
    private const string Prefix = "iteration-";
    private const string Suffix = ".safetensors";

    public string Folder => folder;

    /// <summary>The checkpoints, in the order of their iterations.</summary>
    public IReadOnlyList<SavedCheckpoint> List() => !Directory.Exists(folder) ? [] :
    [
        .. Directory.GetFiles(folder, $"{Prefix}*{Suffix}")
            .Select(file => (File: file, Text: Path.GetFileName(file)[Prefix.Length..^Suffix.Length]))
            .Where(entry => long.TryParse(entry.Text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(entry => new SavedCheckpoint(long.Parse(entry.Text, CultureInfo.InvariantCulture), entry.File))
            .OrderBy(saved => saved.Iteration),
    ];

    /// <summary>The one that training goes on from; null before the first.</summary>
    public SavedCheckpoint? Latest() => List() is [.., var latest] ? latest : null;

    /// <summary>Where the checkpoint of an iteration lies.</summary>
    public string PathOf(long iteration) => Path.Combine(folder, $"{Prefix}{iteration:D6}{Suffix}");

    /// <summary>Deletes checkpoints until, beside the latest and the first state, at most ten are left.</summary>
    /// <remarks>
    /// Kept are the multiples of the smallest power of two that leaves few enough. That power only grows, so it makes
    /// no difference whether checkpoints are thinned out one by one or all at once.
    /// </remarks>
    public void Thin()
    {
        var all = List();
        var kept = Thinned([.. all.Select(saved => saved.Iteration)]);
        foreach (var saved in all.Where(saved => !kept.Contains(saved.Iteration)))
        {
            File.Delete(saved.Path);
        }
    }

    /// <summary>The iterations whose checkpoints are kept.</summary>
    /// <param name="iterations">Those that there are, in order.</param>
    internal static IReadOnlyList<long> Thinned(IReadOnlyList<long> iterations)
    {
        var stride = 1L;
        while (iterations.SkipLast(1).Count(iteration => iteration > 0 && iteration % stride == 0) > Kept)
        {
            stride *= 2;
        }

        return [.. iterations.SkipLast(1).Where(iteration => iteration % stride == 0), .. iterations.TakeLast(1)];
    }
}
