using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Compat;
using MetaRL.Environments.Tasks;
using MetaRL.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>
/// The meta-objective as a function of θ, on the data of one meta-iteration: losses after adapting again from θ.
/// </summary>
/// <remarks>
/// Of a range of the tasks it is their share of the mean over all N. Its derivative by θ is the gradient of Finn,
/// Abbeel, Levine 2017, equation 1, which an outer optimiser steps along. Loss: meanₙ −E[π_φₙ(a|o) / π_old(a|o) · A]
/// with φₙ = Uᴷ(θ), by setting (<see cref="MetaGoal"/>) the inner loop's own loss at φₙ instead, and the problem's
/// terms (<see cref="IObjectiveTerm"/>) added. Divergence: meanₙ E[KL(π_φₙ ‖ π_old)]. At θ₀ the divergence and its
/// gradient vanish, so its Hessian is exactly F = Jᵀ M J, with J = ∂D/∂θ the Jacobian of the final policies'
/// distribution parameters D through the whole adaptation and M their Fisher information, known in closed form. Jᵀu is
/// one backward pass; it is linear in u, so J v is the derivative of vᵀ(Jᵀu) by u, a second one. Nothing is
/// differentiated more often than that. The graphs from θ to D, and from u to Jᵀu, are kept from one product to the
/// next while there is memory for them (<see cref="Placement.Memory"/>); those of the other chunks are made anew for
/// each, from the same data by the same operators, so with the same bytes.
/// </remarks>
public sealed class AdaptedObjective : IMetaObjective
{
    private readonly DisposeScope _scope;
    private readonly MetaProblem _problem;
    private readonly Adaptation _adaptation;
    private readonly GradientOrder _order;
    private readonly Params _theta0;
    private readonly IReadOnlyList<Chunk> _chunks;
    private readonly IReadOnlyList<Start> _starts;
    private readonly Linearization?[] _linearizations;

    /// <param name="scope">The calling thread's dispose scope, which lives as long as the objective.</param>
    /// <param name="problem">How to adapt, and what to judge by.</param>
    /// <param name="order">How far derivatives reach.</param>
    /// <param name="theta">θ₀, at which the data were gathered.</param>
    /// <param name="batches">The data, in chunks of tasks as <see cref="Placement.Chunks"/> makes them.</param>
    /// <param name="constants">What each term derives from those of all tasks; null where these are all.</param>
    public AdaptedObjective(
        DisposeScope scope, MetaProblem problem, GradientOrder order, Params theta,
        IReadOnlyList<AdaptationBatch> batches, IReadOnlyList<Tensor?>? constants = null)
    {
        (_scope, _problem, _adaptation, _order, _theta0) = (scope, problem, problem.Adaptation, order, theta);
        _chunks = Chunk.Of(batches, constants ?? [.. problem.Terms.Select(term => OfAll(term, batches))]);
        _starts = PerChunk(chunk => Build(_chunks[chunk]));
        _linearizations = new Linearization?[_starts.Count];
#pragma warning disable RS0030 // once a meta-iteration
        Loss = TreeSum.Of(_starts.Select(start => start.Loss.to_type(ScalarType.Float64))).ToDouble();
#pragma warning restore RS0030
        Gradient = TreeSum.Of(_starts.Select(start => start.Gradient));
    }

    public double Loss { get; }

    public Tensor Gradient { get; }

    /// <summary>Chunks whose graph from θ to D is kept.</summary>
    public int KeptGraphs => _starts.Count(start => start.Graph is not null);

    private bool HasMemory => LibTorch.AllocatedBytes <= _problem.Placement.Memory;

    public Tensor FisherProduct(Tensor v)
    {
        var products = PerChunk(chunk => FisherProduct(chunk, v));
        foreach (var (chunk, product) in products.Index())
        {
            _linearizations[chunk] ??= product.Kept;
        }

        return TreeSum.Of(products.Select(product => product.Value));
    }

