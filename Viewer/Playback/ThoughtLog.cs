namespace MetaRL.Viewer.Playback;

/// <summary>What an agent thought in the course of an episode; written by one thread and read by another.</summary>
public sealed class ThoughtLog
{
    private readonly List<(int Time, Thought Thought)> _thoughts = [];

    /// <summary>The latest one that it had by then; null where it has not told any.</summary>
    /// <param name="time">Steps since the episode began.</param>
    public Thought? At(int time)
    {
        lock (_thoughts)
        {
            var index = _thoughts.FindLastIndex(one => one.Time <= time);
            return index < 0 ? null : _thoughts[index].Thought;
        }
    }

    internal void Add(int time, Thought thought)
    {
        lock (_thoughts)
        {
            _thoughts.Add((time, thought));
        }
    }
}
