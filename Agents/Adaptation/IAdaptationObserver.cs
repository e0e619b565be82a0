namespace MetaRL.Agents.Adaptation;

/// <summary>Whoever watches an agent at work, told on its thread. It changes nothing that the agent does.</summary>
public interface IAdaptationObserver
{
    /// <summary>Whether it is shown what the agent thinks; if not, agents save themselves the trouble.</summary>
    bool TakesSnapshots { get; }

    /// <summary>
    /// What the agent thinks: before every round, and from agents that learn while they act after every step too.
    /// A snapshot and all that is computed from it are valid until the call returns.
    /// </summary>
    void Show(AgentSnapshot snapshot);

    /// <summary>The next episodes are part of no round, such as those that the agent trains on between two.</summary>
    void BeginPrivateEpisodes();

    /// <summary>The next episodes are those of a round again.</summary>
    void EndPrivateEpisodes();
}
