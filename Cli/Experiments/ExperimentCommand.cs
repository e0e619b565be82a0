using System.CommandLine;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Options;
using MetaRL.Cli.Output;
using MetaRL.Cli.Progress;
using MetaRL.Cli.Reporting;
using MetaRL.Cli.Telemetry;
using MetaRL.Cli.Workers;
using MetaRL.Cluster.Coordination;
using MetaRL.Configuration;
using MetaRL.Runs;
using MetaRL.Scheduling;

namespace MetaRL.Cli.Experiments;

/// <summary><c>run</c> and its parts <c>train</c>, <c>evaluate</c> and <c>compare</c>.</summary>
internal static class ExperimentCommand
{
    public static Command Create(string name, string description, Phases phases, Terminal terminal)
    {
        var (options, matrix) = (new ExperimentOptions(), new MatrixOptions());
        var output = new Option<string>("--output")
        {
            Description = "Folder for everything that is written",
            HelpName = "folder",
            DefaultValueFactory = _ => "runs",
        };
        output.RequireFolder();
        var parallel = new Option<int>("--parallel")
        {
            Description = "Runs at a time, which share the threads",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        parallel.RequireWhole(least: 1);
        var (cluster, otlp) = (new ClusterOptions(parallel), new OtlpOption());
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "List the runs with the time that they will take, by three meta-iterations of each kind",
        };
        var paper = new Option<bool>("--paper")
        {
            Description = "Write every figure for a column of a paper too, as PDF, SVG and PNG in paper/",
        };
        var media = new MediaOption(phases == Phases.Compare ? Media.Storyboards : Media.None);
        var command = new Command(name, description);
        options.AddTo(command);
        matrix.AddTo(command);
        command.Add(output);
        if (phases != Phases.Compare)
        {
            command.Add(parallel);
            cluster.AddTo(command);
            otlp.AddTo(command);
        }

        if (phases.HasFlag(Phases.Train))
        {
            command.Add(dryRun);
        }

        if (phases.HasFlag(Phases.Compare))
        {
            media.AddTo(command);
            command.Add(paper);
        }

        command.SetAction(parsed =>
        {
            var places = phases == Phases.Compare ? WorkerPlaces.None : cluster.Of(parsed, options.Threads(parsed));
            var atOnce = phases == Phases.Compare ? 1 : parsed.GetValue(parallel);
            var experiments = matrix.Load(parsed, options, atOnce);
            var (folder, commandLine) = (
                parsed.GetRequiredValue(output), ShellWords.Join(parsed.Tokens.Select(token => token.Value)));
            if (phases.HasFlag(Phases.Train) && parsed.GetValue(dryRun))
            {
                return DryRun.Write(experiments, folder, places.Workers ?? atOnce, terminal);
            }

            OutputPath.RequireWritableFolder(folder);
            using var telemetry = phases == Phases.Compare ? null : otlp.Start(parsed, terminal.Error.WriteLine);
            return Run(
                experiments,
                new ScheduleRequest(
                    phases, atOnce, folder, commandLine,
                    phases.HasFlag(Phases.Compare) ? media.Of(parsed) : Media.None,
                    phases.HasFlag(Phases.Compare) && parsed.GetValue(paper)),
                telemetry is null ? places : places with { WorkerOptions = [OtlpOption.Name, otlp.Of(parsed)!] },
                telemetry is not null,
                terminal);
        });
        return command;
    }

    private static int Run(
        IReadOnlyList<Experiment> experiments, ScheduleRequest request, WorkerPlaces places, bool isMeasured,
        Terminal terminal)
    {
        using var interruption = new Interruption(
            () => terminal.WriteStatus("Stopping after this meta-iteration; interrupt again to stop at once."),
            terminal.ShowCursor);
        var (complete, failures) = terminal.Live
            ? LiveProgress.Show(terminal.Console, observer => Go(observer))
            : Go(new PlainProgress(terminal));
        if (!complete)
        {
            terminal.Error.WriteLine($"Stopped; to go on from the last checkpoint, type: {request.CommandLine}");
            return interruption.ExitCode;
        }

        return failures.Count == 0 ? ExitCode.Ok : FailureList.Write(failures, terminal);

        (bool, IReadOnlyList<RunFailure>) Go(IProgressView view)
        {
            using var measured = isMeasured ? new RunTelemetry(view) : null;
            var observer = (IScheduleObserver?)measured ?? view;
            var runner = new ExperimentRunner(request.Output, observer, request.CommandLine)
            {
                Paper = request.Paper,
            };
            var report = new ExperimentReport(request.Media);
            if (places.IsHere)
            {
                var here = new ExperimentSchedule(runner, observer, request.Phases, report.Write);
                return (here.Run(experiments, request.Parallel, interruption.Token), here.Failures);
            }

            using var link = places.Connect(terminal.WriteStatus, interruption.Token);
            if (link is null)
            {
                return (false, []); // interrupted while there was no worker
            }

            using var executor = new RemoteExecutor(
                link, request.Output, observer, request.CommandLine, terminal.WriteStatus, places.Workers ?? 1,
                places.Sharding, places.Contributors);
            executor.Watch(view.WorkersChanged);
            var schedule = new ExperimentSchedule(runner, observer, request.Phases, report.Write)
            {
                Executor = executor,
            };
            return (schedule.Run(experiments, request.Parallel, interruption.Token), schedule.Failures);
        }
    }

    private sealed record ScheduleRequest(
        Phases Phases, int Parallel, string Output, string CommandLine, Media Media, bool Paper);
}