    public Tensor ClippedGradient(Tensor theta, double epsilon) =>
        TreeSum.Of(PerChunk(chunk => new One(ClippedGradient(theta, epsilon, _chunks[chunk], _starts[chunk])))
            .Select(gradient => gradient.Tensor));

    // The values of an adaptation do not need its second derivatives.
    public (double Loss, double Kl) At(Tensor theta) =>
        Evaluate(theta, (start, chunk) => Adapt(start, _chunks[chunk].Batch, GradientOrder.First));

    /// <summary>
    /// The loss at another θ with the inner gradients of θ₀: at θ₀ its derivative is the gradient of first order.
    /// </summary>
    /// <remarks>
    /// Where every inner step subtracts its gradient this is Σₙ Lₙ(φₙ(θ₀) + (θ − θ₀)) / N, with the derivative meanₙ
    /// ∇Lₙ(φₙ).
    /// </remarks>
    /// <param name="theta">θ [P].</param>
    public double WithHeldGradients(Tensor theta) =>
        Evaluate(theta, (start, chunk) => Retrace(start, _chunks[chunk].Batch)).Loss;

    // φ⁰ ... φᴷ from θ on the batch's own rollouts
    private List<Params> Adapt(Params theta, AdaptationBatch batch, GradientOrder order)
    {
        var (policy, inner, updates, _) = _adaptation;
        var phi = policy.Start(theta, batch.Rounds[0].Rollout.Tasks);
        var phis = new List<Params> { phi };
        for (var update = 0; update < updates; update++)
        {
            phi = inner.Update(policy, phi, batch.Rounds[update], update, order);
            phis.Add(phi);
        }

        return phis;
    }

    // φ⁰ ... φᴷ from θ by the inner gradients that they have from θ₀
    private List<Params> Retrace(Params theta, AdaptationBatch batch)
    {
        var path = Adapt(_theta0.Detach(requiresGrad: true), batch, GradientOrder.First);
        var phis = new List<Params> { _adaptation.Policy.Start(theta, batch.Rounds[0].Rollout.Tasks) };
        foreach (var (from, to) in path.Zip(path.Skip(1)))
        {
            phis.Add(_adaptation.Policy.Retrace(phis[^1], from, to));
        }

        return phis;
    }

    private static Tensor? OfAll(IObjectiveTerm term, IReadOnlyList<AdaptationBatch> batches) =>
        term.NeedsOutcomes ? term.Constants(cat([.. batches.Select(batch => batch.Outcomes())])) : null;

    private Start Build(Chunk chunk)
    {
        var theta = _theta0.Detach(requiresGrad: true);
        var phis = Adapt(theta, chunk.Batch, _order);
        var final = chunk.Batch.Rounds[^1];
        var d = ActAfter(phis, final).Parameters;
        var policy = _adaptation.Policy.Distribution(d);
        var oldLogProb = policy.LogProb(final.Rollout.Actions).detach();
        var earlier = ActBefore(phis, chunk.Batch);
        OldPolicy[] old = [.. earlier.Zip(chunk.Batch.Rounds, OldPolicy.Of)];
        var adapted = Adapted(phis[^1], policy, oldLogProb, final);
        var loss = Plus(adapted, theta, chunk, earlier, old).sum() / _problem.Budget.Tasks;
        var gradient = Derivative.Of(loss, theta.Flat, keepsGraph: true);
        return new Start(
            d.detach(), oldLogProb, old, loss.detach(), gradient, HasMemory ? new Graph(theta.Flat, d) : null);
    }

    // The graph from θ to D as Build makes it
    private Graph Trace(AdaptationBatch batch)
    {
        var theta = _theta0.Detach(requiresGrad: true);
        return new Graph(theta.Flat, ActAfter(Adapt(theta, batch, _order), batch.Rounds[^1]).Parameters);
    }

