namespace MetaRL.Cli;

internal static class Program
{
    private static int Main(string[] args)
    {
        NativeError.SetApart();
        return CommandLine.Run(args, Terminal.OfProcess());
    }
}
