using MetaRL.Configuration.Yaml;

namespace MetaRL.Configuration.Sweeps;

/// <summary>One key that is swept.</summary>
/// <param name="Key">The key, with dots.</param>
/// <param name="Values">What it can be; none for a range.</param>
/// <param name="Range">What it is drawn from; null for values.</param>
/// <param name="Origin">Where it is written.</param>
internal sealed record SweepAxis(string Key, IReadOnlyList<ConfigNode> Values, SweepRange? Range, Origin Origin)
{
    // What a whole file is about, and what a sweep is in.
    private static readonly string[] Forbidden = ["name", "seeds", "sweep", "experiments"];

    public static SweepAxis Read(ConfigEntry entry)
    {
        var parts = entry.Key.Split('.');
        if (parts.Any(part => part.Trim().Length == 0))
        {
            throw entry.Error(
                "A swept key is words with dots between, such as inner.step_size, but is"
                + $" '{Quotation.Of(entry.Key)}'.");
        }

        if (Forbidden.Contains(parts[0]))
        {
            throw entry.Error(
                $"'{Quotation.Of(entry.Key)}' cannot be swept; sweep keys of one experiment, in it.");
        }

        if (entry.Value is ConfigMap map && SweepRange.Read(entry.Key, map) is { } range)
        {
            return new SweepAxis(entry.Key, [], range, entry.Origin);
        }

        if (entry.Value is not ConfigList { Items: var items })
        {
            throw entry.Error(
                $"sweep.{Quotation.Of(entry.Key)} must be a list of values or a range such as {SweepRange.Example}"
                + $" ({SweepRange.Names}), but is {entry.Value.Words}.");
        }

        if (items is [ConfigMap only] && SweepRange.Read(entry.Key, only) is { } listed)
        {
            return new SweepAxis(entry.Key, [], listed, entry.Origin); // as the command line has it
        }

        if (items.Count == 0)
        {
            throw entry.Error($"sweep.{Quotation.Of(entry.Key)} must hold at least one value, but is [].");
        }

        var twice = items.GroupBy(SweepText.Meaning).FirstOrDefault(same => same.Count() > 1);
        return twice is null
            ? new SweepAxis(entry.Key, items, Range: null, entry.Origin)
            : throw entry.Error(
                $"The values of sweep.{Quotation.Of(entry.Key)} must be different from each other, but"
                + $" {Quotation.Of(SweepText.Of(twice.First()))} is there twice.");
    }

    /// <summary>The value at u ∈ [0, 1): each as likely as the others.</summary>
    public ConfigNode At(double u) => Range is null
        ? Values[(int)(u * Values.Count)]
        : new ConfigScalar(Origin, Range.At(u), IsNull: false);

    /// <summary>A value put in the key's place.</summary>
    public Override With(ConfigNode value) => new(Key.Split('.'), value, Origin);
}
