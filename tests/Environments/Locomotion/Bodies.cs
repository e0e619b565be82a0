using MetaRL.Environments.Locomotion;
using MetaRL.Environments.Locomotion.Bodies;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments.Locomotion;

/// <summary>The four bodies as single lanes.</summary>
internal static class Bodies
{
    public static LocomotionFamily Of(string name) => name switch
    {
        "half-cheetah" => HalfCheetah.Physics(),
        "ant" => Ant.Physics(),
        "hopper" => Upright.Hopper(),
        "walker" => Upright.Walker(),
        _ => throw new ArgumentException(name, nameof(name)),
    };

    /// <summary>Position at rest, high above the ground.</summary>
    public static double[] Aloft(BodyPlan plan)
    {
        var state = new double[plan.Positions + plan.Velocities];
        state[plan.Root == RootMotion.Free ? 2 : 1] = 50;
        if (plan.Root == RootMotion.Free)
        {
            state[3] = 1; // the quaternion's w
            (state[8], state[10], state[12], state[14]) = (0.9, -0.9, -0.9, 0.9); // knees within their limits
        }

        return state;
    }

    /// <summary>One step of one lane with published or given physics.</summary>
    public static double[] Step(
        LocomotionFamily family, double[] state, double[]? action = null, params (string Name, double Value)[] physics)
    {
        using var scope = NewDisposeScope();
        var tasks = Task(family, physics);
        var step = family.Step(
            tasks, tensor(state, [1, 1, state.Length]),
            tensor(action ?? new double[family.Plan.Motors.Count], [1, 1, family.Plan.Motors.Count]),
            zeros([1, 1, 0], ScalarType.Float64));
        return HostMemory.Copy<double>(step.State);
    }

    /// <summary>The default task with some scalar parameters changed.</summary>
    public static TaskBatch Task(LocomotionFamily family, params (string Name, double Value)[] physics) =>
        family.Create(physics.ToDictionary(one => one.Name, one => tensor([one.Value])), 1);
}
