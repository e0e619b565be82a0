using System.Globalization;
using MetaRL.Configuration.Yaml;

namespace MetaRL.Configuration.Catalog;

/// <summary>What keys take, in words.</summary>
internal static class KeyText
{
    /// <summary>The choice that must be written, by those who have it.</summary>
    public const string RequiredChoice = "algorithms.*.agent";

    /// <summary>Type and rule.</summary>
    public static string Takes(AskedKey key) => key.Kind switch
    {
        KeyKind.Whole => Alternatives(key) + "a whole number" + Bounds(key.Rule!),
        KeyKind.Number => Alternatives(key) + "a number" + Bounds(key.Rule!),
        KeyKind.Flag => "true or false",
        KeyKind.Choice => string.Join(", ", key.Choices),
        KeyKind.File => "the path of a file, from where it is written",
        KeyKind.Memory => "auto, or a number with MB or GB",
        KeyKind.Wholes => "a list of whole numbers" + Bounds(key.Rule!),
        KeyKind.Numbers => "a list of numbers" + Bounds(key.Rule!),
        KeyKind.Section => "keys",
        KeyKind.Sections => "a list of sections",
        KeyKind.Parameter => $"a number{Bounds(key.Rule!)}, train or a distribution",
        _ => "text",
    };

    /// <summary>The default.</summary>
    public static string Default(CatalogKey key) => key switch
    {
        { Asked.Kind: KeyKind.Section or KeyKind.Sections } => "",
        { Name: "name" } or { Path: RequiredChoice } => "required",
        { Asked.Default: null } => "none",
        _ => key.Asked.Default,
    };

    /// <summary>A value that could be written.</summary>
    public static string Example(AskedKey key) => key.Kind switch
    {
        KeyKind.Choice when key.Path == RequiredChoice => key.Choices[0],
        KeyKind.Choice => key.Choices.FirstOrDefault(choice => choice != key.Default) ?? key.Choices[0],
        KeyKind.Flag => "true",
        KeyKind.Parameter => key.Default ?? "train",
        KeyKind.File => "tasks.json",
        KeyKind.Section => "{}",
        KeyKind.Sections => "[{name: near, family: {horizon: 50}}, {name: far, family: {horizon: 200}}]",
        KeyKind.Text => key.Default ?? "my-experiment",
        KeyKind.Number when key.Default is null => "0.5",
        KeyKind.Whole when key.Default is null => "5",
        _ => key.Default ?? "...",
    };

    private static string Alternatives(AskedKey key) => string.Concat(key.Choices.Select(name => $"{name} or "));

    private static string Bounds(NumberRule rule)
    {
        var low = double.IsFinite(rule.Low) ? $"{(rule.ExcludesLow ? "above" : "at least")} {Text(rule.Low)}" : null;
        var high = double.IsFinite(rule.High) && rule.High < int.MaxValue
            ? $"{(rule.ExcludesHigh ? "below" : "at most")} {Text(rule.High)}"
            : null;
        return (low, high) switch
        {
            (null, null) => "",
            ({ } one, null) => $" {one}",
            (null, { } other) => $" {other}",
            _ when !rule.ExcludesLow && !rule.ExcludesHigh => $" from {Text(rule.Low)} to {Text(rule.High)}",
            ({ } one, { } other) => $" {one} and {other}",
        };
    }

    private static string Text(double value) => value.ToString("#,0.################", CultureInfo.InvariantCulture);
}
