using MetaRL.Tests.Cli;

namespace MetaRL.Tests.Compat;

/// <summary>Copies of large files that take no space where they can be links.</summary>
internal static class LinkedFiles
{
    /// <summary>A folder with all that is in another.</summary>
    public static void Copy(string from, string to)
    {
        using var link = new Started("cp", "/", null, "--archive", "--link", from, to);
        if (link.Ended().ExitCode == 0)
        {
            return;
        }

        // On another file system.
        using var copy = new Started("cp", "/", null, "--archive", "--no-target-directory", from, to);
        if (copy.Ended() is { ExitCode: not 0 } failed)
        {
            throw new IOException(failed.Error);
        }
    }
}
