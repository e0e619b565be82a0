using System.CommandLine;
using System.CommandLine.Invocation;
using MetaRL.Cli.Exit;

namespace MetaRL.Cli.Options;

/// <summary>What <c>--version</c> does.</summary>
internal sealed class PrintVersion : SynchronousCommandLineAction
{
    /// <summary>Three numbers, such as 0.1.0.</summary>
    public static string Version => typeof(PrintVersion).Assembly.GetName().Version!.ToString(3);

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(Version);
        return ExitCode.Ok;
    }
}
