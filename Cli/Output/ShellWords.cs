namespace MetaRL.Cli.Output;

/// <summary>A command line as it is typed in a shell.</summary>
internal static class ShellWords
{
    private const string Plain = "_-./:=,@%+";

    /// <summary>How this program was started: <c>./metarl</c> through the launcher, else <c>metarl</c>.</summary>
    public static string ProgramName =>
        Environment.GetEnvironmentVariable("METARL_COMMAND") is { Length: > 0 } command ? command : "metarl";

    /// <summary>The program and its arguments, quoted where a shell would split or expand them.</summary>
    public static string Join(IEnumerable<string> args) => string.Join(' ', args.Prepend(ProgramName).Select(Quote));

    private static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || Plain.Contains(letter))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
