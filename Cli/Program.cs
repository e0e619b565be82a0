using MetaRL.Cli.Output;

namespace MetaRL.Cli;

internal static class Program
{
    private static int Main(string[] args)
    {
        NativeError.RedirectToLauncher();
        return CommandRunner.Run(args, Terminal.OfProcess());
    }
}
