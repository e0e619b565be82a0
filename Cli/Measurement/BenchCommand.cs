using System.CommandLine;
using System.Globalization;
using MetaRL.Cli.Options;
using MetaRL.Cli.Output;
using MetaRL.Configuration;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Locomotion.Engine;
using MetaRL.Environments.Tasks;
using MetaRL.Measurement;
using static TorchSharp.torch;

namespace MetaRL.Cli.Measurement;

/// <summary>
/// <c>bench</c>: speed of stepping and of a meta-iteration on this machine, with lower bounds of the time.
/// </summary>
internal static class BenchCommand
{
    private static readonly long[] AllLanes = [1_024, 16_384, 262_144, 1_048_576];
    private static readonly long[] QuickLanes = [1_024, 16_384];

    private const int Runs = 7;
    private const int QuickRuns = 1;
    private const int Multiple = 64; // of lanes: tasks

    public static Command Create(Terminal terminal)
    {
        var device = DeviceOption.Create("--device", "Device to measure");
        string[] names = [.. Families.All.Select(one => one.Name)];
        var families = List("--families", "Only these families, such as point-navigation,maze", "names", name =>
            names.Contains(name) ? null : $"There is no family '{name}'{NearestName.Cure(name, names)}");
        var lanes = List("--lanes", "Numbers of environments, such as 1024,16384", "numbers", text =>
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                && number % Multiple == 0
                ? null : $"--lanes must be multiples of {Multiple}, but has '{text}'.");
        var quick = new Option<bool>("--quick")
        {
            Description = $"{QuickRuns} timed run in place of {Runs}, and at most {QuickLanes[^1]:N0} lanes by default",
        };
        var output = new Option<string?>("--output")
        {
            Description = "Write all numbers to this file as JSON",
            HelpName = "FILE",
        };
        output.RequireFile();
        var command = new Command(
            "bench", "Measure stepping and one meta-iteration, each with a lower bound of its time.")
        {
            device, families, lanes, quick, output,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(output) is { } place)
            {
                OutputPath.RequireWritable(place);
            }

            var report = Measure(
                ComputeDevice.Resolve(parsed.GetValue(device) ?? "auto"),
                parsed.GetValue(families)?.Split(',') ?? names,
                parsed.GetValue(lanes)?.Split(',').Select(text => long.Parse(text, CultureInfo.InvariantCulture))
                    .ToArray()
                    ?? (parsed.GetValue(quick) ? QuickLanes : AllLanes),
                parsed.GetValue(quick) ? QuickRuns : Runs,
                terminal);
            BenchTables.Write(report, terminal);
            if (parsed.GetValue(output) is { } file)
            {
                report.Write(file);
            }
        });
        return command;
    }

    private static SpeedReport Measure(
        Device device, string[] families, IReadOnlyList<long> lanes, int runs, Terminal terminal)
    {
        var timer = new DeviceTimer(device, runs);
        var threads = device.type == TorchSharp.DeviceType.CUDA ? 1 : Environment.ProcessorCount;
        var before = get_num_threads();
        try
        {
            var speed = SpeedBounds.Measure(device, threads, timer);
            var (stepping, leftOut) = (new List<SteppingSpeed>(), new List<string>());
            var reason = "";
            foreach (var name in families)
            {
                terminal.WriteStatus($"Measuring {name} ...");
                var family = Families.Create(name, []);
                // An engine is as fast with any number, and slow
                var counts = family.Engine is null ? lanes : [lanes.Min()];
                try
                {
                    stepping.AddRange(
                        counts.SelectMany(count =>
                            SteppingSpeed.Measure(family, count, device, threads, timer, speed)));
                }
                catch (MujocoException wrong)
                {
                    leftOut.Add(name);
                    if (leftOut.Count == families.Length)
                    {
                        throw;
                    }

                    reason = wrong.Message;
                }
            }

            if (leftOut.Count > 0)
            {
                terminal.Error.WriteLine($"Left out: {string.Join(", ", leftOut)}. {reason}");
            }

            terminal.WriteStatus("Measuring one meta-iteration ...");
            var onGpu = device.type == TorchSharp.DeviceType.CUDA;
            var size = AutomaticChunks.Tasks(MetaIterationSpeed.Tasks, onGpu);
            bool[] forms = onGpu ? [false] : [true, false];
            return SpeedReport.Of(
                device, speed, stepping,
                [
                    .. forms.Select(usesKernels => MetaIterationSpeed.Measure(
                        device, new TaskChunks(size, threads), usesKernels, timer, speed)),
                ]);
        }
        finally
        {
            set_num_threads(before);
        }
    }

    // An option that lists parts between commas; `fault` says what is wrong with one.
    private static Option<string?> List(string name, string description, string helpName, Func<string, string?> fault)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = helpName };
        option.Refuse(text => text.Split(',').Select(fault).FirstOrDefault(words => words is not null));
        return option;
    }
}
