using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Tasks;

namespace MetaRL.Configuration.Sweeps;

/// <summary>
/// The section <c>sweep</c>: keys with the values that they take in turn, and how these are combined.
/// </summary>
/// <param name="Settings">How.</param>
/// <param name="Axes">The keys.</param>
/// <param name="Origin">Where it is written.</param>
internal sealed record Sweep(SweepSettings Settings, IReadOnlyList<SweepAxis> Axes, Origin Origin)
{
    private const int MostSamples = 1_000_000;
    private const double UnitOfDoubles = 1.0 / (1L << 53); // 53 random bits are a number in [0, 1)
    private const int DrawsPerSample = 100; // before a space counts as drawn empty

    private static readonly string[] SettingKeys = ["method", "samples", "seed", "ratio", "least_iterations"];

    /// <summary>Combinations; more than 2⁶³ count as that.</summary>
    public double Count => Settings.Samples
        ?? Axes.Aggregate(1.0, (product, axis) => product * axis.Values.Count);

    /// <summary>Reads the section.</summary>
    /// <param name="map">What is written, and keys from elsewhere.</param>
    /// <param name="section">The key of the section; null where it is not in the file.</param>
    public static Sweep Read(ConfigMap map, ConfigEntry? section)
    {
        foreach (var entry in map.Entries.Where(entry => !entry.Key.Contains('.') && !SettingKeys.Contains(entry.Key)))
        {
            throw entry.Error(
                $"Unknown key '{Quotation.Of(entry.Key)}' in sweep: swept keys are written in full, such as"
                + " 'inner.step_size: [0.1, 0.5]', or with --sweep inner.step_size=0.1,0.5; and beside them there are"
                + $" {string.Join(", ", SettingKeys)}.");
        }

        SweepAxis[] axes = [.. map.Entries.Where(entry => entry.Key.Contains('.')).Select(SweepAxis.Read)];
        if (axes.Length == 0)
        {
            throw map.Origin.Error(
                "sweep names no key, so there is nothing to run; write such as 'inner.step_size: [0.1, 0.5]', or remove"
                + " it.",
                new Fault(map.Origin) { Key = section, Lacks = "inner.step_size" });
        }

        var settings = map with { Entries = [.. map.Entries.Where(entry => !entry.Key.Contains('.'))] };
        return new Sweep(ReadSettings(new YamlSection(settings, "sweep"), axes), axes, map.Origin);
    }

    /// <summary>The combinations, in the order of the values with the last key changing first, or as drawn.</summary>
    public IEnumerable<(SweepPoint Point, IReadOnlyList<Override> Overrides)> Points()
    {
        var labels = new HashSet<string>();
        foreach (var values in Settings.Samples is { } samples ? Drawn(samples) : Combinations())
        {
            KeyValuePair<string, string>[] texts =
                [.. Axes.Zip(values, (axis, value) => KeyValuePair.Create(axis.Key, SweepText.Of(value)))];
            var label = SweepText.Label(texts);
            label = labels.Add(label) ? label : SweepText.Distinct(label, texts);
            yield return (
                new SweepPoint(Settings, (int)Count, label, texts),
                [.. Axes.Zip(values, (axis, value) => axis.With(value))]);
        }
    }

    /// <summary>Reads what a sweep says beside its keys.</summary>
    public static SweepSettings ReadSettings(YamlSection section, IReadOnlyList<SweepAxis> axes)
    {
        var ranged = axes.FirstOrDefault(axis => axis.Range is not null);
        var method = section.Choice(
            "method",
            ranged is not null || section.Has("samples") ? "random" : "grid",
            [("grid", SearchMethod.Grid), ("random", SearchMethod.Random), ("halving", SearchMethod.Halving)]);
        if (method == SearchMethod.Grid && ranged is not null)
        {
            throw ranged.Origin.Error(
                $"A grid has values, but sweep.{ranged.Key} is a range; write values, or 'method: random'.");
        }

        int? samples = method == SearchMethod.Random || section.Has("samples") || ranged is not null
            ? section.Int("samples", 20, atLeast: 1, MostSamples)
            : null;
        if (method == SearchMethod.Grid && samples is not null)
        {
            throw section.Error(
                "samples", "A grid has all combinations; remove sweep.samples, or write 'method: random'.");
        }

        var seed = section.Int("seed", 0, atLeast: 0);
        if (method != SearchMethod.Halving)
        {
            Refuse(section, "ratio");
            Refuse(section, "least_iterations");
            return new SweepSettings(method, samples, seed, Ratio: 0, LeastIterations: 0);
        }

        var moved = axes.FirstOrDefault(axis =>
            axis.Key == "training.iterations" || axis.Key.StartsWith("family.", StringComparison.Ordinal));
        return moved is null
            ? new SweepSettings(
                method, samples, seed, section.Int("ratio", 3, atLeast: 2),
                section.Int("least_iterations", 1, atLeast: 1))
            : throw moved.Origin.Error(
                $"Halving compares training returns after equally many iterations on the same family, so {moved.Key}"
                + " cannot be swept by it; take 'method: grid' or 'random'.");
    }

    private static void Refuse(YamlSection section, string key)
    {
        if (section.Has(key))
        {
            throw section.Error(key, $"sweep.{key} is for 'method: halving'; remove the key.");
        }
    }

    private IEnumerable<IReadOnlyList<ConfigNode>> Combinations() => Axes.Aggregate(
        (IEnumerable<IReadOnlyList<ConfigNode>>)[[]],
        (all, axis) => all.SelectMany(one => axis.Values.Select(IReadOnlyList<ConfigNode> (value) => [.. one, value])));

    // Without the same combination twice.
    private IEnumerable<IReadOnlyList<ConfigNode>> Drawn(int samples)
    {
        var random = new SplitMix64(new RngKey((ulong)Settings.Seed).For("sweep").Seed);
        var drawn = new HashSet<string>();
        for (var draws = 0; drawn.Count < samples; draws++)
        {
            IReadOnlyList<ConfigNode> values = [.. Axes.Select(axis => axis.At((random.Next() >> 11) * UnitOfDoubles))];
            if (drawn.Add(string.Join('\n', values.Select(SweepText.Of))))
            {
                yield return values;
            }
            else if (draws > DrawsPerSample * (drawn.Count + 1))
            {
                throw Origin.Error(
                    $"sweep.samples is {samples}, but there are hardly more than {drawn.Count} different combinations;"
                    + " ask for fewer, or for all with 'method: grid'.");
            }
        }
    }
}