    // π_φᴷ on the rollout after the last update
    private IActionDistribution ActAfter(IReadOnlyList<Params> phis, Experience final) =>
        _adaptation.Inner.Act(_adaptation.Policy, phis[^1], final.Rollout, _adaptation.Updates);

    // π_φᵏ on its own rollout, k = 0 ... K − 1; none where no term asks for them
    private IReadOnlyList<IActionDistribution> ActBefore(IReadOnlyList<Params> phis, AdaptationBatch batch) =>
    [
        .. from round in batch.Rounds.SkipLast(1).Index()
           where _problem.Terms.Any(term => term.NeedsEarlierPolicies)
           select _adaptation.Inner.Act(_adaptation.Policy, phis[round.Index], round.Item.Rollout, round.Index),
    ];

    // What the adapted weights are judged by, [N]
    private Tensor Adapted(Params phi, IActionDistribution policy, Tensor oldLogProb, Experience final) =>
        _problem.Goal == MetaGoal.Return
            ? ReturnLoss(policy, oldLogProb, final, clip: null)
            : _adaptation.Inner.Loss(_adaptation.Policy, phi, final);

    // −E[ρA], ρ = π / π_old, clipped or not, [N]
    private static Tensor ReturnLoss(IActionDistribution policy, Tensor oldLogProb, Experience experience, double? clip)
    {
        var ratio = (policy.LogProb(experience.Rollout.Actions) - oldLogProb).exp();
        return experience.MeanPerTask(Surrogate.Of(ratio, experience.Advantages, clip)).neg();
    }

    // The loss after adapting and all terms, [N]
    private Tensor Plus(
        Tensor loss, Params theta, Chunk chunk, IReadOnlyList<IActionDistribution> earlier,
        IReadOnlyList<OldPolicy> old, double? clip = null)
    {
        var adapting = new AdaptingPolicies(theta, _adaptation.Policy, chunk.Batch, earlier, old);
        return _problem.Terms.Zip(chunk.Constants, (term, constants) => (term, constants))
            .Where(one => earlier.Count > 0 || !one.term.NeedsEarlierPolicies) // without updates there are none
            .Aggregate(loss, (sum, one) => sum + one.term.Of(adapting, one.constants, clip));
    }

    // Jᵀ M J v of a chunk, with M weighted as the mean over tasks, episodes and steps
    private Product FisherProduct(int chunk, Tensor v)
    {
        var (batch, kept) = (_chunks[chunk].Batch, _starts[chunk].Graph);
        var graph = kept ?? Trace(batch);
        var linear = _linearizations[chunk] ?? Linearize(graph);
        var jv = Derivative.Of([linear.JTu], linear.U, [v], keepsGraph: true);
        using var constant = no_grad();
        var weights = batch.Rounds[^1].Weights.unsqueeze(-1) / _problem.Budget.Tasks;
        var mjv = _adaptation.Policy.Distribution(graph.D.detach()).FisherProduct(jv) * weights;
        var product = Derivative.Of([graph.D], graph.Theta, [mjv], keepsGraph: true);
        var isNew = _linearizations[chunk] is null;
        return new Product(product, isNew && kept is not null && HasMemory ? linear : null);
    }

    private static Linearization Linearize(Graph graph)
    {
        var u = zeros_like(graph.D).requires_grad_();
        var jTu = Derivative.Of([graph.D], graph.Theta, [u], differentiable: true);
        return new Linearization(u, jTu);
    }

    private Tensor ClippedGradient(Tensor theta, double epsilon, Chunk chunk, Start old)
    {
        var start = new Params(_adaptation.Policy.Layout, theta).Detach(requiresGrad: true);
        var phis = Adapt(start, chunk.Batch, _order);
        var final = chunk.Batch.Rounds[^1];
        var loss = Plus(
            ReturnLoss(ActAfter(phis, final), old.OldLogProb, final, epsilon), start, chunk,
            ActBefore(phis, chunk.Batch), old.Earlier, epsilon);
        return Derivative.Of(loss.sum() / _problem.Budget.Tasks, start.Flat);
    }

