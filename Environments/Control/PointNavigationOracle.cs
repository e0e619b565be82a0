using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Control;

/// <summary>The optimum of point navigation in closed form.</summary>
/// <remarks>
/// Each axis moves on its own, and no wind w is stronger than a step, so that the goal's coordinate can be held once
/// reached. Going straight to the goal at full speed on both axes then makes |xₜ − g| as small as it can be on each
/// axis at every step, max(|g| − (0.1 + w sgn g) t, 0), hence the distance dₜ, hence either reward as large as it can
/// be. It also terminates as early as possible, and every further step would cost: V* = −Σₜ₌₁..ₜ* dₜ, up to the step t*
/// at which both axes are within the goal's tolerance. The sparse variant never terminates: V* = Σₜ (1 − dₜ) · 1[dₜ ≤
/// 0.2].
/// </remarks>
internal sealed class PointNavigationOracle(PointNavigation family) : IOracle
{
    public Tensor OptimalReturn(TaskBatch tasks)
    {
        using var scope = NewDisposeScope();
        var (goalX, goalY) = family.Goal(tasks);
        var goal = stack([goalX, goalY], -1);                                            // [N, 2]
        var speed = goal.sign() * stack([tasks["wind_x"], tasks["wind_y"]], -1) + PointNavigation.MaxStep;
        var steps = arange(1, family.Horizon + 1, tasks.Dtype, tasks.Device).view(-1, 1, 1);
        var offset = (goal.abs() - (speed * steps)).clamp_min(0);                        // [T, N, 2]
        var distance = offset.square().sum(-1).sqrt();
        if (family.Goals != PointGoals.Square)
        {
            return PointNavigation.Sparse(distance).sum(dim: 0).MoveToOuterDisposeScope();
        }

        var arrived = (offset < PointNavigation.GoalTolerance).all(-1).to_type(tasks.Dtype);
        // the arriving step still counts
        var running = arrived.cumsum(0).sub(arrived).eq(0);
        return (distance * running).sum(dim: 0).neg().MoveToOuterDisposeScope();
    }
}
