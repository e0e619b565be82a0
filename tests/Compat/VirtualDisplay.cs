using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MetaRL.Tests.Compat;

/// <summary>
/// An X server without a screen, for the whole process: GLFW remembers the first display that it finds.
/// </summary>
public sealed partial class VirtualDisplay : IDisposable
{
    private readonly Process _server;

    public VirtualDisplay()
    {
        _server = Process.Start(new ProcessStartInfo("Xvfb", "-displayfd 1 -screen 0 800x600x24 -nolisten tcp")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Name = ":" + _server.StandardOutput.ReadLine();

        // .NET's own setter does not reach native code.
        if (setenv("DISPLAY", Name, 1) != 0)
        {
            throw new InvalidOperationException("DISPLAY cannot be set.");
        }
    }

    /// <summary>Such as <c>:99</c>.</summary>
    public string Name { get; }

    /// <summary>Does what a person could do, in the words of xdotool.</summary>
    public void Do(string actions)
    {
        var start = new ProcessStartInfo("xdotool", actions) { Environment = { ["DISPLAY"] = Name } };
        using var process = Process.Start(start)!;
        process.WaitForExit();
    }

    public void Dispose()
    {
        _server.Kill();
        _server.Dispose();
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
