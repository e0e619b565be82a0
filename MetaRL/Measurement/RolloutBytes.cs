using MetaRL.Environments.Tasks;

namespace MetaRL.Measurement;

/// <summary>The memory of rollouts in 32-bit floats.</summary>
internal static class RolloutBytes
{
    /// <summary>What a rollout records of one environment step.</summary>
    public static double OfAStep(TaskFamily family)
    {
        const int Others = 3; // reward, alive, time; whether it terminated is a byte more
        var observation = ((Box)family.Observations).Size;
        var action = family.Actions is Box box ? sizeof(float) * box.Size : sizeof(long);
        return (sizeof(float) * (observation + Others)) + action + sizeof(bool);
    }
}
