using System.CommandLine;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Output;
using MetaRL.Configuration.Yaml;
using MetaRL.Tracking;

namespace MetaRL.Cli.Tracking;

/// <summary>Folders of runs, and which of the runs below them are meant.</summary>
internal sealed class CatalogOptions
{
    private readonly Argument<string[]> _folders = new("FOLDER")
    {
        Description = "Folders of runs, or above them",
        DefaultValueFactory = _ => ["runs"],
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _where = new("--where")
    {
        Description = "Only these runs, such as \"family=grid-navigation and seed<3\": = != < <= > >= ~ (contains), and"
            + " or not",
        HelpName = "condition",
    };

    public void AddTo(Command command)
    {
        command.Add(_folders);
        command.Add(_where);
    }

    /// <summary>The runs that are meant; damaged ones are named on the terminal.</summary>
    /// <returns>The runs, and what the command ends with if all else goes well.</returns>
    public (RunCatalog Catalog, int ExitCode) Read(ParseResult parsed, Terminal terminal)
    {
        var filter = parsed.GetValue(_where) is { } text ? RunFilter.Parse(text) : RunFilter.All;
        var all = RunCatalog.Read(parsed.GetRequiredValue(_folders));
        foreach (var line in all.Damaged)
        {
            terminal.WriteError($"damaged: {Terminal.Printable(line)}");
        }

        if (all.Runs.Count > 0)
        {
            RequireKeys(filter.Keys, all, "--where");
        }

        return (
            all with { Runs = [.. all.Runs.Where(filter.Holds)] },
            all.Damaged.Count == 0 ? ExitCode.Ok : ExitCode.Failure);
    }

    /// <summary>Requires of keys that some run has them.</summary>
    /// <exception cref="ConfigurationException">No run has one of them.</exception>
    public static void RequireKeys(IEnumerable<string> keys, RunCatalog catalog, string option)
    {
        var known = catalog.Keys;
        if (keys.FirstOrDefault(key => !known.Contains(key)) is { } unknown)
        {
            var nearest = NearestName.Of(unknown, known)
                ?? known.FirstOrDefault(key => key.Contains(unknown, StringComparison.Ordinal));
            throw new ConfigurationException(
                $"{option}: No run has a key '{Quotation.Of(unknown)}'"
                + (nearest is null
                    ? "; type 'metarl runs --keys' for those that there are."
                    : $"; did you mean '{nearest}'?"));
        }
    }
}
