namespace MetaRL.Environments.Locomotion.Bodies;

/// <summary>A point or direction in the frame of its parent; m.</summary>
public readonly record struct Vector(double X, double Y, double Z);

/// <summary>Which way a capsule lies: turned from the z axis.</summary>
public abstract record Turn;

/// <summary>By an angle about the y axis; rad.</summary>
public sealed record AboutY(double Angle) : Turn;

/// <summary>By a unit quaternion (w, x, y, z).</summary>
public sealed record ByQuaternion(double W, double X, double Y, double Z) : Turn;

/// <summary>A solid from which a body has its mass, and with which it touches the ground.</summary>
/// <param name="Name">Name of the solid.</param>
/// <param name="Radius">m.</param>
/// <param name="Friction">Sliding friction, where it is not the plan's.</param>
public abstract record Solid(string Name, double Radius, double? Friction)
{
    /// <summary>Half of the distance between the middles of its caps, along its z axis; m.</summary>
    public abstract double Reach { get; }
}

/// <param name="Name">Name of the solid.</param>
/// <param name="Radius">m.</param>
public sealed record Sphere(string Name, double Radius) : Solid(Name, Radius, null)
{
    public override double Reach => 0;
}

/// <summary>A capsule between two points.</summary>
/// <param name="Name">Name of the solid.</param>
/// <param name="Radius">m.</param>
/// <param name="From">Middle of one cap.</param>
/// <param name="To">Middle of the other.</param>
public sealed record Bone(string Name, double Radius, Vector From, Vector To) : Solid(Name, Radius, null)
{
    public override double Reach =>
        Math.Sqrt(Square(To.X - From.X) + Square(To.Y - From.Y) + Square(To.Z - From.Z)) / 2;

    private static double Square(double x) => x * x;
}

/// <summary>A capsule about a middle.</summary>
/// <param name="Name">Name of the solid.</param>
/// <param name="Radius">m.</param>
/// <param name="HalfLength">Of its cylinder; m.</param>
/// <param name="Middle">Where it is.</param>
/// <param name="Turn">How it lies; null: along z.</param>
/// <param name="Friction">Sliding friction, where it is not the plan's.</param>
public sealed record Capsule(
    string Name, double Radius, double HalfLength, Vector Middle, Turn? Turn = null, double? Friction = null)
    : Solid(Name, Radius, Friction)
{
    public override double Reach => HalfLength;
}

/// <summary>A hinge by which a part turns against its parent.</summary>
/// <param name="Name">Name of the joint, after which the state's numbers are called.</param>
/// <param name="Axis">Axis.</param>
/// <param name="Low">Least angle, in the plan's unit of angles.</param>
/// <param name="High">Greatest angle.</param>
/// <param name="Anchor">A point of the axis, in the part's frame.</param>
/// <param name="Stiffness">Of the spring towards 0, where it is not the plan's; N m/rad.</param>
/// <param name="Damping">Where it is not the plan's; N m s/rad.</param>
public sealed record Hinge(
    string Name, Vector Axis, double Low, double High, Vector Anchor = default, double? Stiffness = null,
    double? Damping = null);

/// <summary>A rigid part of a body, with the parts that hang on it.</summary>
/// <param name="Name">Name; empty for one that has none.</param>
/// <param name="At">Where its frame is in that of its parent.</param>
/// <param name="Solids">What it is made of.</param>
/// <param name="Hinge">How it turns; null where it is fixed to its parent.</param>
/// <param name="Parts">What hangs on it.</param>
public sealed record Part(
    string Name, Vector At, IReadOnlyList<Solid> Solids, Hinge? Hinge = null, IReadOnlyList<Part>? Parts = null)
{
    /// <summary>What hangs on it.</summary>
    public IReadOnlyList<Part> Parts { get; init; } = Parts ?? [];

    /// <summary>The part and all below it, each before what hangs on it.</summary>
    public IEnumerable<Part> All => Parts.SelectMany(part => part.All).Prepend(this);
}

/// <summary>A motor at a hinge.</summary>
/// <param name="Hinge">Name of the hinge.</param>
/// <param name="Gear">Torque at an action of 1; N m.</param>
public sealed record Motor(string Hinge, double Gear);

