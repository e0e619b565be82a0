using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using MetaRL.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>The meta-objective as a function of θ, on the data of one meta-iteration: losses after adapting again from θ.</summary>
/// <remarks>
/// Loss: meanₙ −E[π_φₙ(a|o) / π_old(a|o) · A] − β E[H(π_θ)] with φₙ = Uᴷ(θ); its first term is by setting (<see cref="MetaGoal"/>) the
/// inner loop's own loss at φₙ instead. The entropy, of the policy that explores before it has adapted, is what keeps it exploring,
/// since the first term gives it no credit for what it finds. Divergence: meanₙ E[KL(π_φₙ ‖ π_old)]. At θ₀ the divergence and its gradient vanish,
/// so its Hessian is exactly F = Jᵀ M J, with J = ∂D/∂θ the Jacobian of the final policies' distribution parameters D through the whole
/// adaptation and M their Fisher information, known in closed form. Jᵀu is one backward pass; it is linear in u, so J v is the
/// derivative of vᵀ(Jᵀu) by u, a second one. Nothing is differentiated more often than that.
/// By setting there is more in the loss: <see cref="EarlierRounds"/>.
/// </remarks>
public sealed class AdaptedObjective : IMetaObjective
{
    private readonly DisposeScope _scope;
    private readonly MetaProblem _problem;
    private readonly GradientOrder _order;
    private readonly IReadOnlyList<AdaptationBatch> _trials;
    private readonly EarlierRounds _earlier;
    private readonly Tensor[] _credits;
    private readonly IReadOnlyList<Graph> _graphs;
    private IReadOnlyList<Linearization>? _linearizations;

    /// <param name="scope">The calling thread's dispose scope, which lives as long as the objective.</param>
    /// <param name="problem">How to adapt.</param>
    /// <param name="order">How far derivatives reach.</param>
    /// <param name="theta">θ₀, at which the data were gathered.</param>
    /// <param name="trials">The data, in chunks of tasks as <see cref="MetaProblem.Chunks"/> makes them.</param>
    public AdaptedObjective(
        DisposeScope scope, MetaProblem problem, GradientOrder order, Params theta, IReadOnlyList<AdaptationBatch> trials)
    {
        (_scope, _problem, _order, _trials) = (scope, problem, order, trials);
        _earlier = new EarlierRounds(problem);
        _credits = _earlier.Credits(trials).split(trials.Select(trial => trial.Rounds[0].Rollout.Tasks).ToArray());
        _graphs = PerChunk(chunk => Build(theta, _trials[chunk], _credits[chunk]));
#pragma warning disable RS0030 // once a meta-iteration
        Loss = Sum(_graphs.Select(graph => graph.Loss.to_type(ScalarType.Float64))).ToDouble();
#pragma warning restore RS0030
        Gradient = Sum(_graphs.Select(graph => graph.Gradient));
        if (!double.IsFinite(Loss))
        {
            throw new NonFiniteException($"The meta-loss is {Loss}.");
        }
    }

    public double Loss { get; }

    public Tensor Gradient { get; }

    public Tensor FisherProduct(Tensor v)
    {
        _linearizations ??= PerChunk(chunk => Linearize(_graphs[chunk]));
        return Sum(PerChunk(chunk => new One(FisherProduct(_trials[chunk], _graphs[chunk], _linearizations[chunk], v)))
            .Select(product => product.Tensor));
    }

    public Tensor ClippedGradient(Tensor theta, double epsilon) =>
        Sum(PerChunk(chunk => new One(ClippedGradient(theta, epsilon, _trials[chunk], _credits[chunk], _graphs[chunk])))
            .Select(gradient => gradient.Tensor));

    // The values of an adaptation do not need its second derivatives.
    public (double Loss, double Kl) At(Tensor theta) => Evaluate(theta, (start, chunk) => Adapt(start, _trials[chunk], GradientOrder.First));

