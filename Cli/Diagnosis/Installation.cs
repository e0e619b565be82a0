using System.Reflection;
using System.Runtime.InteropServices;
using MetaRL.Cli.Options;

namespace MetaRL.Cli.Diagnosis;

/// <summary>The program, its runtime and the machine.</summary>
internal static class Installation
{
    public static IEnumerable<Finding> Findings()
    {
        var version = typeof(Installation).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
        yield return new Finding("MetaRL", version?.InformationalVersion ?? PrintVersion.Version);
        yield return new Finding(".NET", $"{Environment.Version} ({RuntimeInformation.RuntimeIdentifier})");
        yield return new Finding("Processor", $"{Environment.ProcessorCount} threads");
    }
}
