using MetaRL.Environments.Tasks;
using MetaRL.Viewer.Scenes;
using static TorchSharp.torch;

namespace MetaRL.Viewer.Watching;

/// <summary>
/// The tasks, which can change while agents act, with their scenes and optimal returns at every position of the time
/// line.
/// </summary>
/// <remarks>
/// Agents may still read tasks that have been replaced, so those are left to the garbage collector. Optimal returns are
/// computed on another thread, and are unknown until then.
/// </remarks>
/// <param name="family">Of the tasks.</param>
/// <param name="first">N tasks; they are left to the caller.</param>
/// <param name="optimal">Optimal returns of N tasks, [N], or null where they are not known.</param>
/// <param name="known">Optimal returns of <paramref name="first"/>, [N]; null where they are not known.</param>
public sealed class LiveTasks(TaskFamily family, TaskBatch first, Func<TaskBatch, double[]?> optimal, double[]? known)
{
    private readonly List<Era> _eras = [new Era(0, [.. Scenes(family, first)]) { Optimal = known }];
    private volatile Era? _latest;
    private Task _computing = Task.CompletedTask;

    /// <summary>The tasks as they are now.</summary>
    public TaskBatch Now { get; private set; } = first;

    /// <summary>The numbers that can be changed.</summary>
    public IReadOnlyList<ParameterSlider> Sliders { get; } = ParameterSlider.Of(family);

    /// <summary>The scene of a task as it was at a position of the time line.</summary>
    public IScene SceneAt(long position, int task) => At(position).Scenes[task];

    /// <summary>
    /// The optimal return of a task as it was at a position of the time line; null where it is not known.
    /// </summary>
    public double? OptimalAt(long position, int task) => At(position).Optimal?[task];

    /// <summary>Present value of a number of a task.</summary>
    public double ValueOf(ParameterSlider slider, int task)
    {
        using var scope = NewDisposeScope();
        var numbers = Now[slider.Parameter.Name].select(0, task).reshape(-1);
        return numbers.select(0, slider.Element).to_type(ScalarType.Float64).item<double>();
    }

    /// <summary>Gives a number of a task another value.</summary>
    /// <param name="slider">Which number.</param>
    /// <param name="task">Which task.</param>
    /// <param name="value">The nearest allowed value to it is taken.</param>
    /// <param name="position">Of the time line, from which on it holds.</param>
    public void Change(ParameterSlider slider, int task, double value, long position)
    {
        Now = Changed(slider, task, slider.Nearest(value));
        var scenes = _eras[^1].Scenes.ToArray();
        scenes[task] = SceneRegistry.Create(family, Now, task);
        _eras.RemoveAll(era => era.From >= position && era.From > 0);
        var now = new Era(position, scenes);
        _eras.Add(now);
        _latest = now;
        var tasks = Now;
        _computing = _computing.ContinueWith(
            _ =>
            {
                if (_latest == now)
                {
                    now.Optimal = optimal(tasks);
                }
            },
            TaskScheduler.Default);
    }

    /// <summary>Makes the present tasks hold from the first step on, since the rounds restart.</summary>
    public void ForgetChanges() => _eras.RemoveRange(0, _eras.Count - 1);

    /// <summary>Waits for the optimal returns that are being computed.</summary>
    public void Wait() => _computing.Wait();

    private Era At(long position) => _eras.FindLast(era => era.From <= position) ?? _eras[0];

    private TaskBatch Changed(ParameterSlider slider, int task, double value)
    {
        using var scope = NewDisposeScope();
        var name = slider.Parameter.Name;
        var parameters = Now.Names.ToDictionary(one => one, Allowed);
        var numbers = parameters[name].contiguous().data<double>().ToArray();
        numbers[(task * numbers.Length / (int)Now.Count) + slider.Element] = value;
        parameters[name] = tensor(numbers, Now[name].shape);
        return family.Create(parameters, (int)Now.Count).To(CPU, ScalarType.Float32)
            .Map(values => values.DetachFromDisposeScope());
    }

    // A bound such as 0.1 is a little larger in single precision, which the rule would refuse.
    private Tensor Allowed(string name)
    {
        var rule = family.Tasks.Parameters.Single(one => one.Name == name).Rule;
        return Now[name].to_type(ScalarType.Float64).clamp(rule.Low, rule.High);
    }

    private static IEnumerable<IScene> Scenes(TaskFamily family, TaskBatch tasks) =>
        Enumerable.Range(0, (int)tasks.Count).Select(task => SceneRegistry.Create(family, tasks, task));

    private sealed class Era(long from, IScene[] scenes)
    {
        public long From => from;

        public IScene[] Scenes => scenes;

        public double[]? Optimal { get; set; }
    }
}
