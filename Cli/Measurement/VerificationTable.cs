using System.Globalization;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Output;
using MetaRL.Configuration;
using MetaRL.Measurement;

namespace MetaRL.Cli.Measurement;

/// <summary><c>doctor --verify-device</c>: the same computations on a device and on the CPU.</summary>
internal static class VerificationTable
{
    /// <summary>Prints every difference.</summary>
    /// <returns>Failure where one is above its tolerance.</returns>
    public static int Write(string device, Terminal terminal)
    {
        var place = ComputeDevice.Resolve(device);
        var agreements = new DeviceVerification(place).Run().ToArray();
        return Write($"{place} in 32-bit floats against the CPU in 64-bit ones", agreements, terminal);
    }

    internal static int Write(string title, IReadOnlyList<Agreement> agreements, Terminal terminal)
    {
        var table = TextTable.Create([title, "Largest difference", "Tolerance", "Agrees"], numbers: true);
        foreach (var agreement in agreements)
        {
            table.Add(
                agreement.Name, Number(agreement.Difference), Number(agreement.Tolerance),
                agreement.Holds ? "yes" : "NO");
        }

        TextTable.Write(terminal.Console, table);
        var wrong = agreements.Count(agreement => !agreement.Holds);
        terminal.Out.WriteLine(wrong == 0
            ? $"All {agreements.Count} computations agree."
            : $"{wrong} of {agreements.Count} computations differ by more than rounding explains: do not trust this"
                + " device, driver or libtorch.");
        return wrong == 0 ? ExitCode.Ok : ExitCode.Failure;
    }

    private static string Number(double value) => value.ToString("0.0e0", CultureInfo.InvariantCulture);
}
