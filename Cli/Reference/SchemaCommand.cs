using System.CommandLine;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Options;
using MetaRL.Cli.Output;
using MetaRL.Configuration.Catalog;
using MetaRL.Files;

namespace MetaRL.Cli.Reference;

/// <summary><c>schema</c>: the JSON Schema of experiment files.</summary>
internal static class SchemaCommand
{
    public static Command Create(Terminal terminal)
    {
        var output = new Option<string?>("--output")
        {
            Description = "File to write; standard output by default",
            HelpName = "file",
        };
        output.RequireFile();
        var command = new Command(
            "schema", "Write the JSON Schema by which editors complete and check experiment files.")
        {
            output,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(output) is { } path)
            {
                AtomicFile.Write(path, ExperimentSchema.Json());
                terminal.Out.WriteLine(
                    $"{path} written. A file begins with '# yaml-language-server: $schema={Path.GetFileName(path)}'.");
            }
            else
            {
                terminal.Out.Write(ExperimentSchema.Json());
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
