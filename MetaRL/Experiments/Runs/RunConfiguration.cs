using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MetaRL.Experiments.Yaml;

namespace MetaRL.Experiments.Runs;

/// <summary>The settings that the numbers of one training run depend on, by full key.</summary>
/// <remarks>
/// Not among them, so that they may change from one start of a run to the next: the name, seeds, other algorithms,
/// evaluation, compute, and how often checkpoints are written. The number of iterations may grow.
/// </remarks>
internal sealed class RunConfiguration
{
    private const string Iterations = "training.iterations";

    private readonly IReadOnlyDictionary<string, string> _values;

    private RunConfiguration(IReadOnlyDictionary<string, string> values) => _values = values;

    public static RunConfiguration Of(Experiment experiment, AlgorithmSettings algorithm) =>
        Parse(experiment.ResolvedYaml, algorithm.Name, "config.yaml");

    /// <summary>Reads a resolved configuration.</summary>
    /// <exception cref="ConfigurationException">It is no YAML.</exception>
    public static RunConfiguration Parse(string resolvedYaml, string algorithm, string file)
    {
        var values = new Dictionary<string, string>();
        if (YamlComposer.Compose(resolvedYaml, line => Origin.Line(file, line)) is ConfigMap root)
        {
            Flatten(root, "", values);
        }

        var own = $"algorithms.{algorithm}.";
        return new(values
            .Where(pair => pair.Key.StartsWith(own, StringComparison.Ordinal) || IsShared(pair.Key))
            .ToDictionary(pair => pair.Key, pair => pair.Value));
    }

    /// <summary>SHA-256 of all but the number of iterations.</summary>
    public string Hash()
    {
        var lines = _values.Where(pair => pair.Key != Iterations)
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key}: {pair.Value}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    /// <summary>
    /// The first key in which a run that goes on with these settings would not be the one that was begun; null if
    /// there is none.
    /// </summary>
    public string? DifferenceFrom(RunConfiguration begun)
    {
        foreach (var (key, value) in _values)
        {
            var before = begun._values.GetValueOrDefault(key);
            if (before != value && !(key == Iterations && IsMore(value, before)))
            {
                return $"{key} is {value} now, but was {before ?? "not set"}";
            }
        }

        return begun._values.Keys.FirstOrDefault(key => !_values.ContainsKey(key)) is { } gone
            ? $"{gone} is not set now, but was {begun._values[gone]}"
            : null;
    }

    private static bool IsShared(string key) =>
        key.Split('.')[0] is "family" or "policy" or "inner" or "training"
        && key != "training.checkpoint_every_iterations";

    private static bool IsMore(string now, string? before) =>
        long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var less)
        && long.TryParse(now, NumberStyles.None, CultureInfo.InvariantCulture, out var more)
        && more >= less;

    private static void Flatten(ConfigMap map, string prefix, Dictionary<string, string> values)
    {
        foreach (var entry in map.Entries)
        {
            if (entry.Value is ConfigMap section)
            {
                Flatten(section, $"{prefix}{entry.Key}.", values);
            }
            else
            {
                values[prefix + entry.Key] = entry.Value.Words;
            }
        }
    }
}
