using System.CommandLine;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Options;
using MetaRL.Cli.Output;
using MetaRL.Configuration;

namespace MetaRL.Cli.Tasks;

/// <summary><c>freeze</c>: writes tasks to a file, so that other agents can be evaluated on the same tasks.</summary>
internal static class FreezeCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new FamilyOptions();
        var choice = new TaskOptions(defaultTasks: 40);
        var seed = new Option<int>("--seed") { Description = "Seed of the draw; 0 by default", HelpName = "N" };
        seed.RequireWhole(least: 0);
        var output = new Option<string>("--output")
        {
            Description = "The file to write",
            HelpName = "FILE",
            Required = true,
        };
        output.RequireFile();
        var command = new Command("freeze", "Write tasks of a family to a file, with a hash, for evaluation.task_set.");
        options.AddTo(command);
        choice.AddTo(command);
        command.Add(seed);
        command.Add(output);
        command.SetAction(parsed =>
        {
            var family = options.Load(parsed);
            OutputPath.RequireWritable(parsed.GetRequiredValue(output));
            var (tasks, _) = choice.Draw(parsed, family, new((ulong)parsed.GetValue(seed)));
            var file = TaskSetFile.Of(family, tasks);
            file.Save(parsed.GetRequiredValue(output));
            terminal.Out.WriteLine(
                $"{parsed.GetRequiredValue(output)}: {file.Count} tasks of {family.Name}, hash {file.Hash}");
            return ExitCode.Ok;
        });
        return command;
    }
}
