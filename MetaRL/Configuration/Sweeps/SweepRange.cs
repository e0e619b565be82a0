using System.Globalization;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Tasks;

namespace MetaRL.Configuration.Sweeps;

/// <summary>A range that values are drawn from, uniformly or uniformly in their logarithm.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="IsLogarithmic">Whether factors are as likely as each other instead of differences.</param>
/// <param name="IsWhole">Whether only whole numbers are drawn, both ends with them.</param>
internal sealed record SweepRange(double Low, double High, bool IsLogarithmic, bool IsWhole)
{
    private const int Digits = 3; // of a value: names of folders are read, and nobody tunes the fourth

    /// <summary>Kinds of ranges by the word that opens them.</summary>
    private static readonly IReadOnlyDictionary<string, (bool Logarithmic, bool Whole)> Kinds =
        new Dictionary<string, (bool, bool)>
        {
            ["uniform"] = (false, false),
            ["log_uniform"] = (true, false),
            ["int_uniform"] = (false, true),
            ["int_log_uniform"] = (true, true),
        };

    /// <summary>The range that a map such as <c>{log_uniform: [0.01, 1]}</c> writes; null for any other map.</summary>
    public static SweepRange? Read(string key, ConfigMap map)
    {
        if (map.Entries is not [var entry] || !Kinds.TryGetValue(entry.Key, out var kind))
        {
            return map.Entries.FirstOrDefault(one => Kinds.ContainsKey(one.Key)) is { } crowded
                ? throw crowded.Error($"sweep.{key} must be one range alone, such as {Example}.")
                : null;
        }

        double[] ends = entry.Value is ConfigList list ? [.. list.Items.Select(Number)] : [];
        return ends is [var low, var high] && double.IsFinite(low) && double.IsFinite(high) && low < high
            && (low > 0 || !kind.Logarithmic)
            && (!kind.Whole || (low == Math.Floor(low) && high == Math.Floor(high)))
            ? new SweepRange(low, high, kind.Logarithmic, kind.Whole)
            : throw entry.Error(
                $"sweep.{key}.{entry.Key} must be two {(kind.Whole ? "whole " : "")}numbers, the lower first"
                + $"{(kind.Logarithmic ? " and above 0" : "")}, but is {entry.Value.Words}.");
    }

    public const string Example = "{log_uniform: [0.001, 0.1]}";

    /// <summary>What the kinds are called.</summary>
    public static string Names => string.Join(", ", Kinds.Keys);

    /// <summary>The value at u ∈ [0, 1), of three figures.</summary>
    public string At(double u)
    {
        var end = IsWhole ? High + 1 : High;
        var value = IsLogarithmic
            ? PortableMath.Exp(PortableMath.Log(Low) + (u * (PortableMath.Log(end) - PortableMath.Log(Low))))
            : Low + (u * (end - Low));
        if (IsWhole)
        {
            return Math.Clamp(Math.Floor(value), Low, High).ToString("0", CultureInfo.InvariantCulture);
        }

        var rounded = double.Parse(
            value.ToString($"G{Digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return YamlText.Of(Math.Clamp(rounded, Low, High)).Value;
    }

    private static double Number(ConfigNode node) =>
        node is ConfigScalar scalar
        && double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : double.NaN;
}
