using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Locomotion;

/// <summary>What a body shall do: the part of the reward that a task hides.</summary>
public abstract record Target
{
    /// <summary>What tasks differ in.</summary>
    public abstract IReadOnlyList<TaskParameter> Parameters { get; }

    /// <summary>The tasks of a family with this target.</summary>
    /// <param name="family">Its name.</param>
    /// <param name="parameters">What differs between tasks.</param>
    /// <param name="frozen">Frozen task sets.</param>
    internal virtual TaskDistribution Tasks(
        string family, IReadOnlyList<TaskParameter> parameters, IReadOnlyList<FrozenTaskSet> frozen) =>
        new(family, parameters, frozen: frozen);

    /// <summary>The reward as a formula, with v for the velocity of the root.</summary>
    public abstract string Formula { get; }

    /// <summary>Reward of one step, [N, E].</summary>
    /// <param name="tasks">N tasks.</param>
    /// <param name="x">Where the root is after the step, [N, E]; m.</param>
    /// <param name="y">The same across; null where the body moves in a plane.</param>
    /// <param name="velocity">Mean over the step along x, [N, E]; m/s.</param>
    /// <param name="across">The same across.</param>
    internal abstract Tensor Reward(TaskBatch tasks, Tensor x, Tensor? y, Tensor velocity, Tensor? across);

    /// <summary>Column [N, 1] in 64 bits, as states are.</summary>
    private protected static Tensor Column(TaskBatch tasks, string name) =>
        tasks.Column(name).to(ScalarType.Float64, CPU);
}

/// <summary>Fast, forwards or backwards.</summary>
/// <param name="Varies">Whether tasks differ in it; else all run forwards.</param>
public sealed record Heading(bool Varies) : Target
{
    public override IReadOnlyList<TaskParameter> Parameters =>
    [
        new("direction", "1 forwards, −1 backwards", 1, new(-1, 1), new(-1, 1))
        {
            Varies = Varies,
            Rule = new ValueRule(-1, 1),
            Distribution = Varies ? new ChoiceDistribution([-1, 1]) : new FixedValue(1),
        },
    ];

    public override string Formula => "direction · v";

    internal override Tensor Reward(TaskBatch tasks, Tensor x, Tensor? y, Tensor velocity, Tensor? across) =>
        Column(tasks, "direction") * velocity;
}

/// <summary>Fast, along an angle.</summary>
/// <param name="Distribution">Of the angles; null: all go along x.</param>
public sealed record Bearing(ParameterDistribution? Distribution = null) : Target
{
    public override IReadOnlyList<TaskParameter> Parameters =>
    [
        new("angle", "rad from the x axis", 0, new(0, 2 * Math.PI), new(0, 2 * Math.PI))
        {
            Varies = Distribution is not null,
            Distribution = Distribution ?? new FixedValue(0),
        },
    ];

    public override string Formula => "v · (cos angle, sin angle)";

    internal override Tensor Reward(TaskBatch tasks, Tensor x, Tensor? y, Tensor velocity, Tensor? across)
    {
        var angle = Column(tasks, "angle");
        return (angle.cos() * velocity) + (angle.sin() * across!);
    }
}

/// <summary>At a velocity.</summary>
/// <param name="Range">Of the velocities; m/s.</param>
/// <param name="Bonus">Added to every step, so that it pays to go on.</param>
public sealed record Speed(Interval Range, double Bonus = 0) : Target
{
    public override IReadOnlyList<TaskParameter> Parameters =>
        [new("target_velocity", "m/s", 1, Range, new(Range.Low - 1, Range.High + 1))];

    public override string Formula =>
        FormattableString.Invariant($"−|v − target_velocity|{(Bonus > 0 ? $" + {Bonus}" : "")}");

    internal override Tensor Reward(TaskBatch tasks, Tensor x, Tensor? y, Tensor velocity, Tensor? across) =>
        (velocity - Column(tasks, "target_velocity")).abs().neg() + Bonus;
}

/// <summary>To a place.</summary>
/// <param name="Reach">Goals are drawn uniformly from the square [−r, r]²; m.</param>
/// <param name="Bonus">Added to every step, so that it pays to go on.</param>
/// <param name="OnDisc">Whether from the disc of this radius instead.</param>
public sealed record Place(double Reach, double Bonus = 0, bool OnDisc = false) : Target
{
    public override IReadOnlyList<TaskParameter> Parameters => [Coordinate("goal_x"), Coordinate("goal_y")];

    public override string Formula =>
        FormattableString.Invariant($"−‖(x, y) − goal‖₁{(Bonus > 0 ? $" + {Bonus}" : "")}");

    internal override Tensor Reward(TaskBatch tasks, Tensor x, Tensor? y, Tensor velocity, Tensor? across) =>
        ((x - Column(tasks, "goal_x")).abs() + (y! - Column(tasks, "goal_y")).abs()).neg() + Bonus;

    internal override TaskDistribution Tasks(
        string family, IReadOnlyList<TaskParameter> parameters, IReadOnlyList<FrozenTaskSet> frozen) =>
        OnDisc ? new GoalsOnDisc(family, parameters, Reach) : base.Tasks(family, parameters, frozen);

    private TaskParameter Coordinate(string name) => new(
        name, "m", 1, new(-Reach, Reach), new(-Reach - 1, Reach + 1))
    {
        Drawn = OnDisc ? FormattableString.Invariant($"uniform over the disc of radius {Reach}") : null,
    };
}
