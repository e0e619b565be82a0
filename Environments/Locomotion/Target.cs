using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Locomotion;

/// <summary>Where a body's root is after a step, and its mean velocity over it.</summary>
/// <param name="X">Along the ground; m.</param>
/// <param name="Y">Across; 0 for bodies that move in a plane; m.</param>
/// <param name="VelocityX">m/s.</param>
/// <param name="VelocityY">m/s.</param>
internal readonly record struct RootStep(double X, double Y, double VelocityX, double VelocityY);

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

    /// <summary>What of a task the reward is computed with, [N, K]: by default its parameters.</summary>
    internal virtual Tensor Numbers(TaskBatch tasks) =>
        stack(Parameters.Select(parameter => tasks[parameter.Name]), -1);

    /// <summary>Reward of one step of one lane.</summary>
    /// <param name="task">A row of <see cref="Numbers"/>.</param>
    /// <param name="root">What the root did.</param>
    internal abstract double Reward(ReadOnlySpan<double> task, in RootStep root);
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

    internal override double Reward(ReadOnlySpan<double> task, in RootStep root) => task[0] * root.VelocityX;
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

    internal override Tensor Numbers(TaskBatch tasks) => stack([tasks["angle"].cos(), tasks["angle"].sin()], -1);

    internal override double Reward(ReadOnlySpan<double> task, in RootStep root) =>
        (task[0] * root.VelocityX) + (task[1] * root.VelocityY);
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

    internal override double Reward(ReadOnlySpan<double> task, in RootStep root) =>
        Bonus - Math.Abs(root.VelocityX - task[0]);
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

    internal override double Reward(ReadOnlySpan<double> task, in RootStep root) =>
        Bonus - (Math.Abs(root.X - task[0]) + Math.Abs(root.Y - task[1]));

    internal override TaskDistribution Tasks(
        string family, IReadOnlyList<TaskParameter> parameters, IReadOnlyList<FrozenTaskSet> frozen) =>
        OnDisc ? new GoalsOnDisc(family, parameters, Reach) : base.Tasks(family, parameters, frozen);

    private TaskParameter Coordinate(string name) => new(
        name, "m", 1, new(-Reach, Reach), new(-Reach - 1, Reach + 1))
    {
        Drawn = OnDisc ? FormattableString.Invariant($"uniform over the disc of radius {Reach}") : null,
    };
}
