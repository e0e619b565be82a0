using System.Text.Json;
using System.Text.Json.Serialization;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Tasks;
using MetaRL.Files;
using static TorchSharp.torch;

namespace MetaRL.Configuration;

/// <summary>A frozen set of tasks: the parameters of every task, with a hash over what they are.</summary>
/// <remarks>
/// A parameter that a file lacks has its default, so that files outlive what a family gets later. Files of format 1
/// have another hash, over all of their parameters, and are read as well.
/// </remarks>
/// <param name="Family">Name of the family.</param>
/// <param name="Hash"><see cref="TaskDistribution.ContentHash"/> of the tasks.</param>
/// <param name="Parameters">Name or alias → values, task after task.</param>
public sealed record TaskSetFile(string Family, string Hash, IReadOnlyDictionary<string, TaskValues> Parameters)
{
    /// <summary>Name of the copy in a run's directory.</summary>
    public const string NameInRun = "task-set.json";

    private const int FirstFormat = 1;
    private const int CurrentFormat = 2;

    private static readonly JsonSerializerOptions Json =
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Version of the file's format.</summary>
    [JsonPropertyOrder(-1)]
    public int Format { get; init; } = CurrentFormat;

    /// <summary>N.</summary>
    [JsonIgnore]
    public int Count => (int)Parameters.Values.First().Shape[0];

    /// <summary>The file of some tasks.</summary>
    /// <param name="family">Whose.</param>
    /// <param name="tasks">N tasks.</param>
    public static TaskSetFile Of(TaskFamily family, TaskSet tasks) =>
        new(family.Name, family.Tasks.ContentHash(tasks), tasks.Names.ToDictionary(name => name, name => tasks[name]));

    /// <summary>How many tasks a file has, before the family is known that it is to be held against.</summary>
    /// <exception cref="ConfigurationException">No such file, or no task set; one line.</exception>
    public static int CountIn(string path) => Read(path).Count;

    /// <summary>Reads a file and holds its tasks against its hash.</summary>
    /// <exception cref="ConfigurationException">
    /// No such file, another family, an unphysical value, or another hash; one line.
    /// </exception>
    public static TaskSetFile Load(string path, TaskFamily family)
    {
        var file = Read(path);
        if (file.Family != family.Name)
        {
            throw new ConfigurationException(
                $"{path}: These are tasks of '{file.Family}', but the family is '{family.Name}'.");
        }

        RequireKnownParameters(path, file, family);
        try
        {
            using var scope = NewDisposeScope();
            var tasks = file.Tasks(family);
            _ = family.Batch(tasks); // rules that only whole tasks can break
            var hash = file.Format == FirstFormat
                ? new TaskSet(file.Parameters.ToDictionary(
                    pair => family.Tasks.Parameter(pair.Key).Name, pair => pair.Value)).FormatOneHash()
                : family.Tasks.ContentHash(tasks);
            return hash == file.Hash
                ? file
                : throw new ConfigurationException(
                    $"{path}: The tasks have the hash {hash[..12]}, but the file says"
                    + $" {file.Hash[..Math.Min(12, file.Hash.Length)]}:"
                    + " it was changed. Restore it, or freeze a set of its own.");
        }
        catch (TaskParameterException wrong)
        {
            throw new ConfigurationException($"{path}: {wrong.Message}", wrong);
        }
    }

    private static TaskSetFile Read(string path)
    {
        TaskSetFile? file;
        try
        {
            file = JsonSerializer.Deserialize<TaskSetFile>(File.ReadAllText(path), Json);
        }
        catch (Exception wrong) when (wrong is JsonException or NotSupportedException)
        {
            throw new ConfigurationException(
                $"{path}: This is no task set of MetaRL; `metarl freeze` writes one.", wrong);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            var reason = Directory.Exists(path)
                ? "This is a folder; name a file."
                : $"The task set cannot be read: {wrong.Message}";
            throw new ConfigurationException($"{path}: {reason}".ReplaceLineEndings(" "), wrong);
        }

        return file is { Parameters.Count: > 0, Hash: not null, Format: FirstFormat or CurrentFormat }
            && !file.Parameters.Values.Any(IsMalformed)
            ? file
            : throw new ConfigurationException($"{path}: This is no task set of MetaRL; `metarl freeze` writes one.");
    }

    private static bool IsMalformed(TaskValues? values) =>
        values is not { Shape.Length: > 0, Numbers: not null } || values.Shape.Any(size => size < 1)
        || values.Shape.Aggregate(1L, (product, size) => product * size) != values.Numbers.Length;

    // A family with other settings may have fewer parameters, or the same of other sizes.
    private static void RequireKnownParameters(string path, TaskSetFile file, TaskFamily family)
    {
        string[] own = [.. family.Tasks.Parameters.Select(parameter => Axes(parameter.Name, parameter.Shape)).Order()];
        string[] frozen = [.. file.Parameters.Select(pair => Axes(NameOf(pair.Key), pair.Value.Shape[1..])).Order()];
        if (frozen.Except(own).Any())
        {
            throw new ConfigurationException(
                $"{path}: These are tasks of '{family.Name}' with other settings: they have"
                + $" {string.Join(", ", frozen)}, but the family has"
                + $" {string.Join(", ", own)}. Give the family the settings that it was frozen with.");
        }

        if (file.Parameters.Values.Any(values => values.Shape[0] != file.Count))
        {
            throw new ConfigurationException(
                $"{path}: Every parameter must have the same number of tasks, {file.Count}.");
        }

        string NameOf(string key) =>
            family.Tasks.Parameters.FirstOrDefault(parameter => parameter.IsCalled(key))?.Name ?? key;
    }

    private static string Axes(string name, IEnumerable<long> shape) =>
        name + string.Concat(
            shape.Select(size => $"[{size.ToString(System.Globalization.CultureInfo.InvariantCulture)}]"));

    /// <summary>The tasks.</summary>
    public TaskSet Tasks(TaskFamily family) => family.Tasks.Create(Parameters, Count);

    public void Save(string path) => AtomicFile.Write(path, JsonSerializer.Serialize(this, Json) + "\n");
}
