using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using static TorchSharp.torch;

namespace MetaRL.Environments.Control;

/// <summary>
/// A family whose dynamics are equations in real numbers, written once for tensors and for vectors of lanes.
/// </summary>
public abstract class ControlFamily : TaskFamily
{
    private readonly IEquations _equations;

    /// <param name="tasks">What tasks there are.</param>
    /// <param name="equations">The dynamics.</param>
    private protected ControlFamily(TaskDistribution tasks, IEquations equations)
        : base(tasks) => _equations = equations;

    public sealed override Tensor Reset(TaskBatch tasks, Tensor noise) => _equations.Reset(tasks, noise, Sizes);

    public sealed override Tensor Observe(TaskBatch tasks, Tensor state) => _equations.Observe(tasks, state, Sizes);

    public sealed override Transition Step(TaskBatch tasks, Tensor state, Tensor action, Tensor noise) =>
        _equations.Step(tasks, state, action, noise);

    /// <summary>Constants of the equations that follow from the parameters alone, in 64 bits, each [N].</summary>
    protected virtual IReadOnlyDictionary<string, Tensor> Derive(TaskBatch tasks) => new Dictionary<string, Tensor>();

    protected sealed override TaskBatch Prepare(TaskBatch tasks) => new(
        tasks.Names.ToDictionary(name => name, name => tasks[name]),
        Derive(tasks).ToDictionary(pair => pair.Key, pair => pair.Value.unsqueeze(-1)));

    protected sealed override LaneSource<T> LanesOf<T>(TaskBatch tasks, int envs) =>
        _equations.Lanes<T>(tasks, envs, Sizes);

    private LaneSizes Sizes => new(
        StateNames.Count, ((Box)Observations).Size, Actions is Box box ? box.Size : 1, ResetNoise, StepNoise);
}
