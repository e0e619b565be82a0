using System.Globalization;
using System.Numerics;
using MetaRL.Environments.Tasks;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MetaRL.Configuration.Yaml;

internal sealed partial class YamlSection
{
    /// <summary>
    /// A whole number that is at least <paramref name="atLeast"/> and at most <paramref name="atMost"/>.
    /// </summary>
    public int Int(string key, int fallback, int atLeast, int atMost = int.MaxValue)
    {
        Record(key, KeyKind.Whole, YamlText.Of(fallback).Value, NumberRule.Whole(atLeast, atMost));
        var number = Value(key) is { } value ? WholeNumber(key, Name(key), value, atLeast, atMost) : fallback;
        return Resolve(key, number, YamlText.Of);
    }

    /// <summary>The same, or what <c>auto</c> stands for, which is the default.</summary>
    public int IntOrAuto(string key, Func<int> auto, int atLeast)
    {
        Record(key, KeyKind.Whole, "auto", ["auto"], NumberRule.Whole(atLeast, int.MaxValue));
        var value = Value(key) ?? "auto";
        var number = value == "auto" ? auto()
            : int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                ? WholeNumber(key, Name(key), value, atLeast, int.MaxValue)
                : throw Error(key, $"{Name(key)} must be auto or a whole number, but is {Quotation.Of(value)}.");
        return Resolve(key, number, YamlText.Of);
    }

    /// <summary>Bytes of an amount of memory with a unit; <c>auto</c>, the default, is half of the machine's.</summary>
    public long MemoryOrAuto(string key)
    {
        Record(key, KeyKind.Memory, "auto");
        var value = Written(key, "auto");
        return value == "auto" ? MemorySize.HalfOfTheMachine
            : MemorySize.Parse(value) ?? throw Error(
                key, $"{Name(key)} must be auto or a number with its unit, such as 500 MB or 4 GB, but is"
                + $" {Quotation.Of(value)}.");
    }

    /// <summary>A number; a default that is none stands for a key that is not there.</summary>
    public double Number(string key, double fallback, NumberRule rule)
    {
        Record(key, KeyKind.Number, double.IsNaN(fallback) ? null : YamlText.Of(fallback).Value, rule);
        return Resolve(key, Value(key) is { } value ? Number(key, Name(key), value, rule) : fallback, YamlText.Of);
    }

    /// <summary>A number; null for <paramref name="word"/>, which must be written then.</summary>
    public double? NumberOr(string key, string word, NumberRule rule)
    {
        var value = Value(key);
        if (value == word)
        {
            Resolve(key, word, YamlText.Of);
            return null;
        }

        return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? Number(key, double.NaN, rule)
            : throw Error(
                key, $"{Name(key)} must be a number, {word} or a section, but is {Quotation.Of(value ?? "nothing")}.");
    }

    public bool Flag(string key, bool fallback)
    {
        Record(key, KeyKind.Flag, YamlText.Of(fallback).Value);
        return Resolve(
            key,
            Value(key) switch
            {
                null => fallback,
                "true" or "True" or "TRUE" => true, // as in YAML 1.2
                "false" or "False" or "FALSE" => false,
                var other => throw Error(
                    key, $"{Name(key)} must be true or false, but is {Quotation.Of(other)}.", decides: true),
            },
            YamlText.Of);
    }

    /// <summary>One of some names; the first stands for a key that is not written.</summary>
    public T Choice<T>(string key, params IReadOnlyList<(string Name, T Value)> choices) =>
        Choice(key, choices[0].Name, choices);

    /// <summary>One of some names.</summary>
    public T Choice<T>(string key, string fallback, IReadOnlyList<(string Name, T Value)> choices)
    {
        var names = choices.Select(choice => choice.Name).ToArray();
        Record(key, KeyKind.Choice, fallback, names, rule: null);
        var name = Value(key) ?? fallback;
        var chosen = choices.Where(choice => choice.Name == name).ToArray();
        if (chosen.Length == 0)
        {
            var rule = names.Length == 1 ? names[0] : string.Join(", ", names[..^1]) + " or " + names[^1];
            var nearest = NearestName.Of(name, names);
            var cure = nearest is null ? "." : $"; did you mean '{nearest}'?";
            throw Error(
                key, $"{Name(key)} must be {rule}, but is {Quotation.Of(name)}{cure}", decides: true, nearest);
        }

        Resolve(key, name, YamlText.Of);
        return chosen[0].Value;
    }

    /// <summary>Sets the resolved value of a key where it says more than what is written.</summary>
    public void Resolve(string key, string value) => Resolve(key, value, YamlText.Of);

    /// <summary>Any text.</summary>
    /// <param name="key">The key.</param>
    /// <param name="fallback">Text where it is not written.</param>
    /// <param name="pattern">What the reader of the text requires it to match, for those who record keys.</param>
    public string Text(string key, string fallback, string? pattern = null)
    {
        Record(new AskedKey(key, KeyKind.Text) { Default = fallback, Pattern = pattern });
        return Written(key, fallback);
    }

    /// <summary>A file that is written, as a path from the working directory.</summary>
    /// <remarks>
    /// Relative to the file that it is written in; where none lies there, to the working directory, as it was before
    /// files could be moved.
    /// </remarks>
    public string File(string key)
    {
        Record(key, KeyKind.File);
        var path = Value(key)!;
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            throw Error(key, $"{Name(key)} must be the name of a file, but is '{Quotation.Of(path)}'.");
        }

