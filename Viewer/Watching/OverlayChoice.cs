using MetaRL.Viewer.Scenes;

namespace MetaRL.Viewer.Watching;

/// <summary>The chosen overlay, and those that can be chosen because some agent provides them.</summary>
public sealed class OverlayChoice
{
    /// <summary>What can be chosen now.</summary>
    public IReadOnlyList<OverlayKind> Kinds { get; private set; } = [OverlayKind.None];

    /// <summary>The chosen overlay; agents need not provide it yet.</summary>
    public OverlayKind Kind { get; set; } = OverlayKind.Visits;

    /// <summary>Chooses the next available overlay; after the last one, none.</summary>
    public void Next() => Kind = Kinds.FirstOrDefault(kind => kind > Kind, OverlayKind.None);

    /// <summary>Sets what can be chosen.</summary>
    internal void SetAvailable(IReadOnlyList<OverlayKind> kinds) => Kinds = kinds;
}
