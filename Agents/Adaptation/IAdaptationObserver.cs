namespace MetaRL.Agents.Adaptation;

/// <summary>Watches an agent adapt, called on the agent's thread; it changes nothing that the agent does.</summary>
public interface IAdaptationObserver
{
    /// <summary>Whether it takes snapshots; if not, agents make none.</summary>
    bool TakesSnapshots { get; }

    /// <summary>
    /// A snapshot of the agent: before every round, and from agents that learn while they act after every step too. It
    /// and all that is computed from it are valid until the call returns.
    /// </summary>
    void Show(AgentSnapshot snapshot);

    /// <summary>The next episodes are part of no round, such as those that the agent trains on between two.</summary>
    void BeginPrivateEpisodes();

    /// <summary>The next episodes are those of a round again.</summary>
    void EndPrivateEpisodes();
}
