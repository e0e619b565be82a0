using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MetaRL.Configuration.Yaml;

/// <summary>
/// Values as they are written into a resolved configuration, so that every reader of YAML takes them for what they are.
/// </summary>
public static partial class YamlText
{
    // Words that some version of YAML reads as nothing, true or false.
    private static readonly HashSet<string> Reserved = new(
        StringComparer.OrdinalIgnoreCase) { "null", "true", "false", "yes", "no", "on", "off", "y", "n" };

    private static readonly EmitterSettings Settings = new(
        bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024);

    /// <summary>A whole number.</summary>
    public static Scalar Of(int value) => Plain(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// The shortest text that reads back to the same bits, with the point that YAML wants before an exponent.
    /// </summary>
    public static Scalar Of(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
        return Plain(text.Contains('e', StringComparison.Ordinal) && !text.Contains('.', StringComparison.Ordinal)
            ? text.Replace("e", ".0e", StringComparison.Ordinal)
            : text);
    }

    /// <summary>A flag.</summary>
    public static Scalar Of(bool value) => Plain(value ? "true" : "false");

    /// <summary>Any text, in quotes wherever a reader could take it for something else.</summary>
    public static Scalar Of(string text) => Word().IsMatch(text) && !Reserved.Contains(text)
        ? Plain(text)
        : new Scalar(
            AnchorName.Empty, TagName.Empty, text, ScalarStyle.DoubleQuoted, isPlainImplicit: false,
            isQuotedImplicit: true);

    /// <summary>What is written in a document of its own.</summary>
    /// <param name="content">Events between the document's start and end.</param>
    public static string Document(IEnumerable<ParsingEvent> content)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(text, Settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        foreach (var one in content)
        {
            emitter.Emit(one);
        }

        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static Scalar Plain(string text) => new(text);

    [GeneratedRegex(@"\A[A-Za-z/_](?:[A-Za-z0-9_./:-]*[A-Za-z0-9_./-])?\z")]
    private static partial Regex Word();
}
