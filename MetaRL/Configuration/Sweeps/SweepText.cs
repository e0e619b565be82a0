using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MetaRL.Configuration.Yaml;

namespace MetaRL.Configuration.Sweeps;

/// <summary>Values of a sweep as text and as names of folders.</summary>
internal static class SweepText
{
    private const int Longest = 160; // characters of a folder's name; file systems allow 255 bytes
    private const int HashDigits = 8;

    /// <summary>The whole value on one line.</summary>
    public static string Of(ConfigNode value) => value switch
    {
        ConfigList list => $"[{string.Join(", ", list.Items.Select(Of))}]",
        ConfigMap map => $"{{{string.Join(", ", map.Entries.Select(entry => $"{entry.Key}: {Of(entry.Value)}"))}}}",
        _ => value.Text,
    };

    /// <summary>The same text for the same value: 0.1 and 1e-1 are one number.</summary>
    public static string Meaning(ConfigNode value) => value switch
    {
        ConfigList list => $"[{string.Join(", ", list.Items.Select(Meaning))}]",
        ConfigScalar scalar when double.TryParse(
            scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
            number.ToString("R", CultureInfo.InvariantCulture),
        _ => Of(value),
    };

    /// <summary><c>key=value,key=value</c>, of letters that every file system takes.</summary>
    public static string Label(IEnumerable<KeyValuePair<string, string>> values)
    {
        var whole = string.Join(',', values.Select(pair => $"{Plain(pair.Key)}={Plain(pair.Value)}"));
        return whole.Length > Longest ? $"{whole[..Longest]}-{Hash(values)}"
            : values.All(pair => IsFaithful(pair.Value)) ? whole
            : $"{whole}-{Hash(values)}"; // whatever other values there are now or later
    }

    /// <summary>The label with something that tells it from another value's.</summary>
    public static string Distinct(string label, IEnumerable<KeyValuePair<string, string>> values) =>
        $"{label}-{Hash(values)}";

    /// <summary>Whether a folder's name is a label.</summary>
    public static bool IsLabel(string name) =>
        name.Length <= Longest + HashDigits + 1 + HashDigits + 1
        && name.Contains('=', StringComparison.Ordinal)
        && name[0] != '.'
        && name.All(letter => IsPlain(letter) || letter is '=' or ',');

    // [32, 32] is 32-32.
    private static string Plain(string text) => string.Concat(
        text.Replace(", ", "-", StringComparison.Ordinal).Where(letter => letter is not ('[' or ']' or '{' or '}'))
            .Select(letter => IsPlain(letter) ? letter : '_'));

    // Whether nothing but brackets is lost.
    private static bool IsFaithful(string text) => text.Replace(", ", "-", StringComparison.Ordinal)
        .All(letter => IsPlain(letter) || letter is '[' or ']');

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' or '+';

    private static string Hash(IEnumerable<KeyValuePair<string, string>> values) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', values.Select(pair => $"{pair.Key}={pair.Value}")))))
        [..HashDigits];
}
