using MetaRL.Agents.InnerLoops;
using MetaRL.Environments.Tasks;
using MetaRL.Experiments.Yaml;

namespace MetaRL.Experiments;

/// <summary>An inner loop that experiment files can name.</summary>
public sealed class InnerLoopEntry
{
    internal InnerLoopEntry(string name, string summary, string paper, Func<YamlSection, TaskFamily, InnerLoopSettings> read) =>
        (Name, Summary, Paper, Read) = (name, summary, paper, read);

    /// <summary>The value of <c>inner.algorithm</c>.</summary>
    public string Name { get; }

    /// <summary>One line: what an update is.</summary>
    public string Summary { get; }

    /// <summary>Where it was published.</summary>
    public string Paper { get; }

    /// <summary>Reads its keys of the section <c>inner</c>, for a family that it must fit.</summary>
    internal Func<YamlSection, TaskFamily, InnerLoopSettings> Read { get; }
}

/// <summary>Every inner loop that experiment files can name; the first is the default.</summary>
public static class InnerLoops
{
    public static IReadOnlyList<InnerLoopEntry> All { get; } =
    [
        new("policy-gradient", "gradient of the log-probabilities times advantages", "Williams 1992 (REINFORCE)",
            (section, _) => InnerLoopReader.ReadPolicyGradient(section)),
        new("actor-critic", "policy gradient with a value that adapts too", "Mnih et al. 2016 (A2C)",
            (section, _) => InnerLoopReader.ReadActorCritic(section)),
        new("ppo", "several epochs on the clipped ratio of probabilities", "Schulman et al. 2017", (section, _) => InnerLoopReader.ReadPpo(section)),
        new("q-learning", "a table that changes with every step; SARSA, expected SARSA, Q(λ)", "Watkins 1989", InnerLoopReader.ReadQLearning),
        new("deep-q-learning", "steps on the TD errors of a network with double-Q targets", "Mnih et al. 2015; van Hasselt et al. 2016",
            InnerLoopReader.ReadDeepQLearning),
    ];
}
