using System.Globalization;
using MetaRL.Agents.Policies;
using MetaRL.Files;
using MetaRL.Learners;
using static TorchSharp.torch;

namespace MetaRL.Checkpoints;

/// <summary>What a checkpoint belongs to; one of another run is refused.</summary>
/// <param name="Algorithm">Name of the algorithm's kind, such as <c>maml</c>.</param>
/// <param name="Family">Name of the family.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="ConfigHash">SHA-256 of the settings that the numbers depend on.</param>
public sealed record CheckpointOwner(string Algorithm, string Family, int Seed, string ConfigHash);

/// <summary>A <see cref="MetaState"/> as a file, bit for bit.</summary>
/// <remarks>
/// Safetensors with every weight under <c>theta.&lt;name&gt;</c>, every tensor of the outer optimiser under
/// <c>optimizer.&lt;name&gt;</c>, and the rest among the texts.
/// </remarks>
public static class Checkpoint
{
    private const string GoOn = "delete it, and the run goes on from the one before";
    private const string LoadElsewhere = "load it with its own run";
    private const string Format = "metarl-checkpoint";
    private const string FormatVersion = "1";
    private const string WeightPrefix = "theta.";
    private const string OptimizerPrefix = "optimizer.";

    /// <summary>Writes a checkpoint under a temporary name, waits until it is on the disk, then renames it.</summary>
    public static void Save(string path, MetaState state, CheckpointOwner owner)
    {
        var weights = state.Theta.Layout.Weights.Zip(
            state.Theta.Layout.Split(state.Theta.Flat.detach()),
            (weight, values) => StoredTensor.From(WeightPrefix + weight.Name, values));
        var optimizer = state.Optimizer.Select(entry => StoredTensor.From(OptimizerPrefix + entry.Key, entry.Value));
        var texts = new Dictionary<string, string>
        {
            ["format"] = Format,
            ["format_version"] = FormatVersion,
            ["metarl_version"] = SoftwareVersion.Number,
            ["algorithm"] = owner.Algorithm,
            ["family"] = owner.Family,
            ["seed"] = owner.Seed.ToString(CultureInfo.InvariantCulture),
            ["config_hash"] = owner.ConfigHash,
            ["iteration"] = state.Iteration.ToString(CultureInfo.InvariantCulture),
            ["env_steps"] = state.EnvSteps.ToString(CultureInfo.InvariantCulture),
            ["level"] = state.Level.ToString(CultureInfo.InvariantCulture),
        };
        using var scope = NewDisposeScope();
        var bytes = new Safetensors([.. weights, .. optimizer], texts).ToBytes();
        AtomicFile.WriteToDisk(path, bytes);
    }

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="path">The file.</param>
    /// <param name="like">
    /// A state of the learner to resume, such as its first, whose names, shapes, types and device the file must have.
    /// </param>
    /// <param name="owner">What the checkpoint must belong to.</param>
    /// <returns>The state; its tensors belong to no dispose scope.</returns>
    /// <exception cref="CheckpointException">Damaged, foreign, or of another run or architecture.</exception>
    public static MetaState Load(string path, MetaState like, CheckpointOwner owner)
    {
        var file = Read(path);
        RequireOwner(path, file.Texts, owner);
        var layout = like.Theta.Layout;
        RequireTensors(path, file, layout, like);

        using var scope = NewDisposeScope();
        var device = like.Theta.Flat.device;
        var tensors = file.Tensors.ToDictionary(tensor => tensor.Name);
        var none = zeros(0, like.Theta.Flat.dtype, device); // an agent may have no weights at all
        var flat = cat(
            [none, .. layout.Weights.Select(weight => tensors[WeightPrefix + weight.Name].On(device).flatten())]);
        var state = new MetaState(
            new Params(layout, flat),
            like.Optimizer.Keys.ToDictionary(name => name, name => tensors[OptimizerPrefix + name].On(device)),
            Number(path, file.Texts, "iteration"),
            Number(path, file.Texts, "env_steps"),
            (int)Number(path, file.Texts, "level"));
        scope.Detach(state.Tensors);
        return state;
    }

    private static Safetensors Read(string path)
    {
        Safetensors file;
        try
        {
            file = Safetensors.FromBytes(File.ReadAllBytes(path));
        }
        catch (SafetensorsException wrong)
        {
            throw new CheckpointException(
                $"{path}: The checkpoint cannot be read: {wrong.Message}; {GoOn}.", wrong);
        }
        catch (Exception wrong) when (wrong is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckpointException($"{path}: There is no such checkpoint.", wrong);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(
                $"{path}: The checkpoint cannot be read: {wrong.Message.ReplaceLineEndings(" ")}", wrong);
        }

        if (file.Texts.GetValueOrDefault("format") != Format)
        {
            throw new CheckpointException(
                $"{path}: This safetensors file is no checkpoint of MetaRL; name one from a run's checkpoints folder.");
        }

        var version = file.Texts.GetValueOrDefault("format_version");
        return version == FormatVersion
            ? file
            : throw new CheckpointException(
                $"{path}: The checkpoint's format is {version}, but this version of MetaRL reads {FormatVersion};"
                + $" use MetaRL {file.Texts.GetValueOrDefault("metarl_version")}.");
    }

    private static void RequireOwner(string path, IReadOnlyDictionary<string, string> texts, CheckpointOwner owner)
    {
        (string Key, string Expected)[] rules =
        [
            ("family", owner.Family),
            ("algorithm", owner.Algorithm),
            ("seed", owner.Seed.ToString(CultureInfo.InvariantCulture)),
        ];
        foreach (var (key, expected) in rules)
        {
            if (texts.GetValueOrDefault(key) is var found && found != expected)
            {
                throw new CheckpointException(
                    $"{path}: The checkpoint's {key} is {found}, but {expected} is asked for; {LoadElsewhere}.");
            }
        }

        if (texts.GetValueOrDefault("config_hash") != owner.ConfigHash)
        {
            throw new CheckpointException(
                $"{path}: The checkpoint was written with other settings than the run has;"
                + $" {LoadElsewhere}.");
        }
    }

    private static void RequireTensors(string path, Safetensors file, ParamLayout layout, MetaState like)
    {
        var expected = layout.Weights
            .Select(weight => Words(WeightPrefix + weight.Name, like.Theta.Flat.dtype, weight.Shape))
            .Concat(like.Optimizer.Select(
                entry => Words(OptimizerPrefix + entry.Key, entry.Value.dtype, entry.Value.shape)))
            .ToArray();
        var found = file.Tensors.Select(tensor => Words(tensor.Name, tensor.Dtype, tensor.Shape)).ToArray();
        if (found.Except(expected).FirstOrDefault() is { } surplus)
        {
            var name = surplus.Split(' ')[0];
            var instead = expected.FirstOrDefault(words => words.Split(' ')[0] == name) ?? "nothing of that name";
            throw Other(surplus, instead);
        }

        if (expected.Except(found).FirstOrDefault() is { } missing)
        {
            throw Other($"no {missing.Split(' ')[0]}", missing);
        }

        CheckpointException Other(string holds, string has) => new(
            $"{path}: The checkpoint is of another architecture: it holds {holds}, but the learner has {has};"
            + $" {LoadElsewhere}.");
    }

    private static string Words(string name, ScalarType dtype, IEnumerable<long> shape) =>
        $"{name} {dtype} [{string.Join(", ", shape)}]";

    private static long Number(string path, IReadOnlyDictionary<string, string> texts, string key) =>
        long.TryParse(texts.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new CheckpointException($"{path}: The checkpoint has no {key}; {GoOn}.");
}
