using System.Text;
using MetaRL.Configuration.Yaml;

namespace MetaRL.Configuration;

/// <summary>
/// Experiments as YAML: one in a file, or a group of them under <c>experiments:</c> with what they share above.
/// </summary>
public static class ExperimentFile
{
    private const int MostLetters = 4_000_000;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="overrides">
    /// <c>key=value</c> each, put into the file's tree before it is read: in a group into every experiment, or with
    /// <c>experiments.&lt;name&gt;.</c> in front into one.
    /// </param>
    /// <param name="options">What else is said beside the file; nothing by default.</param>
    /// <returns>The experiments in the order of the file; of a sweep one for each point.</returns>
    /// <exception cref="ConfigurationException">The first rule that is broken, on one line.</exception>
    public static IReadOnlyList<Experiment> Load(
        string path, IReadOnlyList<string> overrides, ReadingOptions? options = null) =>
        Parse(ReadText(path), path, overrides, options);

    /// <summary>Reads the text of a file.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">What messages call it.</param>
    /// <param name="overrides">As for <see cref="Load"/>.</param>
    /// <param name="options">As for <see cref="Load"/>.</param>
    /// <exception cref="ConfigurationException">The first rule that is broken, on one line.</exception>
    public static IReadOnlyList<Experiment> Parse(
        string yaml, string file, IReadOnlyList<string> overrides, ReadingOptions? options = null)
    {
        return Read(Root(yaml, file), [.. overrides.Select(Override.Parse)], options ?? new ReadingOptions());
    }

    /// <summary>Everything that is wrong in a file, each error on one line; nothing where it is in order.</summary>
    /// <param name="path">As for <see cref="Load"/>.</param>
    /// <param name="overrides">As for <see cref="Load"/>.</param>
    /// <param name="options">As for <see cref="Load"/>.</param>
    public static IReadOnlyList<string> Errors(
        string path, IReadOnlyList<string> overrides, ReadingOptions? options = null)
    {
        try
        {
            return ExperimentErrors.Of(
                Root(ReadText(path), path), [.. overrides.Select(Override.Parse)], options ?? new ReadingOptions());
        }
        catch (ConfigurationException wrong)
        {
            return [wrong.Message]; // no YAML
        }
    }

    /// <summary>Whether an experiment can have a name, which is that of a folder.</summary>
    public static bool IsName(string name) => ExperimentReader.IsName(name);

    /// <summary>Reads a file's tree.</summary>
    internal static IReadOnlyList<Experiment> Read(
        ConfigMap root, IReadOnlyList<Override> overrides, ReadingOptions options)
    {
        var roots = root.Find("experiments") is null
            ? [ExperimentTree.Single(root, overrides)]
            : ExperimentTree.Members(root, overrides);
        ConfigEntry[] axes = [.. options.Sweeps.Select(Override.ParseAxis)];
        if (axes.GroupBy(axis => axis.Key).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw twice.Last().Origin.Error($"{twice.Key} is swept already; give all its values to one --sweep.");
        }

        return
        [
            .. ExperimentTree.Swept(roots, axes, options.AnyNumber ? ExperimentTree.MostRuns : ReadingOptions.MostRuns)
                .Select(tree => Read(tree, options.Parallel)),
        ];
    }

    private static ConfigMap Root(string yaml, string file) =>
        YamlComposer.Compose(yaml, line => Origin.Line(file, line)) switch
        {
            ConfigMap map => map,
            null or ConfigScalar { IsNull: true } => throw new ConfigurationException(
                $"{file}: The file is empty; an experiment needs at least a name and a family."),
            var other => throw other.Origin.Error($"An experiment file must be keys and values, but is {other.Words}."),
        };

    // An override of a whole group does not say in which experiment it is wrong.
    private static Experiment Read(ExperimentTree tree, int parallel)
    {
        try
        {
            return ExperimentReader.Read(tree, parallel);
        }
        catch (ConfigurationException wrong) when (
            tree.Group is not null && wrong.Message.StartsWith(Origin.Override("").Place, StringComparison.Ordinal))
        {
            var name = (tree.Root.Find("name")?.Value as ConfigScalar)?.Value;
            throw new ConfigurationException(
                $"{wrong.Message} (Experiment '{name}' of the group; experiments.{name}.<key> overrides it alone.)",
                wrong)
            {
                Fault = wrong.Fault,
            };
        }
    }

    private static string ReadText(string path)
    {
        try
        {
            using var reader = new StreamReader(
                path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            var text = new char[MostLetters + 1];
            var length = reader.ReadBlock(text);
            return length <= MostLetters
                ? new string(text, 0, length)
                : throw new ConfigurationException(
                    $"{path}: The file has more than {MostLetters:N0} letters; an experiment file has a few thousand.");
        }
        catch (DecoderFallbackException wrong)
        {
            throw new ConfigurationException($"{path}: The file is no text in UTF-8; save it as that.", wrong);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or ArgumentException)
        {
            var reason = wrong switch
            {
                _ when Directory.Exists(path) => "This is a directory; name the experiment file in it.",
                FileNotFoundException or DirectoryNotFoundException => $"There is no such file{Neighbour(path)}",
                UnauthorizedAccessException => "The file cannot be read: permission is denied.",
                _ => $"The file cannot be read: {wrong.Message.ReplaceLineEndings(" ")}",
            };
            throw new ConfigurationException($"{path}: {reason}", wrong);
        }
    }

    private static string Neighbour(string path)
    {
        var folder = Path.GetDirectoryName(path) ?? "";
        var here = folder.Length == 0 ? "." : folder;
        var files = Directory.Exists(here) ? Directory.GetFiles(here, "*.yaml") : [];
        return NearestName.Of(Path.GetFileName(path), files.Select(file => Path.GetFileName(file)!)) is { } nearest
            ? $"; did you mean {Path.Combine(folder, nearest)}?"
            : ".";
    }
}

/// <summary>What is said beside an experiment file and its overrides.</summary>
public sealed record ReadingOptions
{
    /// <summary>Training runs that a sweep may come to unless more are asked for.</summary>
    public const double MostRuns = 10_000;

    /// <summary><c>key=value,value</c> each: keys to sweep, beside or in place of the file's.</summary>
    public IReadOnlyList<string> Sweeps { get; init; } = [];

    /// <summary>Whether a sweep may come to more than <see cref="MostRuns"/>.</summary>
    public bool AnyNumber { get; init; }

    /// <summary>Training runs at a time, which share the threads of <c>compute.threads: auto</c>.</summary>
    public int Parallel { get; init; } = 1;
}
