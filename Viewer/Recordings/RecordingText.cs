using MetaRL.Environments.Tasks;

namespace MetaRL.Viewer.Recordings;

/// <summary>Agents and tasks in words, for storyboards and films.</summary>
internal static class RecordingText
{
    /// <summary>What an agent does between two rounds.</summary>
    public static string BetweenRounds(RecordedAgent agent) => agent.UpdatesWeights ? "update" : "go on";

    /// <summary>
    /// <c>point-navigation: maml adapting to 3 tasks never trained on</c>; with a finite test split training may have
    /// included the tasks.
    /// </summary>
    public static string Title(Recording recording)
    {
        string[] names = [.. recording.Agents.Select(agent => agent.Name)];
        var who = names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";
        var tasks = recording.Tasks == 1 ? "a task" : $"{recording.Tasks} tasks";
        var known = recording.Split == TaskSplit.Train ? "as in training"
            : recording.HasFiniteTasks ? $"{(names.Length == 1 ? "it is" : "they are")} not told"
            : "never trained on";
        return $"{recording.Family}: {who} adapting to {tasks} {known}";
    }

    /// <summary>Seeds and iterations of the agents, the split, and the number of episodes.</summary>
    public static string Origin(Recording recording)
    {
        var agents = recording.Agents.Select(agent => agent.Origin).Distinct().ToArray();
        var origins = agents.Length == 1
            ? agents[0]
            : string.Join(", ", recording.Agents.Select(agent => $"{agent.Name} {agent.Origin}"));
        return $"{origins}   ·   split {recording.Split}   ·   {Counted(recording.Agents[0].Envs, "episode")} a round";
    }

    /// <summary><c>1 episode</c>, <c>2 episodes</c>.</summary>
    public static string Counted(long count, string one) => count == 1 ? $"1 {one}" : $"{count} {one}s";
}
