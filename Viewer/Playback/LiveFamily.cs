using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Viewer.Playback;

/// <summary>
/// A family that can be watched while agents learn in it, and changed under them: whoever collects in it steps no
/// faster than it is watched, and meets the tasks as they are now, whatever tasks it was given.
/// </summary>
/// <param name="hidden">The dynamics.</param>
/// <param name="tasks">The N tasks that are watched; <see cref="Change"/> replaces them.</param>
/// <param name="watcher">Told of every episode's begin and steps, on the agent's thread; may block.</param>
public sealed class LiveFamily(TaskFamily hidden, TaskBatch tasks, IWatcher watcher) : FamilyView(hidden)
{
    private readonly IWatcher _watcher = watcher;
    private Era[] _eras = [new Era(0, tasks)];
    private long _steps;

    /// <summary>The tasks as they are now.</summary>
    public TaskBatch Current
    {
        get
        {
            var steps = Volatile.Read(ref _steps);
            return Array.FindLast(Volatile.Read(ref _eras), era => era.From <= steps)!.Tasks;
        }
    }

    /// <summary>From some step on, the tasks are others.</summary>
    /// <param name="tasks">N tasks.</param>
    /// <param name="from">
    /// The step, from 0, over all rounds; not one that has been taken, nor before that of an earlier change.
    /// </param>
    public void Change(TaskBatch tasks, long from)
    {
        var steps = Volatile.Read(ref _steps);
        var past = Array.FindLastIndex(_eras, era => era.From <= steps); // those before it are over
        Volatile.Write(ref _eras, [.. _eras.Skip(past).Where(era => era.From < from), new Era(from, tasks)]);
    }

    /// <summary>
    /// Whether what happens from here on, in the tasks as they are now, is neither shown nor slowed down.
    /// For the agent's thread.
    /// </summary>
    public bool IsPrivate { get; set; }

    public override Tensor Reset(TaskBatch tasks, Tensor noise)
    {
        var now = Now(tasks);
        var state = Hidden.Reset(now, noise);
        if (!IsPrivate)
        {
            _watcher.Begin(Numbers(state), Numbers(Hidden.Observe(now, state)));
        }

        return state;
    }

    public override Tensor Observe(TaskBatch tasks, Tensor state) => Hidden.Observe(Now(tasks), state);

    public override Transition Step(TaskBatch tasks, Tensor state, Tensor action, Tensor noise) =>
        StepAlive(ones(state.shape[..2], ScalarType.Bool, state.device), tasks, state, action, noise);

    public override Transition StepAlive(Tensor alive, TaskBatch tasks, Tensor state, Tensor action, Tensor noise)
    {
        if (IsPrivate)
        {
            _watcher.BeforePrivateStep();
            return Hidden.StepAlive(alive, Now(tasks), state, action, noise);
        }

        _watcher.BeforeStep();
        var now = Now(tasks);
        var transition = Hidden.StepAlive(alive, now, state, action, noise);
        _watcher.AfterStep(
            Numbers(action), Numbers(transition.Reward),
            Array.ConvertAll(Numbers(transition.Terminated), one => one > 0),
            Numbers(transition.State), Numbers(Hidden.Observe(now, transition.State)));
        Volatile.Write(ref _steps, _steps + 1);
        return transition;
    }

    public override Tensor TaskFeatures(TaskBatch tasks) => Hidden.TaskFeatures(Now(tasks));

    // Other numbers of tasks are those of candidates, several a task.
    private TaskBatch Now(TaskBatch given) => given.Count == Current.Count ? Current : given;

    private static double[] Numbers(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to_type(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }

    private sealed record Era(long From, TaskBatch Tasks);
}
