using System.CommandLine;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Output;
using MetaRL.Configuration;

namespace MetaRL.Cli.Experiments;

/// <summary><c>check</c>: says what an experiment file would run, or everything that is wrong in it.</summary>
internal static class CheckCommand
{
    private const int MostPoints = 10; // of a sweep, that are listed

    public static Command Create(Terminal terminal)
    {
        var (options, matrix) = (new ExperimentOptions(), new MatrixOptions());
        var resolved = new Option<bool>("--resolved")
        {
            Description = "Show the keys with their values, defaults included",
        };
        var command = new Command("check", "Check an experiment file without running it; all of its errors are shown.");
        options.AddTo(command);
        matrix.AddTo(command);
        command.Add(resolved);
        command.SetAction(parsed =>
        {
            if (options.Errors(parsed, matrix.Reading(parsed)) is [_, _, ..] errors)
            {
                terminal.WriteError(string.Join(Environment.NewLine, errors));
                return ExitCode.Usage;
            }

            var experiments = matrix.Load(parsed, options); // which says the same where there is one error
            var summaries = experiments.GroupBy(experiment => experiment.Name).SelectMany(Summaries);
            terminal.Out.WriteLine(parsed.GetValue(resolved)
                ? string.Join("\n---\n", experiments.Select(experiment => experiment.ResolvedYaml.TrimEnd()))
                : string.Join('\n', [$"{options.File(parsed)} is in order:", .. summaries]));
            return ExitCode.Ok;
        });
        return command;
    }

    // Of a sweep the first points and their number.
    private static IEnumerable<string> Summaries(IEnumerable<Experiment> points)
    {
        Experiment[] all = [.. points];
        return all.Length <= MostPoints
            ? all.Select(ExperimentText.Summary)
            :
            [
                .. all.Take(MostPoints).Select(ExperimentText.Summary),
                $"... and {all.Length - MostPoints} more points",
            ];
    }
}
