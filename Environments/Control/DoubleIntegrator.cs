using System.Runtime.CompilerServices;
using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using static TorchSharp.torch;

namespace MetaRL.Environments.Control;

/// <summary>
/// A mass on a line that a force must bring to a hidden target, with hidden mass, drag and gain: linear, quadratic,
/// exactly solvable.
/// </summary>
/// <remarks>
/// The textbook double integrator (Åström, Murray 2008, example 2.2; Bertsekas 2017, section 3.1 for the cost) by
/// semi-implicit Euler: vₜ₊₁ = vₜ + Δ (gain uₜ − drag vₜ)/mass, xₜ₊₁ = xₜ + Δ vₜ₊₁, rₜ = −(q (xₜ₊₁ − target)² + q_v
/// vₜ₊₁² + r uₜ²). Forces are never clipped, so that the linear optimum is attained; the action space is what uniformly
/// random actions come from. All constants and ranges are this program's.
/// </remarks>
/// <param name="horizon">Steps in an episode.</param>
public sealed class DoubleIntegrator(int horizon = 50) : ControlFamily(
    new("double-integrator", Parameters),
    new Equations<Physics<TensorReal>, Physics<Lanes<float>>, Physics<Lanes<double>>>())
{
    /// <summary>Δ; s.</summary>
    public const double TimeStep = 0.1;

    /// <summary>q; 1/m².</summary>
    public const double PositionCost = 1;

    /// <summary>q_v; s²/m².</summary>
    public const double VelocityCost = 0.1;

    /// <summary>r; per squared unit of action.</summary>
    public const double ActionCost = 0.01;

    /// <summary>First positions and velocities are uniform within ± this; m and m/s.</summary>
    public const double Start = 0.2;

    private const double RandomForce = 10; // N at gain 1

    public override string Definition =>
        "reward = −((x' − target)² + 0.1 v'² + 0.01 u²) after the step; v' = v + 0.1 (gain u − drag v) / mass, x' = x"
        + " + 0.1 v'; "
        + "never terminated; start U[−0.2, 0.2]². Åström, Murray 2008, example 2.2; Bertsekas 2017, section 3.1.";

    private static readonly IReadOnlyList<TaskParameter> Parameters =
    [
        new("mass", "kg", 1, new(0.5, 2), new(0.25, 4)) { Rule = ValueRule.Positive },
        new("drag", "kg/s", 0.1, new(0, 0.5), new(0, 1)) { Rule = ValueRule.NotNegative },
        new("gain", "N per unit of action", 1, new(0.5, 1.5), new(0.25, 2)),
        new("target", "m", 0, new(-1, 1), new(-2, 2)),
    ];

    public override Space Observations => new Box(2);

    public override Space Actions => new Box(1, -RandomForce, RandomForce);

    public override int Horizon => horizon;

    public override int ResetNoise => 2;

    public override IOracle Oracle => new DoubleIntegratorOracle(horizon);

    public override IReadOnlyList<string> StateNames => ["x", "v"];

    protected override IReadOnlyDictionary<string, Tensor> Derive(TaskBatch tasks)
    {
        var (keep, push) = Dynamics(tasks);
        return new Dictionary<string, Tensor> { ["keep"] = keep, ["push"] = push };
    }

    /// <summary>
    /// How much of a velocity is left after a step, 1 − Δ drag/mass, and the velocity per action, Δ gain/mass; each
    /// [N].
    /// </summary>
    internal static (Tensor Keep, Tensor Push) Dynamics(TaskBatch tasks)
    {
        var number = Constants.Of(tasks.Dtype);
        var rate = number[TimeStep] / tasks["mass"];
        return (number[1] - (tasks["drag"] * rate), tasks["gain"] * rate);
    }

    private readonly struct Physics<T>(ITaskConstants<T> task) : IDynamics<Physics<T>, T>
        where T : struct, IReal<T>
    {
        private readonly T _keep = task["keep"];           // 1 − Δ drag / mass
        private readonly T _push = task["push"];           // Δ gain / mass
        private readonly T _target = task["target"];

        public static Physics<T> Of(ITaskConstants<T> task) => new(task);

        public static void Reset(in Physics<T> equations, ReadOnlySpan<T> noise, Span<T> state)
        {
            state[0] = (noise[0] * (2 * Start)) - Start;
            state[1] = (noise[1] * (2 * Start)) - Start;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Outcome<T> Step(
            ReadOnlySpan<T> state, ReadOnlySpan<T> action, ReadOnlySpan<T> noise, Span<T> next)
        {
            var (x, v, u) = (state[0], state[1], action[0]);
            next[1] = (v * _keep).Plus(u, _push);
            next[0] = x.Plus(next[1], TimeStep);
            var error = next[0] - _target;
            var reward = (u * u * -ActionCost).Plus(error, error, -PositionCost).Plus(next[1], next[1], -VelocityCost);
            return new(reward, x.Never());
        }
    }
}
