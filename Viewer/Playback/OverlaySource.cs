using MetaRL.Environments.Bandits;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using MetaRL.Viewer.Scenes;

namespace MetaRL.Viewer.Playback;

/// <summary>The overlays that a family's scenes can have, and their content in an episode.</summary>
public static class OverlaySource
{
    private static readonly OverlayKind[] OfTables = [OverlayKind.Policy, OverlayKind.Values];
    private static readonly OverlayKind[] OfAll = [OverlayKind.Belief, OverlayKind.Attention];

    /// <summary>
    /// Kinds that at least one of the agents provides; null stands for an agent without an episode yet.
    /// </summary>
    public static IReadOnlyList<OverlayKind> Kinds(TaskFamily family, IEnumerable<Episode?> episodes)
    {
        var isTable = family is Gridworld or Bandit or TabularMdp;
        SnapshotValues?[] known = [.. episodes.Select(episode => episode?.Snapshots.At(0))];
        return
        [
            OverlayKind.None,
            .. isTable ? [OverlayKind.Visits, .. OfTables.Where(IsKnown)] : Array.Empty<OverlayKind>(),
            .. OfAll.Where(IsKnown),
        ];

        bool IsKnown(OverlayKind kind) => Array.Exists(known, snapshot => snapshot?.Has(kind) == true);
    }

    /// <summary>Whether it needs snapshots of the agent.</summary>
    public static bool IsInSnapshots(OverlayKind kind) => OfTables.Contains(kind) || OfAll.Contains(kind);

    /// <summary>The overlay of a task's scene after some steps.</summary>
    public static OverlayContent Of(OverlayKind kind, TaskFamily family, Episode episode, int task, int time) =>
        kind == OverlayKind.Visits
            ? new OverlayContent { Visits = VisitCounts.Of(family, episode, task, time) }
            : (episode.Snapshots.At(time)?.OverlayOf(task, kind) ?? OverlayContent.None) with
            {
                Horizon = family.Horizon,
            };
}
