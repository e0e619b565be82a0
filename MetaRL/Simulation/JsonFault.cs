using System.Text.Json;

namespace MetaRL.Simulation;

/// <summary>Why a text is not JSON, in words for whoever wrote it.</summary>
internal static class JsonFault
{
    private const string CutOff = "the text ends before all brackets and quotations are closed";

    // Parts of the library's messages, the first that fits.
    private static readonly (string Part, string Reason)[] Reasons =
    [
        ("any JSON tokens", "there is nothing in it"),
        ("reached end of data", CutOff),
        ("end of a number", CutOff),
        ("open JSON object or array", CutOff),
        ("trailing comma", "a ',' stands before the closing bracket"),
        ("Expected a ':'", "a ':' is missing behind a key"),
        ("start of a property name", "a key in double quotes belongs here"),
        ("after a value", "a ',' or the closing bracket is missing"),
        ("single JSON value", "something stands behind the end; several requests go into an array"),
        ("matching open", "a closing bracket does not fit the one that it closes"),
        ("within a JSON string", "a text in quotes holds a line break or an escape that JSON does not know"),
        ("within a number", "a number is not written as JSON wants it, such as 0.5 or -1e3"),
        ("leading zero", "a number is not written as JSON wants it, such as 0.5 or -1e3"),
        ("depth", "arrays are nested too deep"),
    ];

    /// <summary>The line, counted from 1, and the reason: <c>3: This is not valid JSON: ...</c></summary>
    public static string Of(JsonException wrong)
    {
        var known = Reasons.FirstOrDefault(known => wrong.Message.Contains(known.Part, StringComparison.Ordinal));
        return FormattableString.Invariant(
            $"{wrong.LineNumber + 1}: This is not valid JSON: {known.Reason ?? "a value belongs here"}.");
    }
}
