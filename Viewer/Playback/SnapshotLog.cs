namespace MetaRL.Viewer.Playback;

/// <summary>Snapshots of an agent in the course of an episode; written by one thread and read by another.</summary>
public sealed class SnapshotLog
{
    private readonly List<(int Time, SnapshotValues SnapshotValues)> _snapshots = [];

    /// <summary>The latest one that it had by then; null where it has not told any.</summary>
    /// <param name="time">Steps since the episode began.</param>
    public SnapshotValues? At(int time)
    {
        lock (_snapshots)
        {
            var index = _snapshots.FindLastIndex(one => one.Time <= time);
            return index < 0 ? null : _snapshots[index].SnapshotValues;
        }
    }

    internal void Add(int time, SnapshotValues snapshot)
    {
        lock (_snapshots)
        {
            _snapshots.Add((time, snapshot));
        }
    }
}
