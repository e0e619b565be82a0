using System.CommandLine;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Measurement;
using MetaRL.Cli.Options;
using MetaRL.Cli.Output;

namespace MetaRL.Cli.Diagnosis;

/// <summary><c>doctor</c>: what this installation computes with, and whether that is in order.</summary>
internal static class DoctorCommand
{
    public static Command Create(Terminal terminal)
    {
        var device = DeviceOption.Create("--verify-device", "Compare computations on this device with the CPU's");
        var command = new Command(
            "doctor", "Show what MetaRL computes with here, and whether it is in order.") { device };
        command.SetAction(parsed =>
        {
            var findings = Write([.. Installation.Findings(), .. TensorBackEnd.Findings()], terminal.Out);
            return findings == ExitCode.Ok && parsed.GetValue(device) is { } name
                ? VerificationTable.Write(name, terminal)
                : findings;
        });
        return command;
    }

    /// <summary>A line for each finding and one that sums up; fails where something is not in order.</summary>
    internal static int Write(IReadOnlyList<Finding> findings, TextWriter output)
    {
        var width = findings.Max(finding => finding.Name.Length);
        foreach (var finding in findings)
        {
            output.WriteLine($"{finding.Name.PadRight(width)}  {finding.Value}");
        }

        string[] cures = [.. findings.Select(finding => finding.Cure).OfType<string>()];
        output.WriteLine(cures.Length == 0 ? "Everything is in order." : string.Join('\n', cures));
        return findings.Any(finding => finding.Broken) ? ExitCode.Failure : ExitCode.Ok;
    }
}
