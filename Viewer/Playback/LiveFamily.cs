using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Viewer.Playback;

/// <summary>
/// A family that can be watched while agents learn in it, and changed under them: whoever collects in it steps no faster than
/// it is watched, and meets the tasks as they are now, whatever tasks it was given.
/// </summary>
/// <remarks>
/// What agents do besides, such as training on candidates of their own, has other numbers of tasks or environments; it is neither shown
/// nor slowed down.
/// </remarks>
/// <param name="hidden">The dynamics.</param>
/// <param name="tasks">The N tasks that are watched; <see cref="Change"/> replaces them.</param>
/// <param name="envs">E, environments in each.</param>
/// <param name="watcher">Told of every episode's begin and steps, on the agent's thread; may block.</param>
public sealed class LiveFamily(TaskFamily hidden, TaskBatch tasks, int envs, IWatcher watcher) : FamilyView(hidden)
{
    private readonly TaskFamily _hidden = hidden;
    private TaskBatch _tasks = tasks;

    /// <summary>The tasks as they are now.</summary>
    public TaskBatch Tasks => Volatile.Read(ref _tasks);

    /// <summary>From the next step on, the tasks are others.</summary>
    public void Change(TaskBatch tasks) => Volatile.Write(ref _tasks, tasks);

    public override Tensor Reset(TaskBatch tasks, Tensor noise)
    {
        var now = Now(tasks, noise.size(1));
        var state = _hidden.Reset(now, noise);
        if (IsWatched(tasks, noise.size(1)))
        {
            watcher.Begin(Numbers(state), Numbers(_hidden.Observe(now, state)));
        }

        return state;
    }

    public override Tensor Observe(TaskBatch tasks, Tensor state) => _hidden.Observe(Now(tasks, state.size(1)), state);

    public override Transition Step(TaskBatch tasks, Tensor state, Tensor action, Tensor noise)
    {
        var watched = IsWatched(tasks, state.size(1));
        if (watched)
        {
            watcher.BeforeStep();
        }

        var now = Now(tasks, state.size(1));
        var transition = _hidden.Step(now, state, action, noise);
        if (watched)
        {
            watcher.AfterStep(
                Numbers(action), Numbers(transition.Reward), Array.ConvertAll(Numbers(transition.Terminated), one => one > 0),
                Numbers(transition.State), Numbers(_hidden.Observe(now, transition.State)));
        }

        return transition;
    }

    public override Tensor Describe(TaskBatch tasks) => _hidden.Describe(tasks.Count == Tasks.Count ? Tasks : tasks);

    private bool IsWatched(TaskBatch given, long environments) => given.Count == Tasks.Count && environments == envs;

    private TaskBatch Now(TaskBatch given, long environments) => IsWatched(given, environments) ? Tasks : given;

    private static double[] Numbers(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to_type(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }
}
