using System.Text.Json;
using MetaRL.Baselines;
using MetaRL.Files;

namespace MetaRL.Runs;

/// <summary>
/// <c>specialists-&lt;split&gt;.json</c> in an experiment's folder: what specialists of its evaluation tasks reached,
/// trained once.
/// </summary>
/// <param name="TaskHash">Content hash of the tasks.</param>
/// <param name="Settings">How they were trained.</param>
/// <param name="EnvSteps">Environment steps of training, all tasks together.</param>
/// <param name="Returns">Mean return in each task, [N].</param>
public sealed record SpecialistFile(string TaskHash, SpecialistSettings Settings, long EnvSteps, double[] Returns)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>Where the file lies.</summary>
    public static string PathIn(string folder, string split) => Path.Combine(folder, $"specialists-{split}.json");

    /// <summary>
    /// The file's specialists if they are of these tasks and settings; null if they are not, or there is no such file
    /// or a damaged one.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="taskHash">Content hash of the tasks.</param>
    /// <param name="tasks">N.</param>
    /// <param name="settings">How they are trained.</param>
    public static SpecialistFile? Find(string path, string taskHash, int tasks, SpecialistSettings settings)
    {
        try
        {
            var file = JsonSerializer.Deserialize<SpecialistFile>(File.ReadAllText(path), Json);
            return file is not null && file.TaskHash == taskHash && file.Settings == settings
                && file.Returns.Length == tasks && file.Returns.All(double.IsFinite)
                ? file
                : null;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    public void Save(string path) => AtomicFile.Write(path, JsonSerializer.Serialize(this, Json) + "\n");
}