    /// <summary>The loss at another θ with the inner gradients of θ₀: at θ₀ its derivative is the gradient of first order.</summary>
    /// <remarks>Where every inner step subtracts its gradient this is Σₙ Lₙ(φₙ(θ₀) + (θ − θ₀)) / N, with the derivative meanₙ ∇Lₙ(φₙ).</remarks>
    /// <param name="theta">θ [P].</param>
    public double WithHeldGradients(Tensor theta) => Evaluate(theta, (start, chunk) => Retrace(start, _trials[chunk], _graphs[chunk])).Loss;

    // φ⁰ ... φᴷ from θ on the trial's own rollouts
    private List<Params> Adapt(Params theta, AdaptationBatch trial, GradientOrder order)
    {
        var phi = _problem.Policy.Start(theta, trial.Rounds[0].Rollout.Tasks);
        var phis = new List<Params> { phi };
        for (var update = 0; update < _problem.Updates; update++)
        {
            phi = _problem.Inner.Update(_problem.Policy, phi, trial.Rounds[update], update, order);
            phis.Add(phi);
        }

        return phis;
    }

    // φ⁰ ... φᴷ from θ by the inner gradients that they have from θ₀
    private List<Params> Retrace(Params theta, AdaptationBatch trial, Graph graph)
    {
        var path = Adapt(theta with { Flat = graph.Theta }, trial, GradientOrder.First);
        var phis = new List<Params> { _problem.Policy.Start(theta, trial.Rounds[0].Rollout.Tasks) };
        foreach (var (from, to) in path.Zip(path.Skip(1)))
        {
            phis.Add(_problem.Policy.Retrace(phis[^1], from, to));
        }

        return phis;
    }

    private Graph Build(Params theta0, AdaptationBatch trial, Tensor credits)
    {
        var theta = theta0.Detach(requiresGrad: true);
        var phis = Adapt(theta, trial, _order);
        var final = trial.Rounds[^1];
        var d = _problem.Inner.Act(_problem.Policy, phis[^1], final.Rollout, _problem.Updates).Parameters;
        var policy = _problem.Policy.Distribution(d);
        var oldLogProb = policy.LogProb(final.Rollout.Actions).detach();
        var earlier = _earlier.Act(phis, trial);
        OldPolicy[] old = [.. earlier.Zip(trial.Rounds, OldPolicy.Of)];
        var loss = (Adapted(phis[^1], policy, oldLogProb, final) - Entropy(theta, trial) + _earlier.Loss(earlier, old, trial, credits, clip: null)).sum()
            / _problem.Tasks;
        var gradient = Derivative.Of(loss, theta.Flat, keepsGraph: true);
        return new Graph(theta.Flat, d, oldLogProb, old, loss.detach(), gradient);
    }

    // What the adapted weights are judged by, [N]
    private Tensor Adapted(Params phi, IActionDistribution policy, Tensor oldLogProb, Experience final) =>
        _problem.Goal == MetaGoal.Return ? Surrogate(policy, oldLogProb, final) : _problem.Inner.Loss(_problem.Policy, phi, final);

    /// <summary>−E[ρA], ρ = π / π_old, or −E[min(ρA, clip(ρ, 1 − ε, 1 + ε) A)], [N].</summary>
    internal static Tensor Surrogate(IActionDistribution policy, Tensor oldLogProb, Experience experience, double? clip = null)
    {
        var ratio = (policy.LogProb(experience.Rollout.Actions) - oldLogProb).exp();
        var surrogate = ratio * experience.Advantages;
        return experience.MeanPerTask(
            clip is { } epsilon ? surrogate.minimum(ratio.clamp(1 - epsilon, 1 + epsilon) * experience.Advantages) : surrogate).neg();
    }

    // β E[H(π_θ)] on the first round, [N]
    private Tensor Entropy(Params theta, AdaptationBatch trial)
    {
        var first = trial.Rounds[0];
        return _problem.EntropyBonus == 0
            ? zeros(first.Rollout.Tasks, theta.Flat.dtype, theta.Flat.device)
            : first.MeanPerTask(_problem.Policy.With(theta).Act(first.Rollout.Observations).Entropy()) * _problem.EntropyBonus;
    }

    private static Linearization Linearize(Graph graph)
    {
        var u = zeros_like(graph.D).requires_grad_();
        var jTu = Derivative.Of([graph.D], graph.Theta, [u], differentiable: true);
        return new Linearization(u, jTu);
    }

