using System.CommandLine;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Output;
using MetaRL.Configuration.Catalog;

namespace MetaRL.Cli.Reference;

/// <summary><c>explain</c>: what a key of an experiment file means and takes.</summary>
internal static class ExplainCommand
{
    private const int MostNames = 6; // families or algorithms that a table lists

    public static Command Create(Terminal terminal)
    {
        var key = new Argument<string?>("KEY")
        {
            Description = "Key such as inner.step_size or algorithms.maml.outer, or its last word; all by default",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var markdown = new Option<bool>("--markdown")
        {
            Description = "All keys as Markdown, which is docs/configuration.md",
        };
        var command = new Command("explain", "Explain a key of experiment files: meaning, values, default, who has it.")
        {
            key, markdown,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(markdown))
            {
                terminal.Out.Write(KeyMarkdown.Text());
            }
            else if (parsed.GetValue(key) is not { } name)
            {
                WriteTable(KeyReference.Top.Below, terminal);
            }
            else if (KeyReference.Find(name) is [var only])
            {
                Write(only, terminal);
            }
            else
            {
                WriteTable([.. KeyReference.Find(name).SelectMany(article => article.Variants)], terminal);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(KeyArticle article, Terminal terminal)
    {
        if (article.Variants is [var only])
        {
            terminal.Out.WriteLine($"{article.Path}: {only.Meaning}.");
            WriteFact("takes", article.Below.Count > 0 ? "" : only.Takes, terminal);
            WriteFact("default", only.DefaultText, terminal);
            WriteFact("of", string.Join(", ", only.Of), terminal);
        }
        else
        {
            terminal.Out.WriteLine($"{article.Path}:");
            WriteTable(article.Variants, terminal);
        }

        WriteFact("not with", string.Join("; ", article.NotBeside), terminal);
        WriteFact("example", article.Example, terminal);
        WriteFact("more", article.More is { } more ? $"docs/{more}" : "", terminal);
        if (article.Below.Count > 0)
        {
            terminal.Out.WriteLine();
            WriteTable(article.Below, terminal);
        }
    }

    private static void WriteFact(string title, string text, Terminal terminal)
    {
        if (text.Length > 0)
        {
            terminal.Out.WriteLine($"  {title,-9} {text}");
        }
    }

    private static void WriteTable(IReadOnlyList<KeyRow> rows, Terminal terminal)
    {
        var isOfSome = rows.Any(row => row.Of.Count > 0);
        string[] ofTitle = isOfSome ? ["Of"] : [];
        var table = TextTable.Create(["Key", "Takes", "Default", .. ofTitle, "Meaning"]);
        foreach (var row in rows)
        {
            string[] of = isOfSome ? [Names(row.Of)] : [];
            table.Add([row.Key, row.Takes, row.DefaultText, .. of, row.Meaning]);
        }

        TextTable.Write(terminal.Console, table);
    }

    private static string Names(IReadOnlyList<string> names) =>
        names.Count == 0 ? "all"
        : names.Count <= MostNames ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(MostNames - 1))} and {names.Count - MostNames + 1} more";
}
