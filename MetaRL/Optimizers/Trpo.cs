using static TorchSharp.torch;

namespace MetaRL.Optimizers;

/// <summary>Settings of <see cref="Trpo"/>.</summary>
/// <param name="MaxKl">δ, largest mean KL divergence between old and new adapted policies; nats.</param>
/// <param name="CgIterations">Iterations of conjugate gradient.</param>
/// <param name="CgDamping">Added to the diagonal of the Fisher matrix.</param>
/// <param name="LineSearchSteps">Step lengths tried at most.</param>
/// <param name="LineSearchBacktrack">Ratio of each step length to the one before.</param>
public sealed record TrpoSettings(
    double MaxKl = 0.01, int CgIterations = 10, double CgDamping = 1e-5, int LineSearchSteps = 15,
    double LineSearchBacktrack = 0.8)
    : OuterSettings
{
    public override string Name => "trpo";

    public override bool NeedsPolicies => true;

    public override IOuterOptimizer Create() => new Trpo(this);
}

/// <summary>
/// Trust-region policy optimisation: the longest step along F⁻¹g that keeps the mean KL divergence within δ.
/// </summary>
/// <remarks>
/// Schulman et al. 2015, appendix C; as the outer optimiser of MAML, Finn, Abbeel, Levine 2017, section 5.3.
/// </remarks>
public sealed class Trpo(TrpoSettings settings) : IOuterOptimizer
{
    public IReadOnlyDictionary<string, Tensor> Initialize(Tensor theta) => new Dictionary<string, Tensor>();

    public OuterStep Step(
        Tensor theta, IReadOnlyDictionary<string, Tensor> state, IMetaObjective objective, long iteration)
    {
        Tensor Product(Tensor v) => objective.FisherProduct(v) + (v * settings.CgDamping);
        var (direction, product) = ConjugateGradient.Iterates(
            Product, objective.Gradient, settings.CgIterations).Last();
        var (next, metrics) = LineSearch(theta, FullStep(direction, product), objective);
        return new OuterStep(next, state, metrics);
    }

    /// <summary>
    /// √(2δ / sᵀF s) · s for the direction s: the step to the edge of the trust region in its quadratic model.
    /// </summary>
    /// <param name="direction">s, [P].</param>
    /// <param name="product">F s with its damping, [P].</param>
    public Tensor FullStep(Tensor direction, Tensor product)
    {
        var shs = (direction * product).sum() * 0.5;
        var lagrange = (shs / settings.MaxKl).sqrt();
        return direction / lagrange;
    }

    /// <summary>
    /// The first of θ − βʲ · step, j = 0, 1, ..., that lowers the loss and keeps the divergence within δ; θ if none
    /// does.
    /// </summary>
    public (Tensor Theta, IReadOnlyDictionary<string, double> Metrics) LineSearch(
        Tensor theta, Tensor step, IMetaObjective objective)
    {
        var length = 1.0;
        for (var tried = 0; tried < settings.LineSearchSteps; tried++, length *= settings.LineSearchBacktrack)
        {
            var candidate = theta - (step * length);
            var (loss, kl) = objective.At(candidate);
            if (loss < objective.Loss && kl < settings.MaxKl)
            {
                return (candidate, Metrics(loss - objective.Loss, kl, length));
            }
        }

        return (theta, Metrics(0, 0, 0));
    }

    private static Dictionary<string, double> Metrics(double improvement, double kl, double length) =>
        new() { ["loss_change"] = improvement, ["kl"] = kl, ["step_length"] = length };
}
