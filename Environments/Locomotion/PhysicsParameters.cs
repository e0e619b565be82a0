using MetaRL.Environments.Locomotion.Bodies;
using MetaRL.Environments.Locomotion.Engine;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Locomotion;

/// <summary>What tasks can change about a body: factors of the figures of its compiled model.</summary>
/// <remarks>
/// The rule of the published random-parameter environments (dennisl88/rand_param_envs, base.py): every mass, moment of
/// inertia and coefficient of friction times 1.5^U(−3, 3), every damping times 1.3^U(−3, 3), each on its own. As there,
/// nothing that the engine's compiler derived from them is computed again: the weights by which it scales the softness
/// of limits and contacts (body_invweight0, dof_invweight0) stay those of the published body. Torsional and rolling
/// friction have no part in contacts of three dimensions and are left as they are.
/// </remarks>
internal static class PhysicsParameters
{
    public const string Factors = "factors";

    private const double MassBase = 1.5;
    private const double DampingBase = 1.3;
    private const int Exponent = 3;
    private const int ExponentBeyond = 5;

    /// <summary>The parameters.</summary>
    /// <param name="plan">The body.</param>
    /// <param name="varies">Whether tasks differ in those of single parts.</param>
    public static IReadOnlyList<TaskParameter> Of(BodyPlan plan, bool varies) =>
    [
        new("gravity", "m/s²", 9.81, new(4.9, 14.7), new(1.6, 24.8))
        {
            Varies = false, Rule = ValueRule.NotNegative,
        },
        Whole("mass", "× published, moments of inertia too", ValueRule.Positive),
        Whole("friction", "× published", ValueRule.NotNegative),
        Whole("damping", "× published", ValueRule.NotNegative),
        Each("body_mass", "× published, each part", MassBase, varies, ValueRule.Positive, plan.Parts.Count),
        Each(
            "body_inertia", "× published, each part and axis", MassBase, varies, ValueRule.Positive, plan.Parts.Count,
            3),
        Each(
            "geom_friction", "× published, the ground and each solid", MassBase, varies, ValueRule.NotNegative,
            plan.Shapes.Count + 1),
        Each("dof_damping", "× published, each joint", DampingBase, varies, ValueRule.NotNegative, plan.Joints.Count),
    ];

    /// <summary>
    /// All factors of a task in a row, [N, 1 + 4B + (G + 1) + J]: gravity, masses, moments of inertia, frictions,
    /// dampings.
    /// </summary>
    public static Tensor Row(TaskBatch tasks)
    {
        var mass = tasks["mass"].unsqueeze(-1);
        return cat(
            [
                tasks["gravity"].unsqueeze(-1), mass * tasks["body_mass"],
                mass * tasks["body_inertia"].flatten(start_dim: 1),
                tasks["friction"].unsqueeze(-1) * tasks["geom_friction"],
                tasks["damping"].unsqueeze(-1) * tasks["dof_damping"],
            ],
            dim: 1);
    }

    /// <summary>Sets a model's figures to those of a task.</summary>
    /// <param name="model">The model to be changed.</param>
    /// <param name="published">The model as it was compiled.</param>
    /// <param name="row">A row of <see cref="Row"/>.</param>
    public static void Set(MujocoModel model, MujocoModel published, ReadOnlySpan<double> row)
    {
        var (parts, solids) = (model.Bodies - 1, model.Geoms);
        model.Gravity[2] = -row[0];
        var rest = Scale(row[1..], published.Mass[1..], model.Mass[1..]);
        rest = Scale(rest, published.Inertia[3..], model.Inertia[3..]);
        for (var solid = 0; solid < solids; solid++)
        {
            model.Friction[3 * solid] = published.Friction[3 * solid] * rest[solid];
        }

        var joints = row.Length - 1 - (4 * parts) - solids;
        var root = model.Velocities - joints; // which nothing damps
        _ = Scale(rest[solids..], published.Damping[root..], model.Damping[root..]);
    }

    // changed = factors · published; what is left of the factors
    private static ReadOnlySpan<double> Scale(
        ReadOnlySpan<double> factors, ReadOnlySpan<double> published, Span<double> changed)
    {
        for (var index = 0; index < published.Length; index++)
        {
            changed[index] = published[index] * factors[index];
        }

        return factors[published.Length..];
    }

    private static TaskParameter Whole(string name, string unit, ValueRule rule) =>
        new(name, unit, 1, new(0.5, 2), new(0.25, 4)) { Varies = false, Rule = rule };

    private static TaskParameter Each(
        string name, string unit, double powersOf, bool varies, ValueRule rule, params IReadOnlyList<long> shape)
    {
        var (train, beyond) = (Powers(powersOf, Exponent), Powers(powersOf, ExponentBeyond));
        return new(name, unit, 1, train, beyond)
        {
            Varies = varies,
            Rule = rule,
            Shape = shape,
            Distribution = varies
                ? new LogUniformDistribution(train) { Extrapolation = beyond }
                : new FixedValue(1),
        };
    }

    // By products, so that tasks are the same everywhere
    private static Interval Powers(double of, int exponent)
    {
        var power = Enumerable.Repeat(of, exponent).Aggregate(1.0, (product, factor) => product * factor);
        return new(1 / power, power);
    }
}
