namespace MetaRL.Tests.Cli;

/// <summary>Signals to processes.</summary>
internal static class Kill
{
    public static void Process(int id, string signal) => Send($"{id}", signal);

    /// <summary>To all processes of a group, as Ctrl-C does.</summary>
    public static void Group(int leader, string signal) => Send($"-{leader}", signal);

    /// <summary>Whether a process is no more, or only waits for its parent to notice that.</summary>
    public static bool HasEnded(int id) => StateOf(id) is 'Z' or 'X';

    /// <summary>Whether a process is stopped, as Ctrl-Z does.</summary>
    public static bool IsStopped(int id) => StateOf(id) == 'T';

    // The third field of stat, behind the name in brackets.
    private static char StateOf(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[stat.LastIndexOf(')') + 2];
        }
        catch (IOException)
        {
            return 'X';
        }
    }

    private static void Send(string process, string signal)
    {
        using var kill = System.Diagnostics.Process.Start("kill", [$"-{signal}", "--", process]);
        kill.WaitForExit();
    }
}
