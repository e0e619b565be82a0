using System.CommandLine;
using System.Text.Json;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Options;
using MetaRL.Cli.Output;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Tasks;
using MetaRL.Files;
using MetaRL.Simulation;
using static TorchSharp.torch;

namespace MetaRL.Cli.Tasks;

/// <summary>
/// <c>simulate</c>: rolls out given actions from given states under given task parameters, to compare with other
/// simulators.
/// </summary>
internal static class SimulateCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new FamilyOptions();
        var input = new Option<string>("--input")
        {
            Description =
                "JSON: {\"params\": {...}, \"initial_state\": [...], \"actions\": [...]}, or an array of these",
            HelpName = "FILE",
            Required = true,
        };
        input.Require(text => text.Length > 0, "the name of a file");
        var output = new Option<string?>("--output")
        {
            Description = "Where the result goes; to the terminal by default",
            HelpName = "FILE",
        };
        output.RequireFile();
        var inDouble = new Option<bool>("--double") { Description = "Compute in 64-bit floats" };
        var seed = new Option<int>("--seed")
        {
            Description = "Seed of stochastic dynamics; 0 by default",
            HelpName = "N",
        };
        seed.RequireWhole(least: 0);
        var command = new Command("simulate", "Roll out given actions from given states under given task parameters.");
        options.AddTo(command);
        command.Add(input);
        command.Add(output);
        command.Add(inDouble);
        command.Add(seed);
        command.SetAction(parsed =>
        {
            var family = options.Load(parsed);
            var file = parsed.GetRequiredValue(input);
            var (requests, isArray) = SimulationRequest.Parse(Read(file), file, family);
            var dtype = parsed.GetValue(inDouble) ? ScalarType.Float64 : ScalarType.Float32;
            var trajectories = Run(family, requests, dtype, new RngKey((ulong)parsed.GetValue(seed)), file);
            var json = isArray ? JsonSerializer.Serialize(trajectories) : JsonSerializer.Serialize(trajectories[0]);
            if (parsed.GetValue(output) is { } target)
            {
                AtomicFile.Write(target, json + "\n");
            }
            else
            {
                terminal.Out.WriteLine(json);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static IReadOnlyList<Trajectory> Run(
        TaskFamily family, IReadOnlyList<SimulationRequest> requests, ScalarType dtype, RngKey key, string file)
    {
        try
        {
            return Simulator.Run(family, requests, dtype, key);
        }
        catch (TaskParameterException wrong)
        {
            throw new ConfigurationException($"{file}: {wrong.Message}", wrong);
        }
    }

    private static string Read(string file)
    {
        if (Directory.Exists(file))
        {
            throw new ConfigurationException($"{file}: This is a folder; name a file.");
        }

        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception wrong) when (wrong is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ConfigurationException($"{file}: There is no such file.", wrong);
        }
    }
}
