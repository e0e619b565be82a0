using System.CommandLine;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Options;
using MetaRL.Cli.Output;
using MetaRL.Runs;
using MetaRL.Tracking;

namespace MetaRL.Cli.Tracking;

/// <summary><c>tag</c>: words and a sentence written on runs, to find them by.</summary>
internal static class TagCommand
{
    private const int LongestNote = 1000; // characters

    public static Command Create(Terminal terminal)
    {
        var runs = new Argument<string[]>("RUN")
        {
            Description = "Directories of runs, or folders above them",
            Arity = ArgumentArity.OneOrMore,
        };
        var added = Tags("--add", "Add this tag; can be repeated");
        var removed = Tags("--remove", "Remove this tag; can be repeated");
        var note = new Option<string?>("--note")
        {
            Description = "A sentence in place of the one that is there; an empty one removes it",
            HelpName = "text",
        };
        note.Require(text => text.Length <= LongestNote, $"at most {LongestNote} characters");
        var command = new Command("tag", "Write tags and a note on runs.") { runs, added, removed, note };
        command.SetAction(parsed =>
        {
            var catalog = RunCatalog.Read(parsed.GetRequiredValue(runs));
            if (catalog.Runs.Count + catalog.Damaged.Count == 0)
            {
                throw new RunDirectoryException(
                    $"{string.Join(", ", parsed.GetRequiredValue(runs))}: There is no run; name the folder of one, such"
                    + " as runs/quickstart/grid-navigation/maml/seed-1.");
            }

            foreach (var line in catalog.Damaged)
            {
                terminal.WriteError($"damaged: {Terminal.Printable(line)}");
            }

            foreach (var run in catalog.Runs)
            {
                var labels = run.Labels.With(parsed.GetRequiredValue(added), parsed.GetRequiredValue(removed));
                labels = parsed.GetValue(note) is { } text
                    ? labels with { Note = text.ReplaceLineEndings(" ") }
                    : labels;
                if (labels != run.Labels)
                {
                    labels.Write(run.Location);
                }

                terminal.Out.WriteLine(Terminal.Printable(
                    $"{run.Location}: {(labels.Tags.Count == 0 ? "no tags" : string.Join(' ', labels.Tags))}"
                    + (labels.Note.Length == 0 ? "" : $"; {labels.Note}")));
            }

            return catalog.Damaged.Count == 0 ? ExitCode.Ok : ExitCode.Failure;
        });
        return command;
    }

    private static Option<string[]> Tags(string name, string description)
    {
        var option = new Option<string[]>(name)
        {
            Description = description, HelpName = "tag", DefaultValueFactory = _ => [],
        };
        option.Require(
            RunLabels.IsTag, $"letters, digits and - _ . : / without spaces, {RunLabels.LongestTag} at most");
        return option;
    }
}
