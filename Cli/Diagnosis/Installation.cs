using System.Reflection;
using System.Runtime.InteropServices;
using MetaRL.Cli.Options;
using MetaRL.Environments.Locomotion.Engine;

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
        yield return new Finding("MuJoCo", Bodies());
    }

    // Only families of bodies need it, so that nothing is broken without.
    private static string Bodies()
    {
        try
        {
            return MujocoLibrary.Loaded();
        }
        catch (MujocoMissingException missing)
        {
            return $"not installed; {missing.Message}";
        }
        catch (MujocoException wrong)
        {
            return wrong.Message;
        }
    }
}
