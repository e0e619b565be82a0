using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using static TorchSharp.torch;

namespace MetaRL.Environments.Control;

/// <summary>
/// A pole hinged to a cart on a rail that pushes from either side must keep upright, with masses, lengths and forces
/// hidden.
/// </summary>
/// <remarks>
/// Barto, Sutton, Anderson 1983 without friction, in the form of Gymnasium's CartPole-v1, with M = m_cart + m_pole, F =
/// ±force_mag: u = (F + m_pole l θ̇² sin θ) / M, θ̈ = (g sin θ − u cos θ) / (l (4/3 − m_pole cos²θ / M)), ẍ = u −
/// m_pole l θ̈ cos θ / M, integrated by Euler's explicit method, sₜ₊₁ = sₜ + τ ṡₜ. Training and extrapolation ranges of
/// force, length and pole mass: Packer et al. 2018 (Sunblaze); the others are this program's.
/// </remarks>
/// <param name="horizon">Steps in an episode.</param>
public sealed class CartPole(int horizon = 500) : ControlFamily(
    new("cart-pole", Parameters),
    new Equations<CartPolePhysics<TensorReal>, CartPolePhysics<Lanes<float>>, CartPolePhysics<Lanes<double>>>())
{
    private const string OwnUnits = "m, m/s, rad, rad/s";

    public override string Definition =>
        "reward = 1 for every step, the last included; terminated when |x| > x_threshold or |θ| >"
        + " theta_threshold_radians; Euler; "
        + "start U[start_low, start_high]⁴. Barto, Sutton, Anderson 1983; Gymnasium CartPole-v1.";

    internal static readonly IReadOnlyList<TaskParameter> Parameters =
    [
        new("gravity", "m/s²", 9.8, new(4.9, 14.7), new(1.6, 24.8)) { Varies = false, Rule = ValueRule.NotNegative },
        new("masscart", "kg", 1, new(0.5, 2), new(0.25, 4)) { Varies = false, Rule = ValueRule.Positive },
        new("masspole", "kg", 0.1, new(0.05, 0.5), new(0.01, 1)) { Rule = ValueRule.Positive },
        new("length", "m, half the pole", 0.5, new(0.25, 0.75), new(0.05, 1)) { Rule = ValueRule.Positive },
        new("force_mag", "N", 10, new(5, 15), new(1, 20)) { Rule = ValueRule.NotNegative },
        new("tau", "s", 0.02, new(0.01, 0.03), new(0.005, 0.05)) { Varies = false, Rule = ValueRule.Positive },
        new("theta_threshold_radians", "rad from upright", 12 * 2 * Math.PI / 360, new(0.15, 0.3), new(0.1, 0.5))
        {
            Varies = false, Rule = ValueRule.NotNegative,
        },
        new("x_threshold", "m from the middle", 2.4, new(1.2, 3.6), new(0.6, 4.8))
        {
            Varies = false, Rule = ValueRule.NotNegative,
        },
        StartBounds.Low(OwnUnits, -0.05, new(-0.1, -0.025), new(-0.2, 0)),
        StartBounds.High(OwnUnits, 0.05, new(0.025, 0.1), new(0, 0.2)),
    ];

    public override Space Observations => new Box(4);

    public override Space Actions => new Discrete(2);

    public override int Horizon => horizon;

    public override int ResetNoise => 4;

    public override IReadOnlyList<string> StateNames => ["x", "x_dot", "theta", "theta_dot"];

    protected override IReadOnlyDictionary<string, Tensor> Derive(TaskBatch tasks) => Constants(tasks);

    internal static IReadOnlyDictionary<string, Tensor> Constants(TaskBatch tasks)
    {
        var mass = tasks["masscart"] + tasks["masspole"];
        return new Dictionary<string, Tensor>([StartBounds.Width(tasks)])
        {
            ["push"] = tasks["force_mag"] / mass,
            ["swing"] = tasks["masspole"] * tasks["length"] / mass,
            ["inertia"] = tasks["length"] * (4.0 / 3.0),
        };
    }
}
