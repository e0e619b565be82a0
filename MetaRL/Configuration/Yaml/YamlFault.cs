using YamlDotNet.Core;

namespace MetaRL.Configuration.Yaml;

/// <summary>Why a text is not YAML, and the line where that was seen.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Reason">After "This is not valid YAML: ".</param>
internal sealed record YamlFault(long Line, string Reason)
{
    // Parts of the library's messages, the first that fits.
    private static readonly (string Part, string Reason)[] Reasons =
    [
        ("tab", "a tab stands in the indentation; use spaces"),
        ("escape", "the quotation has an escape that YAML does not know; write '...' for a text with backslashes"),
        ("hexadecimal", "the quotation has an escape that YAML does not know; write '...' for a text with backslashes"),
        ("Unicode", "the quotation has an escape of no Unicode character"),
        (
            "invalid mapping",
            "a ':' stands where no key can be; align the line with the keys above, or put a value that holds ': ' in"
            + " quotes"),
        ("expected ':'", "a ':' is missing behind the key"),
        ("find expected key", "a key belongs here; align it with those above"),
        ("expected '-'", "an entry that begins with '-' belongs here; align it with those above"),
        ("',' or", "a ',' or the closing bracket is missing"),
        ("node content", "a value is missing here"),
        ("block scalar", "the text of a '|' or '>' begins on the next line, indented"),
        ("sequence entries", "a list of '-' begins on a line of its own"),
        ("Mapping keys", "a '?' can begin no value; put it in quotes"),
        ("anchor", "after '&' and '*' comes a name of letters and digits, or put the value in quotes"),
        ("tag", "tags such as !x are not read; put a value that begins with '!' in quotes"),
        ("directive", "directives such as %YAML are not read; put a value that begins with '%' in quotes"),
        ("incompatible", "directives such as %YAML are not read"),
        ("document", "a document begins or ends where it must not"),
    ];

    /// <summary>What a parser stopped at.</summary>
    /// <param name="wrong">What it threw.</param>
    /// <param name="scanner">Where it stopped.</param>
    /// <param name="yaml">The text.</param>
    public static YamlFault Of(Exception wrong, IScanner scanner, string yaml)
    {
        var lines = yaml.Split('\n');
        var last = Math.Max(1, lines.Length - (lines[^1].Length == 0 ? 1 : 0));
        long Within(long line) => Math.Clamp(line, 1, last);

        var stopped = Within(scanner.CurrentPosition.Line);
        return wrong switch
        {
            // The scanner stops behind what it cannot read, the parser at the begin of what it cannot use.
            SyntaxErrorException scan when scan.Message.Contains("cannot start any token", StringComparison.Ordinal) =>
                new(
                Within(scan.Start.Line), $"a value cannot begin with {First(lines, scan.Start)}; put it in quotes"),
            SyntaxErrorException scan when IsOpenQuotation(scan.Message) => new(
                stopped, $"the quotation that begins on line {Within(scan.Start.Line)} does not end"),
            SyntaxErrorException scan => new(stopped, Words(scan.Message)),
            YamlException parse => new(Within(parse.Start.Line), Words(parse.Message)),
            _ => new(stopped, "a '{' or '[' above is not closed"), // the library's own slip
        };
    }

    private static bool IsOpenQuotation(string message) =>
        message.Contains("quoted scalar", StringComparison.Ordinal)
        && (
            message.Contains("end of stream", StringComparison.Ordinal)
                || message.Contains("indentation", StringComparison.Ordinal)
            || message.Contains("document indicator", StringComparison.Ordinal));

    private static string First(string[] lines, Mark mark)
    {
        var line = lines.ElementAtOrDefault((int)mark.Line - 1) ?? "";
        var column = (int)mark.Column - 1;
        return column >= line.Length ? "this" : line[column] == '\t' ? "a tab" : $"'{line[column]}'";
    }

    private static string Words(string message) =>
        Reasons.FirstOrDefault(known => message.Contains(known.Part, StringComparison.Ordinal)).Reason
            ?? message.TrimEnd('.');
}
