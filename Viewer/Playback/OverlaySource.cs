using MetaRL.Environments.Bandits;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using MetaRL.Viewer.Scenes;

namespace MetaRL.Viewer.Playback;

/// <summary>What can be laid over the scenes of a family, and what there is of it in an episode.</summary>
public static class OverlaySource
{
    private static readonly OverlayKind[] InSnapshots = [OverlayKind.Policy, OverlayKind.Values, OverlayKind.Belief];

    /// <summary>Kinds that are worth a choice, for agents of which some episodes are known.</summary>
    public static IReadOnlyList<OverlayKind> Kinds(TaskFamily family, IEnumerable<Episode?> episodes)
    {
        if (family is not (Gridworld or Bandit or TabularMdp))
        {
            return [OverlayKind.None];
        }

        SnapshotValues?[] known = [.. episodes.Select(episode => episode?.Snapshots.At(0))];
        return [OverlayKind.None, OverlayKind.Visits, .. InSnapshots.Where(kind => Array.Exists(known, snapshot => snapshot?.Has(kind) == true))];
    }

    /// <summary>Whether an agent has to be asked for it.</summary>
    public static bool IsInSnapshots(OverlayKind kind) => InSnapshots.Contains(kind);

    /// <summary>What is laid over the scene of a task after some steps.</summary>
    public static Overlays Of(OverlayKind kind, TaskFamily family, Episode episode, int task, int time) => kind == OverlayKind.Visits
        ? new Overlays { Visits = VisitCounts.Of(family, episode, task, time) }
        : episode.Snapshots.At(time)?.Over(task, kind) ?? Overlays.None;
}
