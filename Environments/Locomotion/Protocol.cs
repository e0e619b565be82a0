namespace MetaRL.Environments.Locomotion;

/// <summary>What published versions of one task differ in besides their targets.</summary>
/// <param name="Horizon">Steps in an episode.</param>
/// <param name="ControlCost">Cost of a squared action.</param>
/// <param name="SurviveBonus">Added to the reward of every step.</param>
public sealed record Protocol(int Horizon, double ControlCost, double SurviveBonus = 0)
{
    /// <summary>Whether actions are cut off at ±1 before they cost, as they are before they act.</summary>
    public bool CostsClipped { get; init; }

    /// <summary>The protocol as a caller changes it; null: as it is.</summary>
    internal Protocol With(Func<Protocol, Protocol>? changed) => changed is null ? this : changed(this);

    /// <summary>Cost of an action, w ‖a‖².</summary>
    internal double Cost(ReadOnlySpan<double> action)
    {
        var sum = 0.0;
        foreach (var torque in action)
        {
            var paid = CostsClipped ? Math.Clamp(torque, -1, 1) : torque;
            sum += paid * paid;
        }

        return ControlCost * sum;
    }

    /// <summary>Heights of the torso at which the episode goes on; null: at all; m.</summary>
    public (double Low, double High)? Height { get; init; }

    /// <summary>Lean of the torso from upright up to which the episode goes on; null: at any; rad.</summary>
    public double? Lean { get; init; }

    /// <summary>What is seen besides positions and velocities.</summary>
    public AlsoSeen AlsoSeen { get; init; }

    /// <summary>Whether where the root is along the ground is seen too.</summary>
    public bool SeesPlace { get; init; }

    /// <summary>Magnitude at which seen velocities are cut off.</summary>
    public double MostSpeedSeen { get; init; } = double.PositiveInfinity;

    /// <summary>How first states differ from the body's first position at rest.</summary>
    public StartNoise Start { get; init; } = StartNoise.Gym;

    /// <summary>The first position; null: the body's own.</summary>
    public IReadOnlyList<double>? FirstPosition { get; init; }
}

/// <summary>Three numbers that some published versions let the agent see.</summary>
public enum AlsoSeen
{
    /// <summary>None.</summary>
    Nothing,

    /// <summary>The whole body's centre of mass, as rllab has it; m.</summary>
    CentreOfMass,

    /// <summary>Where the torso is, as OpenAI Gym has it; m.</summary>
    Torso,
}

/// <summary>Noise of first states.</summary>
/// <param name="Position">Half-width of a uniform distribution, or standard deviation of a normal one.</param>
/// <param name="Velocity">The same.</param>
/// <param name="NormalPosition">Whether positions are normal.</param>
/// <param name="NormalVelocity">Whether velocities are normal.</param>
public sealed record StartNoise(double Position, double Velocity, bool NormalPosition, bool NormalVelocity)
{
    /// <summary>Half-cheetah and ant of OpenAI Gym.</summary>
    public static readonly StartNoise Gym = new(0.1, 0.1, NormalPosition: false, NormalVelocity: true);

    /// <summary>Hopper and walker of OpenAI Gym.</summary>
    public static readonly StartNoise Upright = new(0.005, 0.005, NormalPosition: false, NormalVelocity: false);

    /// <summary>rllab.</summary>
    public static readonly StartNoise Rllab = new(0.01, 0.1, NormalPosition: true, NormalVelocity: true);
}
