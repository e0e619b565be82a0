using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Control;

/// <summary>The optimum of point navigation in closed form.</summary>
/// <remarks>
/// Each axis moves on its own, so going straight to the goal at full speed on both axes makes |xₜ − g| as small as it can be on each
/// axis at every step, hence the distance, hence the reward; it also terminates as early as possible:
/// V* = −Σₜ₌₁..ₜ* ‖max(|g| − 0.1 t, 0)‖₂, up to the step t* at which both axes are within the goal's tolerance.
/// </remarks>
internal sealed class PointNavigationOracle(PointNavigation family) : IOracle
{
    public Tensor OptimalReturn(TaskBatch tasks)
    {
        using var scope = NewDisposeScope();
        var distance = family.Describe(tasks).abs().unsqueeze(0); // [1, N, 2]
        var travelled = arange(1, family.Horizon + 1, tasks.Dtype, tasks.Device).mul(PointNavigation.MaxStep).view(-1, 1, 1);
        var offset = (distance - travelled).clamp_min(0);                                // [T, N, 2]
        var arrived = (offset < PointNavigation.GoalTolerance).all(-1).to_type(tasks.Dtype);
        var running = arrived.cumsum(0).sub(arrived).eq(0);                              // the arriving step still counts
        return (offset.square().sum(-1).sqrt() * running).sum(dim: 0).neg().MoveToOuterDisposeScope();
    }
}
