namespace MetaRL.Viewer.Playback;

/// <summary>Snapshots of an agent during an episode; written by one thread and read by another.</summary>
public sealed class SnapshotLog
{
    private readonly List<(int Time, SnapshotValues SnapshotValues)> _snapshots = [];

    /// <summary>The latest snapshot at or before a time; null where there is none.</summary>
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
