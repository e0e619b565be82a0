using MetaRL.Viewer.Scenes;

namespace MetaRL.Viewer.Watching;

/// <summary>Which overlay the one who watches has chosen, of those that some agent has.</summary>
public sealed class OverlayChoice
{
    /// <summary>What can be chosen now.</summary>
    public IReadOnlyList<OverlayKind> Kinds { get; private set; } = [OverlayKind.None];

    /// <summary>What is chosen, which the agents need not have yet.</summary>
    public OverlayKind Kind { get; set; } = OverlayKind.Visits;

    /// <summary>Goes on to the next one that there is, and from the last to none.</summary>
    public void Next() => Kind = Kinds.FirstOrDefault(kind => kind > Kind, OverlayKind.None);

    /// <summary>Agents have come to be known.</summary>
    internal void Offer(IReadOnlyList<OverlayKind> kinds) => Kinds = kinds;
}
