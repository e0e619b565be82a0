namespace MetaRL.Viewer.Playback;

/// <summary>Blocks agents before steps that are not to be taken yet.</summary>
public sealed class StepGate
{
    private readonly object _lock = new();
    private long _allowed;
    private bool _closed;

    /// <summary>The first step that may not be taken yet, over all rounds.</summary>
    public long Front
    {
        get
        {
            lock (_lock)
            {
                return _allowed;
            }
        }
    }

    /// <summary>Allows all steps before this one.</summary>
    public void AllowUntil(long step)
    {
        lock (_lock)
        {
            _allowed = Math.Max(_allowed, step);
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Lets every present and later call of <see cref="Pass"/> throw.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Waits until a step may be taken.</summary>
    /// <param name="step">Its number from 0, over all rounds.</param>
    /// <exception cref="OperationCanceledException">The gate was closed.</exception>
    public void Pass(long step)
    {
        lock (_lock)
        {
            while (!_closed && step >= _allowed)
            {
                Monitor.Wait(_lock);
            }

            if (_closed)
            {
                throw new OperationCanceledException();
            }
        }
    }
}
