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
        var stride = 1L;
        while (all.SkipLast(1).Count(saved => saved.Iteration > 0 && saved.Iteration % stride == 0) > Kept)
        {
            stride *= 2;
        }

        foreach (var saved in all.SkipLast(1).Where(saved => saved.Iteration % stride != 0))
        {
            File.Delete(saved.Path);
        }
    }
}
