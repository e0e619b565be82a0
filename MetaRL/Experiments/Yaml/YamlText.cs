using System.Globalization;

namespace MetaRL.Experiments.Yaml;

/// <summary>Values as they are written into a resolved configuration.</summary>
internal static class YamlText
{
    public static string Of(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// The shortest text that reads back to the same bits, with the point that YAML wants before an exponent.
    /// </summary>
    public static string Of(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
        return text.Contains('e', StringComparison.Ordinal) && !text.Contains('.', StringComparison.Ordinal)
            ? text.Replace("e", ".0e", StringComparison.Ordinal)
            : text;
    }

    public static string Of(bool value) => value ? "true" : "false";

    /// <summary>A name, quoted where YAML would take it for nothing.</summary>
    public static string Of(string name) => name is "null" or "Null" or "NULL" ? $"'{name}'" : name;

    public static string Of(IEnumerable<string> items) => $"[{string.Join(", ", items)}]";
}
