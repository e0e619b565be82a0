using System.Globalization;

namespace MetaRL.Configuration.Yaml;

/// <summary>Amounts of memory as people write them.</summary>
internal static class MemorySize
{
    private static readonly (string Unit, long Bytes)[] Units = [("MB", 1_000_000), ("GB", 1_000_000_000)];

    /// <summary>Bytes: half of what this machine, or the container that the program runs in, has.</summary>
    public static long HalfOfTheMachine => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    /// <summary>Bytes of a text such as <c>500 MB</c> or <c>4GB</c>; null if it is none.</summary>
    public static long? Parse(string text)
    {
        foreach (var (unit, bytes) in Units.Where(unit => text.EndsWith(unit.Unit, StringComparison.Ordinal)))
        {
            var isNumber = double.TryParse(
                text[..^unit.Length].TrimEnd(' '), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                out var number);
            return isNumber && number > 0 && number * bytes < long.MaxValue ? (long)(number * bytes) : null;
        }

        return null;
    }
}