    // Jᵀ M J v, with M weighted as the mean over tasks, episodes and steps
    private Tensor FisherProduct(AdaptationBatch trial, Graph graph, Linearization linear, Tensor v)
    {
        var jv = Derivative.Of([linear.JTu], linear.U, [v], keepsGraph: true);
        using var constant = no_grad();
        var weights = trial.Rounds[^1].Weights.unsqueeze(-1) / _problem.Tasks;
        var mjv = _problem.Policy.Distribution(graph.D.detach()).FisherProduct(jv) * weights;
        return Derivative.Of([graph.D], graph.Theta, [mjv], keepsGraph: true);
    }

    private Tensor ClippedGradient(Tensor theta, double epsilon, AdaptationBatch trial, Tensor credits, Graph graph)
    {
        var start = new Params(_problem.Policy.Layout, theta).Detach(requiresGrad: true);
        var phis = Adapt(start, trial, _order);
        var final = trial.Rounds[^1];
        var loss = Surrogate(_problem.Inner.Act(_problem.Policy, phis[^1], final.Rollout, _problem.Updates), graph.OldLogProb, final, epsilon)
            - Entropy(start, trial) + _earlier.Loss(_earlier.Act(phis, trial), graph.Earlier, trial, credits, epsilon);
        return Derivative.Of(loss.sum() / _problem.Tasks, start.Flat);
    }

    // Loss and divergence at another θ with its φ⁰ ... φᴷ in each chunk
    private (double Loss, double Kl) Evaluate(Tensor theta, Func<Params, int, List<Params>> adapt)
    {
        var sum = Sum(PerChunk(chunk =>
        {
            var start = new Params(_problem.Policy.Layout, theta).Detach(requiresGrad: true);
            Params[] phis = [.. adapt(start, chunk).Select(phi => phi.Detach())];
            return new One(Evaluate(start, phis, _trials[chunk], _credits[chunk], _graphs[chunk]));
        }).Select(value => value.Tensor));
#pragma warning disable RS0030 // once a step length that is tried
        var values = sum.to_type(ScalarType.Float64).cpu().data<double>().ToArray();
#pragma warning restore RS0030
        return (values[0], values[1]);
    }

    private Tensor Evaluate(Params start, Params[] phis, AdaptationBatch trial, Tensor credits, Graph graph)
    {
        using var constant = no_grad();
        var final = trial.Rounds[^1];
        var policy = _problem.Inner.Act(_problem.Policy, phis[^1], final.Rollout, _problem.Updates);
        var kl = final.MeanPerTask(policy.Kl(_problem.Policy.Distribution(graph.D)));
        var loss = Adapted(phis[^1], policy, graph.OldLogProb, final) - Entropy(start, trial)
            + _earlier.Loss(_earlier.Act(phis, trial), graph.Earlier, trial, credits, clip: null);
        return stack([loss.sum(), kl.sum()]) / _problem.Tasks;
    }

    private IReadOnlyList<T> PerChunk<T>(Func<int, T> body)
        where T : ITensorBundle =>
        _problem.Chunks.Run(_scope, _problem.Tasks, (start, _) => body((int)(start / _problem.Chunks.Size)));

    private static Tensor Sum(IEnumerable<Tensor> parts) => stack(parts).sum(dim: 0);

    // What was built at θ₀: φᴷ's distribution parameters D with their graph, and its log-probabilities
    private sealed record Graph(
        Tensor Theta, Tensor D, Tensor OldLogProb, IReadOnlyList<OldPolicy> Earlier, Tensor Loss, Tensor Gradient) : ITensorBundle
    {
        public IEnumerable<Tensor> Tensors =>
            [Theta, D, OldLogProb, Loss, Gradient, .. Earlier.SelectMany(old => new[] { old.Parameters, old.LogProb })];
    }

    private sealed record Linearization(Tensor U, Tensor JTu) : ITensorBundle
    {
        public IEnumerable<Tensor> Tensors => [U, JTu];
    }

    private sealed record One(Tensor Tensor) : ITensorBundle
    {
        public IEnumerable<Tensor> Tensors => [Tensor];
    }
}
