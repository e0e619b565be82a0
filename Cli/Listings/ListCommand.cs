using System.CommandLine;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Options;
using MetaRL.Cli.Output;
using MetaRL.Configuration;
using Spectre.Console;

namespace MetaRL.Cli.Listings;

/// <summary><c>list</c>: what an experiment file can name, and the files that come with the project.</summary>
internal static class ListCommand
{
    private static readonly (string Name, Func<TextTable> Table)[] Kinds =
    [
        ("families", FamilyTable.Create),
        ("algorithms", () => RegistryTable.Of(Algorithms.All, "Algorithm", "What it is")),
        ("inner-loops", () => RegistryTable.Of(InnerLoops.All, "Inner loop", "What an update is")),
        ("configs", ConfigTable.Create),
    ];

    public static Command Create(Terminal terminal)
    {
        var what = new Argument<string?>("WHAT")
        {
            Description = "families, algorithms, inner-loops or configs; all of them by default",
            Arity = ArgumentArity.ZeroOrOne,
        };
        what.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && Kinds.All(kind => kind.Name != token.Value))
            {
                result.AddError(UsageError.Unknown("list", token.Value, Kinds.Select(kind => kind.Name)));
            }
        });
        var command = new Command("list", "List task families, algorithms, inner loops and experiment files.") { what };
        command.SetAction(parsed =>
        {
            foreach (var kind in Kinds.Where(kind => parsed.GetValue(what) is not { } only || kind.Name == only))
            {
                Write(kind.Name, kind.Table(), terminal);
                terminal.Out.WriteLine();
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(string name, TextTable table, Terminal terminal)
    {
        if (table.IsEmpty)
        {
            terminal.Out.WriteLine($"There are no {name} here.");
            return;
        }

        TextTable.Write(terminal.Console, table);
    }
}
