using System.CommandLine;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Output;

namespace MetaRL.Cli.Experiments;

/// <summary><c>check</c>: validates an experiment file and says what it would run.</summary>
internal static class CheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new ExperimentOptions();
        var resolved = new Option<bool>("--resolved")
        {
            Description = "Show the keys with their values, defaults included",
        };
        var command = new Command("check", "Check an experiment file without running it.");
        options.AddTo(command);
        command.Add(resolved);
        command.SetAction(parsed =>
        {
            var experiments = options.Load(parsed);
            var summaries = experiments.Select(ExperimentText.Summary);
            terminal.Out.WriteLine(parsed.GetValue(resolved)
                ? string.Join("\n---\n", experiments.Select(experiment => experiment.ResolvedYaml.TrimEnd()))
                : string.Join('\n', [$"{options.File(parsed)} is in order:", .. summaries]));
            return ExitCode.Ok;
        });
        return command;
    }
}
