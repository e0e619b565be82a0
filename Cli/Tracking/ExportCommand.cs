using System.CommandLine;
using System.Globalization;
using MetaRL.Cli.Options;
using MetaRL.Cli.Output;
using MetaRL.Runs;
using MetaRL.Tracking.Export;

namespace MetaRL.Cli.Tracking;

/// <summary><c>export</c>: runs as tidy tables for pandas, R and others.</summary>
internal static class ExportCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new CatalogOptions();
        (Option<bool> Option, TableFormat Format)[] formats =
        [
            (new("--csv") { Description = "Comma-separated values, the default" }, TableFormat.Csv),
            (new("--parquet") { Description = "Apache Parquet" }, TableFormat.Parquet),
            (new("--json") { Description = "JSON, an array of objects" }, TableFormat.Json),
        ];
        var output = new Option<string>("--output")
        {
            Description = "Folder for the tables runs, metrics, returns and tasks",
            HelpName = "folder",
            DefaultValueFactory = _ => "export",
        };
        output.RequireFolder();
        var command = new Command(
            "export",
            "Write runs as tidy tables: a row for each run, meta-iteration, episode of an evaluation, and task.");
        options.AddTo(command);
        foreach (var (option, _) in formats)
        {
            command.Add(option);
        }

        command.Add(output);
        command.SetAction(parsed =>
        {
            var (catalog, exitCode) = options.Read(parsed, terminal);
            if (catalog.Runs.Count == 0)
            {
                throw new RunDirectoryException("There is no such run, so there is nothing to write.");
            }

            TableFormat[] asked = [.. formats.Where(one => parsed.GetValue(one.Option)).Select(one => one.Format)];
            foreach (var format in asked is [] ? [TableFormat.Csv] : asked)
            {
                foreach (var (name, blocks) in TidyTables.Of(catalog))
                {
                    if (TableFiles.Write(parsed.GetRequiredValue(output), name, blocks, format) is var (path, rows))
                    {
                        var count = rows.ToString("N0", CultureInfo.InvariantCulture);
                        terminal.Out.WriteLine($"{path}: {count} {(rows == 1 ? "row" : "rows")}");
                    }
                }
            }

            return exitCode;
        });
        return command;
    }
}