/// <summary>What hinges have unless they say otherwise.</summary>
/// <param name="Armature">Inertia of the motor; kg m².</param>
/// <param name="Damping">N m s/rad.</param>
/// <param name="Stiffness">N m/rad.</param>
public sealed record HingeDefaults(double Armature, double Damping, double Stiffness = 0);

/// <summary>What solids, the ground among them, have unless they say otherwise.</summary>
/// <param name="TouchEachOther">Whether solids of a body touch each other, not the ground alone.</param>
/// <param name="Dimensions">Of a contact's force: 1 without friction, 3 with sliding friction.</param>
/// <param name="Friction">Sliding, torsional and rolling friction; null: the engine's.</param>
/// <param name="Density">kg/m³; null: the engine's, 1,000.</param>
/// <param name="Margin">Distance at which a contact is found; m.</param>
public sealed record SolidDefaults(
    bool TouchEachOther, int Dimensions, IReadOnlyList<double>? Friction = null, double? Density = null,
    double Margin = 0);

/// <summary>Parameters of the soft constraints of limits and contacts, in the engine's words.</summary>
/// <param name="LimitImpedance">solimplimit.</param>
/// <param name="LimitReference">solreflimit.</param>
/// <param name="ContactImpedance">solimp.</param>
/// <param name="ContactReference">solref.</param>
public sealed record Softness(
    IReadOnlyList<double>? LimitImpedance = null, IReadOnlyList<double>? LimitReference = null,
    IReadOnlyList<double>? ContactImpedance = null, IReadOnlyList<double>? ContactReference = null);

/// <summary>How a body moves against the ground.</summary>
public enum RootMotion
{
    /// <summary>In the plane of x and z: two slides and a hinge about y, 3 numbers and 3 speeds.</summary>
    Planar,

    /// <summary>Freely: a position and a quaternion, 7 numbers, and 6 speeds.</summary>
    Free,
}

/// <summary>A body as a table of figures: what the engine needs to know of it.</summary>
/// <param name="Name">Name of the model.</param>
/// <param name="Torso">The root, at its first height.</param>
/// <param name="Motors">In the order of the actions.</param>
/// <param name="Root">How it moves against the ground.</param>
/// <param name="TimeStep">Of the engine; s.</param>
/// <param name="FrameSkip">Steps of the engine in a step of the environment.</param>
/// <param name="RungeKutta">Whether the engine integrates by Runge and Kutta's method, else by Euler's.</param>
/// <param name="Hinges">What hinges have.</param>
/// <param name="Solids">What solids have.</param>
public sealed record BodyPlan(
    string Name, Part Torso, IReadOnlyList<Motor> Motors, RootMotion Root, double TimeStep, int FrameSkip,
    bool RungeKutta, HingeDefaults Hinges, SolidDefaults Solids)
{
    /// <summary>Whether angles of hinges are given in degrees.</summary>
    public bool InDegrees { get; init; } = true;

    /// <summary>Mass to which all parts are scaled together; null: as the densities make it; kg.</summary>
    public double? TotalMass { get; init; }

    /// <summary>Soft constraints.</summary>
    public Softness Softness { get; init; } = new();

    /// <summary>Whether the root's slides begin at the ground, so that the state's z is a height.</summary>
    public bool CountsFromGround { get; init; }

    /// <summary>Parts, each before what hangs on it.</summary>
    public IReadOnlyList<Part> Parts => [.. Torso.All];

    /// <summary>Hinges in the order of the state.</summary>
    public IReadOnlyList<Hinge> Joints => [.. Parts.Where(part => part.Hinge is not null).Select(part => part.Hinge!)];

    /// <summary>Solids in the order of the engine, without the ground.</summary>
    public IReadOnlyList<Solid> Shapes => [.. Parts.SelectMany(part => part.Solids)];

    /// <summary>Numbers of a position.</summary>
    public int Positions => (Root == RootMotion.Free ? 7 : 3) + Joints.Count;

    /// <summary>Numbers of a velocity.</summary>
    public int Velocities => (Root == RootMotion.Free ? 6 : 3) + Joints.Count;

    /// <summary>Contacts that there can be at once: two of each capsule with the ground, and with each other.</summary>
    public int MostContacts => 2 * Shapes.Count * (Solids.TouchEachOther ? Shapes.Count : 1);

    /// <summary>Time of a step of the environment; s.</summary>
    public double Dt => TimeStep * FrameSkip;
}
