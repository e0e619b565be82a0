using System.Text.RegularExpressions;
using MetaRL.Cli.Output;

namespace MetaRL.Cli.Listings;

/// <summary>The experiment files of the current directory's <c>configs</c>, or else of the project's.</summary>
internal static partial class ConfigTable
{
    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None,
    };

    public static TextTable Create()
    {
        var table = TextTable.Create(["File", "What it is"]);
        foreach (var file in Files())
        {
            table.Add(Terminal.Printable(file), Terminal.Printable(Summary(file)));
        }

        return table;
    }

    private static IEnumerable<string> Files()
    {
        var project = Environment.GetEnvironmentVariable("METARL_HOME") ?? "";
        var folder = Array.Find(["configs", Path.Combine(project, "configs")], Directory.Exists);
        return folder is null ? [] : Directory.GetFiles(folder, "*.yaml", Everywhere).Order(StringComparer.Ordinal);
    }

    private static string Summary(string file)
    {
        try
        {
            return FirstComment(file);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return "(cannot be read)";
        }
    }

    // The first sentence of the comment at the top; one that names authors, "et al.", goes on behind them. What editors
    // read is left out.
    private static string FirstComment(string file)
    {
        var lines = File.ReadLines(file).TakeWhile(line => line.StartsWith('#')).Select(line => line[1..].Trim())
            .Where(line => !line.StartsWith("yaml-language-server:", StringComparison.Ordinal));
        return EndOfSentence().Split(string.Join(' ', lines), 2)[0].TrimEnd('.');
    }

    [GeneratedRegex(@"(?<!\bet al)\. (?=\p{Lu})")]
    private static partial Regex EndOfSentence();
}
