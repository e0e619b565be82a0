using MetaRL.Environments.Locomotion;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments.Locomotion;

/// <summary>What every family of bodies keeps to.</summary>
public abstract class LocomotionContract : TaskFamilyContract
{
    protected override TaskFamily Family => Body;

    protected abstract LocomotionFamily Body { get; }

    protected override bool HasLanes => false; // the engine is not ours

    protected override int AuditedSteps => 5; // until all have reached the ground

    protected override (Tensor One, Tensor Other) AuditedValues(TaskParameter parameter)
    {
        long[] shape = [.. parameter.Shape];
        Tensor Everywhere(double value) => full(shape, value, ScalarType.Float64);
        return (Everywhere(parameter.Train.Low), Everywhere(parameter.Train.High));
    }
}

public sealed class HalfCheetahTests : LocomotionContract
{
    protected override LocomotionFamily Body { get; } = HalfCheetah.Physics();
}

public sealed class HalfCheetahVelocityTests : LocomotionContract
{
    protected override LocomotionFamily Body { get; } = HalfCheetah.Velocity();
}

public sealed class HalfCheetahDirectionTests : LocomotionContract
{
    protected override LocomotionFamily Body { get; } = HalfCheetah.Direction();
}

public sealed class AntTests : LocomotionContract
{
    protected override LocomotionFamily Body { get; } = Ant.Physics();

    protected override int AuditedSteps => 8; // it falls from higher
}

public sealed class AntVelocityTests : LocomotionContract
{
    protected override LocomotionFamily Body { get; } = Ant.Velocity();
}

public sealed class AntDirectionTests : LocomotionContract
{
    protected override LocomotionFamily Body { get; } = Ant.Direction(Preset.Pearl);
}

public sealed class AntGoalTests : LocomotionContract
{
    protected override LocomotionFamily Body { get; } = Ant.Goal(Preset.ProMp);
}

public sealed class HopperTests : LocomotionContract
{
    protected override LocomotionFamily Body { get; } = Upright.Hopper();
}

public sealed class WalkerTests : LocomotionContract
{
    protected override LocomotionFamily Body { get; } = Upright.Walker();
}
