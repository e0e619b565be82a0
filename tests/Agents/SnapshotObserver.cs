using MetaRL.Agents.Adaptation;

namespace MetaRL.Tests.Agents;

/// <summary>Looks at every snapshot of an agent, and at nothing else.</summary>
public sealed class SnapshotObserver(Action<AgentSnapshot> look) : IAdaptationObserver
{
    public bool TakesSnapshots => true;

    public void Show(AgentSnapshot snapshot) => look(snapshot);

    public void BeginPrivateEpisodes()
    {
    }

    public void EndPrivateEpisodes()
    {
    }
}
