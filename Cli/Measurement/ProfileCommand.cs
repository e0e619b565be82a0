using System.CommandLine;
using System.Globalization;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Experiments;
using MetaRL.Cli.Options;
using MetaRL.Cli.Output;
using MetaRL.Configuration;
using MetaRL.Configuration.Yaml;
using MetaRL.Measurement;
using TorchSharp;

namespace MetaRL.Cli.Measurement;

/// <summary><c>profile</c>: where the time of an experiment's meta-iterations goes.</summary>
internal static class ProfileCommand
{
    private const int SpeedRuns = 9; // of which the median counts

    public static Command Create(Terminal terminal)
    {
        var options = new ExperimentOptions();
        var algorithms = new Option<string[]>("--algorithm")
        {
            Description = "An algorithm of the file, by default the first that trains; can be repeated",
            HelpName = "name",
            DefaultValueFactory = _ => [],
        };
        var iterations = new Option<int>("--iterations")
        {
            Description = $"Meta-iterations to time, after {Profiler.WarmUps} that do not count",
            HelpName = "N",
            DefaultValueFactory = _ => 5,
        };
        iterations.RequireWhole(least: 1);
        var command = new Command(
            "profile",
            "Train a few meta-iterations of an experiment, write nothing, and show where their time goes.");
        options.AddTo(command);
        command.Add(algorithms);
        command.Add(iterations);
        command.SetAction(parsed =>
        {
            var chosen = options.Load(parsed)
                .Select(experiment => (experiment, Chosen(experiment, parsed.GetRequiredValue(algorithms))))
                .ToArray();
            foreach (var (experiment, some) in chosen)
            {
                Write(experiment, some, parsed.GetValue(iterations), terminal);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(
        Experiment experiment, IReadOnlyList<AlgorithmSettings> algorithms, int iterations, Terminal terminal)
    {
        var device = ComputeDevice.Resolve(experiment.Compute.Device);
        var threads = device.type == DeviceType.CUDA ? 1 : experiment.Compute.Threads;
        var profiler = new Profiler(
            experiment, device, iterations,
            () => SpeedBounds.Measure(device, threads, new DeviceTimer(device, SpeedRuns)));
        foreach (var algorithm in algorithms)
        {
            terminal.WriteStatus($"Profiling {experiment.Path}: {algorithm.Name} ...");
            var profile = profiler.Measure(algorithm);
            terminal.Out.WriteLine(
                $"{experiment.Path}: {algorithm.Name} on {device} with {ProfileTables.Count(threads, "thread")};"
                + $" {ProfileTables.Count(iterations, "meta-iteration")} after {Profiler.WarmUps} that do not count,"
                + $" each of {ProfileTables.Size(profile.Budget)} and"
                + $" {profile.Counts.EnvSteps.ToString("N0", CultureInfo.InvariantCulture)} environment steps");
            ProfileTables.Write(profile, experiment, terminal);
        }
    }

    private static AlgorithmSettings[] Chosen(Experiment experiment, string[] names)
    {
        string[] all = [.. experiment.Algorithms.Select(one => one.Name)];
        foreach (var name in names.Where(name => !all.Contains(name)))
        {
            throw new ConfigurationException(
                $"{experiment.Path} has no algorithm '{name}'{NearestName.Cure(name, all)}");
        }

        AlgorithmSettings[] chosen =
        [
            .. names.Length == 0
                ? experiment.Algorithms.Where(one => one.Learner.Trains).Take(1)
                : experiment.Algorithms.Where(one => names.Contains(one.Name)),
        ];
        return chosen.FirstOrDefault(one => !one.Learner.Trains) is { } untrained
            ? throw new ConfigurationException(
                $"'{untrained.Name}' of {experiment.Path} does not train; name another algorithm, such as maml.")
            : chosen.Length > 0 ? chosen
            : throw new ConfigurationException(
                $"{experiment.Path} has no algorithm that trains; add one, such as 'maml'.");
    }
}
