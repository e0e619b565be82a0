using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using MetaRL.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>Settings of <see cref="Reptile"/>.</summary>
/// <param name="Outer">The outer optimiser; with SGD, ε is its step size.</param>
public sealed record ReptileSettings(DescentSettings Outer) : LearnerSettings
{
    public override IMetaLearner Create(MetaProblem problem, PolicySettings architecture) => new Reptile(problem, Outer.Create());
}

/// <summary>Weights that are near those to which tasks lead: no derivative of an adaptation, only where it went.</summary>
/// <remarks>
/// Nichol, Achiam, Schulman 2018, algorithm 2: θ ← θ + ε meanₙ(φₙ − θ), φₙ the weights after the inner updates in task n; with another
/// outer optimiser, meanₙ(θ − φₙ) in place of a gradient, as they have it with Adam.
/// Differs from the paper: of K + 1 rollouts in a meta-iteration each makes an update, so that φₙ = φₙᴷ⁺¹ and all data count that other
/// learners get (with a single update Reptile would be training on all tasks at once, section 3).
/// </remarks>
public sealed class Reptile(MetaProblem problem, Descent outer) : Maml(problem, GradientOrder.First, outer)
{
    private readonly MetaProblem _problem = problem;

    protected override IMetaObjective Objective(DisposeScope scope, Params theta, IReadOnlyList<AdaptationBatch> trials)
    {
        var sums = _problem.Chunks.Run(scope, _problem.Tasks, (start, _) =>
            new Sum((theta.Detach().Flat - Adapted(theta, trials[(int)(start / _problem.Chunks.Size)])).sum(dim: 0)));
        return new Displacement(stack(sums.Select(part => part.Value)).sum(dim: 0) / _problem.Tasks);
    }

    // φₙᴷ⁺¹, [N, P]
    private Tensor Adapted(Params theta, AdaptationBatch trial)
    {
        var phi = _problem.Policy.Start(theta.Detach(), trial.Rounds[0].Rollout.Tasks);
        foreach (var (update, round) in trial.Rounds.Index())
        {
            phi = _problem.Inner.Update(_problem.Policy, phi.Detach(requiresGrad: true), round, update, GradientOrder.First);
        }

        return phi.Flat.detach();
    }

    // meanₙ(θ − φₙ) in place of a gradient
    private sealed class Displacement(Tensor direction) : IMetaObjective
    {
        public double Loss => throw NoLoss();

        public Tensor Gradient => direction;

        public Tensor FisherProduct(Tensor v) => throw NoLoss();

        public Tensor ClippedGradient(Tensor theta, double epsilon) => throw NoLoss();

        public (double Loss, double Kl) At(Tensor theta) => throw NoLoss();

        private static NotSupportedException NoLoss() => new("Reptile has a direction and no loss; its outer optimiser must be sgd or adam.");
    }

    private sealed record Sum(Tensor Value) : ITensorBundle
    {
        public IEnumerable<Tensor> Tensors => [Value];
    }
}