    // Loss and divergence at another θ with its φ⁰ ... φᴷ in each chunk
    private (double Loss, double Kl) Evaluate(Tensor theta, Func<Params, int, List<Params>> adapt)
    {
        var sum = TreeSum.Of(PerChunk(chunk =>
        {
            var start = new Params(_adaptation.Policy.Layout, theta).Detach(requiresGrad: true);
            Params[] phis = [.. adapt(start, chunk).Select(phi => phi.Detach())];
            return new One(Evaluate(start, phis, _chunks[chunk], _starts[chunk]));
        }).Select(value => value.Tensor.to_type(ScalarType.Float64)));
#pragma warning disable RS0030 // once a step length that is tried
        var values = sum.cpu().data<double>().ToArray();
#pragma warning restore RS0030
        return (values[0], values[1]);
    }

    private Tensor Evaluate(Params start, Params[] phis, Chunk chunk, Start old)
    {
        using var constant = no_grad();
        var final = chunk.Batch.Rounds[^1];
        var policy = ActAfter(phis, final);
        var kl = final.MeanPerTask(policy.Kl(_adaptation.Policy.Distribution(old.D)));
        var adapted = Adapted(phis[^1], policy, old.OldLogProb, final);
        var loss = Plus(adapted, start, chunk, ActBefore(phis, chunk.Batch), old.Earlier);
        return stack([loss.sum(), kl.sum()]) / _problem.Budget.Tasks;
    }

    private IReadOnlyList<T> PerChunk<T>(Func<int, T> body)
        where T : ITensorBundle =>
        _problem.Placement.Chunks.Run(
            _scope, _chunks.Sum(chunk => chunk.Tasks),
            (start, _) => body((int)(start / _problem.Placement.Chunks.Size)));

    // The data of some neighbouring tasks, with what each term derives from those of all
    private sealed record Chunk(AdaptationBatch Batch, IReadOnlyList<Tensor?> Constants)
    {
        public long Tasks => Batch.Rounds[0].Rollout.Tasks;

        public static IReadOnlyList<Chunk> Of(
            IReadOnlyList<AdaptationBatch> batches, IReadOnlyList<Tensor?> constants)
        {
            var sizes = batches.Select(batch => batch.Rounds[0].Rollout.Tasks).ToArray();
            Tensor[]?[] parts = [.. constants.Select(one => one?.split(sizes))];
            return [.. batches.Select((batch, chunk) => new Chunk(batch, [.. parts.Select(part => part?[chunk])]))];
        }
    }

    // A chunk at θ₀: φᴷ's distribution parameters D and log-probabilities, and D's graph if it is kept
    private sealed record Start(
        Tensor D, Tensor OldLogProb, IReadOnlyList<OldPolicy> Earlier, Tensor Loss, Tensor Gradient,
        Graph? Graph) : ITensorBundle
    {
        public IEnumerable<Tensor> Tensors =>
        [
            D, OldLogProb, Loss, Gradient, .. Earlier.SelectMany(old => new[] { old.Parameters, old.LogProb }),
            .. Graph?.Tensors ?? [],
        ];
    }

    // From θ to D
    private sealed record Graph(Tensor Theta, Tensor D) : ITensorBundle
    {
        public IEnumerable<Tensor> Tensors => [Theta, D];
    }

    // From u to Jᵀu
    private sealed record Linearization(Tensor U, Tensor JTu) : ITensorBundle
    {
        public IEnumerable<Tensor> Tensors => [U, JTu];
    }

    // With the linearization that was made for it, if it is to be kept
    private sealed record Product(Tensor Value, Linearization? Kept) : ITensorBundle
    {
        public IEnumerable<Tensor> Tensors => [Value, .. Kept?.Tensors ?? []];
    }

    private sealed record One(Tensor Tensor) : ITensorBundle
    {
        public IEnumerable<Tensor> Tensors => [Tensor];
    }
}