        var besideTheFile = System.IO.Path.Combine(Place(key).Folder, path);
        return Resolve(
            key, System.IO.File.Exists(besideTheFile) || !System.IO.File.Exists(path) ? besideTheFile : path,
            YamlText.Of);
    }

    /// <summary>Text that must be written.</summary>
    public string Required(string key, string example, string? pattern = null)
    {
        Record(new AskedKey(key, KeyKind.Text) { Pattern = pattern });
        if (_map.Find(key) is { } written)
        {
            return written.Value is not ConfigScalar { IsNull: true }
                ? Written(key, "")
                : throw written.Error($"{Name(key)} has no value; give it one, such as '{key}: {example}'.");
        }

        foreach (var entry in _map.Entries)
        {
            if (NearestName.Of(entry.Key, [key]) is not null)
            {
                throw entry.Error(
                    $"Unknown key '{Quotation.Of(entry.Key)}' in {(_path.Length == 0 ? "the file" : _path)}; did you"
                    + $" mean '{key}'?",
                    new Fault(entry.Origin) { IsUnknown = true, Meant = key });
            }
        }

        throw Error(key, $"{Name(key)} is required; add for example '{key}: {example}'.");
    }

    /// <summary>
    /// Whole numbers, each at least <paramref name="atLeast"/> and at most <paramref name="atMost"/>.
    /// </summary>
    public IReadOnlyList<int> Ints(string key, IReadOnlyList<int> fallback, int atLeast, int atMost = int.MaxValue)
    {
        Record(
            key, KeyKind.Wholes, $"[{string.Join(", ", fallback.Select(one => YamlText.Of(one).Value))}]",
            NumberRule.Whole(atLeast, atMost));
        var numbers = Items(key)?
            .Select((item, index) => WholeNumber(key, $"{Name(key)}[{index}]", item, atLeast, atMost))
            .ToArray() ?? fallback;
        return Resolve(key, numbers, YamlText.Of);
    }

    public IReadOnlyList<double> Numbers(string key, IReadOnlyList<double> fallback, NumberRule rule)
    {
        Record(
            key, KeyKind.Numbers, $"[{string.Join(", ", fallback.Select(one => YamlText.Of(one).Value))}]", rule);
        var numbers = Items(key)?
            .Select((item, index) => Number(key, $"{Name(key)}[{index}]", item, rule))
            .ToArray() ?? fallback;
        return Resolve(key, numbers, YamlText.Of);
    }

    private string Written(string key, string fallback) => Resolve(key, Value(key) ?? fallback, YamlText.Of);

    // Text of a value that is written; null where the key is not there.
    private string? Value(string key) => Written(key)?.Value switch
    {
        null => null,
        ConfigScalar { IsNull: true } => throw Error(
            key, $"{Name(key)} has no value; give it one, or remove the key for the default."),
        ConfigScalar scalar => scalar.Value,
        var other => throw Error(key, $"{Name(key)} must be a single value, but is {other.Words}."),
    };

    private IReadOnlyList<string>? Items(string key) => Written(key)?.Value switch
    {
        null => null,
        ConfigList list when list.Items.All(item => item is ConfigScalar { IsNull: false }) =>
            [.. list.Items.Cast<ConfigScalar>().Select(item => item.Value)],
        var other => throw Error(key, $"{Name(key)} must be a list such as [1, 2], but is {other.Words}."),
    };

    private int WholeNumber(string key, string name, string text, int atLeast, int atMost)
    {
        if (!BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            throw Error(key, $"{name} must be a whole number, but is {Quotation.Of(text)}.");
        }

        var range = atMost < int.MaxValue ? $"from {atLeast} to {atMost}"
            : number < atLeast ? $"at least {atLeast}"
            : $"at most {atMost}";
        return number >= atLeast && number <= atMost
            ? (int)number
            : throw Error(key, $"{name} must be {range}, but is {Quotation.Of(text)}.");
    }

    private double Number(string key, string name, string text, NumberRule rule)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || !double.IsFinite(number))
        {
            throw Error(key, $"{name} must be a number, but is {Quotation.Of(text)}.");
        }

        var broken = !rule.Holds(number) ? rule.Broken?.Invoke(number) ?? rule.Words
            : !ValueRule.Finite.Holds(number) ? ValueRule.Finite.Broken(number)
            : null;
        return broken is null
            ? number
            : throw Error(key, $"{name} must be {broken}, but is {Quotation.Of(text)}.");
    }

    private T Resolve<T>(string key, T value, Func<T, Scalar> text)
    {
        Resolve(key, [text(value)]);
        return value;
    }

    private IReadOnlyList<T> Resolve<T>(string key, IReadOnlyList<T> values, Func<T, Scalar> text)
    {
        Resolve(
            key,
            [
                new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Flow),
                .. values.Select(text), new SequenceEnd(),
            ]);
        return values;
    }

    private void Resolve(string key, ParsingEvent[] value)
    {
        _resolved.RemoveAll(pair => pair.Key == key);
        _resolved.Add((key, value));
    }
}
