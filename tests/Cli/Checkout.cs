using System.Runtime.CompilerServices;

namespace MetaRL.Tests.Cli;

/// <summary>The source tree that these tests were compiled from.</summary>
internal static class Checkout
{
    public static string Path(params string[] parts) => System.IO.Path.Combine([Root(), .. parts]);

    private static string Root([CallerFilePath] string file = "") =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(file)!, "..", ".."));
}
