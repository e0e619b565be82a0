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
public sealed class LiveFamily(TaskFamily hidden, TaskBatch tasks, int envs, IWatcher watcher) : TaskFamily
{
    private TaskBatch _tasks = tasks;

    public override string Name => hidden.Name;

    public override string Definition => hidden.Definition;

    public override IReadOnlyList<TaskParameter> Parameters => hidden.Parameters;

    public override Space Observations => hidden.Observations;

    public override Space Actions => hidden.Actions;

    public override int Horizon => hidden.Horizon;

    public override int ResetNoise => hidden.ResetNoise;

    public override int StepNoise => hidden.StepNoise;

    public override IReadOnlyList<string> TaskSets => hidden.TaskSets;

    public override IReadOnlyList<TaskSplit> Splits => hidden.Splits;

    public override IOracle? Oracle => hidden.Oracle;

    public override IReadOnlyList<string> StateNames => hidden.StateNames;

    /// <summary>The tasks as they are now.</summary>
    public TaskBatch Tasks => Volatile.Read(ref _tasks);

    /// <summary>From the next step on, the tasks are others.</summary>
    public void Change(TaskBatch tasks) => Volatile.Write(ref _tasks, tasks);

    public override int? CountTasks(TaskSplit split) => hidden.CountTasks(split);

    public override long? StateValues(TaskBatch tasks) => hidden.StateValues(tasks);

    public override Tensor Reset(TaskBatch tasks, Tensor noise)
    {
        var now = Now(tasks, noise.size(1));
        var state = hidden.Reset(now, noise);
        if (IsWatched(tasks, noise.size(1)))
        {
            watcher.Begin(Numbers(state), Numbers(hidden.Observe(now, state)));
        }

        return state;
    }

    public override Tensor Observe(TaskBatch tasks, Tensor state) => hidden.Observe(Now(tasks, state.size(1)), state);

    public override Transition Step(TaskBatch tasks, Tensor state, Tensor action, Tensor noise)
    {
        var watched = IsWatched(tasks, state.size(1));
        if (watched)
        {
            watcher.BeforeStep();
        }

        var now = Now(tasks, state.size(1));
        var transition = hidden.Step(now, state, action, noise);
        if (watched)
        {
            watcher.AfterStep(
                Numbers(action), Numbers(transition.Reward), Array.ConvertAll(Numbers(transition.Terminated), one => one > 0),
                Numbers(transition.State), Numbers(hidden.Observe(now, transition.State)));
        }

        return transition;
    }

    public override Tensor Describe(TaskBatch tasks) => hidden.Describe(tasks.Count == Tasks.Count ? Tasks : tasks);

    protected override TaskBatch Draw(RngKey key, int tasks, TaskSplit split, double level) => hidden.Sample(key, tasks, split, level);

    protected override TaskBatch Frozen(string name, int tasks) => hidden.Sample(default, tasks, new TaskSplit(name));

    private bool IsWatched(TaskBatch given, long environments) => given.Count == Tasks.Count && environments == envs;

    private TaskBatch Now(TaskBatch given, long environments) => IsWatched(given, environments) ? Tasks : given;

    private static double[] Numbers(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to_type(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }
}
