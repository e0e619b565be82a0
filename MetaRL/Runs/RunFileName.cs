using System.Text.RegularExpressions;

namespace MetaRL.Runs;

/// <summary>
/// Names of the files of a run that go from process to process, relative to its directory, with / between folders.
/// </summary>
/// <remarks>There is no other: whatever a peer calls a file, it lies inside the run.</remarks>
public static partial class RunFileName
{
    public const string Metrics = "metrics.csv";

    public const string Provenance = "provenance.json";

    private const int Longest = 200; // letters

    /// <summary>Whether a file of this name may be sent and taken.</summary>
    public static bool IsAllowed(string name) =>
        name.Length <= Longest && (name is Metrics or Provenance || IsCheckpoint(name) || Evaluation().IsMatch(name));

    /// <summary>Whether it is that of a checkpoint.</summary>
    public static bool IsCheckpoint(string name) => Checkpoint().IsMatch(name);

    /// <summary>The file in a directory.</summary>
    /// <exception cref="RunDirectoryException">The name is none that may be taken.</exception>
    public static string PathIn(string directory, string name) => IsAllowed(name)
        ? Path.Combine([directory, .. name.Split('/')])
        : throw new RunDirectoryException(
            $"{directory}: A peer names the file '{Printable(name)}', which is none of a run; nothing is written.");

    private static string Printable(string name) => string.Concat(
        name.Take(Longest).Select(letter => letter is >= ' ' and <= '~' ? letter : '?'));

    [GeneratedRegex(@"\Acheckpoints/iteration-[0-9]{6,18}\.safetensors\z")]
    private static partial Regex Checkpoint();

    [GeneratedRegex(@"\Aevaluation/[A-Za-z0-9][A-Za-z0-9_.-]*\.json\z")]
    private static partial Regex Evaluation();
}
