using System.CommandLine;
using MetaRL.Configuration;

namespace MetaRL.Cli.Options;

/// <summary>An option that names a device.</summary>
internal static class DeviceOption
{
    private const string Names = "cpu, cuda, cuda:N or auto";

    public static Option<string?> Create(string name, string description)
    {
        var option = new Option<string?>(name) { Description = $"{description}: {Names}", HelpName = "device" };
        option.Require(ComputeDevice.IsName, Names);
        return option;
    }
}
