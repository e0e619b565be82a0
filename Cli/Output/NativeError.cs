using System.Globalization;
using System.Runtime.InteropServices;

namespace MetaRL.Cli.Output;

/// <summary>Standard error as native libraries know it: file descriptor 2.</summary>
/// <remarks>
/// libtorch writes a page before it ends the process. The launcher keeps that in a file and prints the one line that
/// matters (<c>scripts/program.sh</c>).
/// </remarks>
internal static class NativeError
{
    private const string Variable = "METARL_NATIVE_ERROR"; // the number of the launcher's open file
    private const int StandardError = 2;

    /// <summary>
    /// Redirects standard error of native libraries, but not of this program, to the launcher's file, if there is one.
    /// </summary>
    public static void RedirectToLauncher()
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable(Variable), CultureInfo.InvariantCulture, out var file))
        {
            return;
        }

        Environment.SetEnvironmentVariable(Variable, null); // for this process only, not for those that it starts
        Console.Error.Flush(); // .NET has its own descriptor of standard error from now on
        _ = Duplicate(file, StandardError);
    }

    [DllImport("libc", EntryPoint = "dup2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Duplicate(int file, int target);
}
