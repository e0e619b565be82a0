using System.Text.Json;
using System.Text.Json.Serialization;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Experiments;

/// <summary>A frozen set of tasks: every parameter of every task, with a hash over all of them.</summary>
/// <param name="Family">Name of the family.</param>
/// <param name="Hash"><see cref="TaskBatch.ContentHash"/> of the tasks.</param>
/// <param name="Parameters">Name → values, task after task.</param>
public sealed record TaskSetFile(string Family, string Hash, IReadOnlyDictionary<string, TaskSetFile.Values> Parameters)
{
    private const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <param name="Shape">N and the axes of one task's value.</param>
    /// <param name="Numbers">Row-major.</param>
    public sealed record Values(long[] Shape, double[] Numbers);

    /// <summary>Version of the file's format.</summary>
    [JsonPropertyOrder(-1)]
    public int Format { get; init; } = CurrentFormat;

    /// <summary>N.</summary>
    [JsonIgnore]
    public int Count => (int)Parameters.Values.First().Shape[0];

    /// <summary>The file of some tasks.</summary>
    /// <param name="family">Whose.</param>
    /// <param name="tasks">N tasks, float64 on the CPU.</param>
    public static TaskSetFile Of(TaskFamily family, TaskBatch tasks) => new(family.Name, tasks.ContentHash(), tasks.Names.ToDictionary(
        name => name, name => new Values(tasks[name].shape, tasks[name].contiguous().data<double>().ToArray())));

    /// <summary>Reads a file and holds its tasks against its hash.</summary>
    /// <exception cref="ConfigurationException">No such file, another family, an unphysical value, or another hash; one line.</exception>
    public static TaskSetFile Load(string path, TaskFamily family)
    {
        TaskSetFile? file;
        try
        {
            file = JsonSerializer.Deserialize<TaskSetFile>(File.ReadAllText(path), Json);
        }
        catch (Exception wrong) when (wrong is JsonException or NotSupportedException)
        {
            throw new ConfigurationException($"{path}: This is no task set of MetaRL; `metarl freeze` writes one.", wrong);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: The task set cannot be read: {wrong.Message.ReplaceLineEndings(" ")}", wrong);
        }

        if (file is not { Parameters.Count: > 0, Hash: not null } || file.Format != CurrentFormat || file.Parameters.Values.Any(IsMalformed))
        {
            throw new ConfigurationException($"{path}: This is no task set of MetaRL; `metarl freeze` writes one.");
        }

        if (file.Family != family.Name)
        {
            throw new ConfigurationException($"{path}: These are tasks of '{file.Family}', but the family is '{family.Name}'.");
        }

        RequireSameShapes(path, file, family);
        using var scope = NewDisposeScope();
        try
        {
            var hash = file.Tasks(family).ContentHash();
            return hash == file.Hash
                ? file
                : throw new ConfigurationException(
                    $"{path}: The tasks have the hash {hash[..12]}, but the file says {file.Hash[..Math.Min(12, file.Hash.Length)]}:"
                    + " it was changed. Restore it, or freeze a set of its own.");
        }
        catch (TaskParameterException wrong)
        {
            throw new ConfigurationException($"{path}: {wrong.Message}", wrong);
        }
    }

    private static bool IsMalformed(Values? values) =>
        values is not { Shape.Length: > 0, Numbers: not null } || values.Shape.Any(size => size < 1)
        || values.Shape.Aggregate(1L, (product, size) => product * size) != values.Numbers.Length;

    // A family with other settings has other parameters, or the same of other sizes.
    private static void RequireSameShapes(string path, TaskSetFile file, TaskFamily family)
    {
        string[] own = [.. family.Parameters.Select(parameter => Axes(parameter.Name, parameter.Shape)).Order()];
        string[] frozen = [.. file.Parameters.Select(pair => Axes(pair.Key, pair.Value.Shape[1..])).Order()];
        if (!own.SequenceEqual(frozen))
        {
            throw new ConfigurationException(
                $"{path}: These are tasks of '{family.Name}' with other settings: they have {string.Join(", ", frozen)}, but the family has"
                + $" {string.Join(", ", own)}. Give the family the settings that it was frozen with.");
        }

        if (file.Parameters.Values.Any(values => values.Shape[0] != file.Count))
        {
            throw new ConfigurationException($"{path}: Every parameter must have the same number of tasks, {file.Count}.");
        }
    }

    private static string Axes(string name, IEnumerable<long> shape) =>
        name + string.Concat(shape.Select(size => $"[{size.ToString(System.Globalization.CultureInfo.InvariantCulture)}]"));

    /// <summary>The tasks, float64 on the CPU.</summary>
    public TaskBatch Tasks(TaskFamily family) => family.Create(
        Parameters.ToDictionary(pair => pair.Key, pair => tensor(pair.Value.Numbers, pair.Value.Shape)), Count);

    public void Save(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Json) + "\n");
}
