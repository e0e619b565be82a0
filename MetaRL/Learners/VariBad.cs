using MetaRL.Agents.Adaptation;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using MetaRL.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>How <see cref="VariBad"/> learns its belief.</summary>
/// <param name="Updates">Steps of Adam on the bound in a meta-iteration.</param>
/// <param name="Trials">Trials of the replay in each.</param>
/// <param name="Replay">Trials that it holds.</param>
/// <param name="Contexts">Contexts of a trial that it is decoded from at most, drawn anew in each step.</param>
/// <param name="DivergenceWeight">w, of the divergence between successive beliefs.</param>
/// <param name="Adam">The optimiser.</param>
public sealed record BeliefSettings(
    int Updates = 3, int Trials = 25, int Replay = 1000, int Contexts = 100, double DivergenceWeight = 0.01,
    AdamSettings? Adam = null)
{
    /// <summary>The optimiser.</summary>
    public AdamSettings Adam { get; init; } = Adam ?? new AdamSettings();
}

/// <summary>Settings of <see cref="VariBad"/>.</summary>
/// <param name="Hidden">H, units in each layer of the GRU.</param>
/// <param name="Layers">L, layers of the GRU.</param>
/// <param name="Latent">Numbers of m.</param>
/// <param name="Episodes">Episodes in a trial of training.</param>
/// <param name="Ppo">The learner of the policy.</param>
/// <param name="Decoder">What m explains.</param>
/// <param name="Belief">How it is learnt.</param>
public sealed record VariBadSettings(
    int Hidden, int Layers, int Latent, int Episodes, RecurrentPpoSettings Ppo, TaskDecoderSettings Decoder,
    BeliefSettings Belief) : LearnerSettings
{
    public override bool Adapts => false;

    public override int Rounds(int updates) => Episodes;

    /// <summary>Memory of the replay, in 32-bit floats.</summary>
    public double ReplayBytes(TaskFamily family)
    {
        var observations = ((Box)family.Observations).Size;
        var actions = family.Actions.Width;
        var step = (2.0 * (observations + actions)) + 4; // inputs, action, reward, o′, alive
        return 4 * step * Belief.Replay * Episodes * family.Horizon;
    }

    public override LearnerSettings Smallest() => this with
    {
        Hidden = 1,
        Decoder = Decoder with { Hidden = [.. Decoder.Hidden.Select(_ => 1)] },
    };

    public override MetaProblem Smallest(MetaProblem problem) => RlSquared.Smallest(problem, Ppo.Minibatches);

    // Policy and value are perceptrons of the experiment's hidden layers on what is seen and believed.
    public override IMetaLearner Create(MetaProblem problem, PolicySettings architecture)
    {
        var (observations, actions) = (((Box)problem.Source.Family.Observations).Size, problem.Source.Family.Actions);
        var wiring = new RecurrentWiring(Latent: Latent) { Value = architecture.Hidden };
        var head = architecture.Create(RecurrentPolicy.Features(observations, Hidden, wiring), actions);
        var policy = new RecurrentPolicy(
            observations, actions, new GruSettings(Hidden, Layers), head, wiring, architecture.UsesKernels);
        return new VariBad(problem, policy, this);
    }
}

/// <summary>A belief about the task, learnt by explaining whole trials, and a policy that sees it.</summary>
/// <remarks>
/// Zintgraf et al. 2020 (VariBAD), algorithm 1: an encoder qφ(m|τ:t) and decoders are trained on the bound
/// (<see cref="Elbo"/>) over trials from a replay, the policy π(a|o, μ, log σ²) with PPO on the last trials, with no
/// gradient into the encoder.
/// Differs from the authors' code: the GRU sees (oₜ, aₜ₋₁, rₜ₋₁, dₜ₋₁) without layers of its own before it, so that the
/// first belief has seen the first observation; the belief after a trial's last step, on which nobody acts, is not
/// trained.
/// </remarks>
public sealed class VariBad : TrialLearner
{
    private const int MostTrialsPerChunk = 16; // of the replay, whatever the threads
    private const double NumbersPerChunk = 4e6; // in a layer: larger tensors are given back to the system, page by page
    private const int Samples = 64;    // of m, in what is told of a belief
    private const double Newest = 0.1; // share of an iteration's beliefs in what the policy's view is centred by

    private static readonly string[] Names = ["reconstruction", "divergence"];

    private readonly MetaProblem _problem;
    private readonly RecurrentPolicy _policy;
    private readonly VariBadSettings _settings;
    private readonly RecurrentPpo _ppo;
    private readonly Adam _adam;
    private readonly TaskDecoder _decoder;
    private readonly TrialReplay _replay;
    private readonly ParamLayout _layout;

    /// <param name="problem">Tasks and budget: an iteration is N · E trials.</param>
    /// <param name="policy">The encoder and what sees its belief.</param>
    /// <param name="settings">How to learn.</param>
    public VariBad(MetaProblem problem, RecurrentPolicy policy, VariBadSettings settings)
        : base(problem, settings.Episodes, keepsNext: true)
    {
        (_problem, _policy, _settings) = (problem, policy, settings);
        var family = problem.Source.Family;
        var observations = ((Box)family.Observations).Size;
        var actions = family.Actions.Width;
        _ppo = new RecurrentPpo(policy, settings.Ppo);
        _adam = settings.Belief.Adam.Create();
        _decoder = new TaskDecoder(settings.Latent, observations, actions, settings.Decoder);
        _replay = new TrialReplay(
            settings.Belief.Replay, settings.Episodes * family.Horizon, policy.InputSize, actions,
            observations);
        _layout = new ParamLayout([.. policy.Layout.Weights, .. _decoder.Weights]);
    }

    public override MetaState Initialize(RngKey key)
    {
        var (device, dtype) = (_problem.Placement.Device, _problem.Placement.Dtype);
        return MetaState.First(
            () => new Params(
                _layout,
                cat([
                    _policy.Initialize(key, device, dtype).Flat,
                    _decoder.Initialize(key.For("decoder"), device, dtype),
                ])),
            theta => Named("policy", _ppo.Initialize(OfPolicy(theta).Flat))
                .Concat(Named("belief", _adam.Initialize(theta)))
                .Concat(_replay.Initialize(device, dtype))
                .ToDictionary());
    }

    /// <summary>The policy as it is, which believes what it has seen; there is no inner loop in it.</summary>
    public override IAdaptiveAgent Agent(MetaState state, IInnerLoop inner, int updates) =>
        new RecurrentAdaptation(_policy, OfPolicy(state.Theta.Flat), updates, RlSquared.ActingChunks(_problem))
        {
            Believe = h => (Belief?)Goals(state.Theta.Flat, h) ?? Latent(state.Theta.Flat, h),
        };

    public override IReadOnlyList<PhaseWork> Work(MetaState state, IterationCounts counts)
    {
        var theta = OfPolicy(state.Theta.Flat);
        var (ppo, belief) = (_settings.Ppo, _settings.Belief);
        var weights = _policy.Layout.Weights.ToLookup(
            weight => weight.Name.StartsWith("gru", StringComparison.Ordinal)
                || weight.Name.StartsWith("belief", StringComparison.Ordinal));
        var encoder = MatrixProducts.Of(new ParamLayout([.. weights[true]]));
        var seeing = MatrixProducts.Of(new ParamLayout([.. weights[false]]));
        var steps = (double)_settings.Episodes * _problem.Source.Family.Horizon; // of a trial
        var bound = belief.Updates * belief.Trials * ((steps * encoder.Gradient)
            + (Decodings(steps) * MatrixProducts.Of(new ParamLayout(_decoder.Weights)).Gradient));
        return
        [
            new(
                MetaPhase.Sampling, _policy.MemoryObstacle(theta),
                counts.EnvSteps * (encoder.Forward + seeing.Forward)),
            new(
                MetaPhase.Outer, _policy.MemoryObstacle(theta) ?? "behind varibad's memory nothing has a kernel",
                (counts.EnvSteps * ((ppo.Epochs + 1) * (encoder.Forward + seeing.Gradient))) + bound),
        ];
    }

    // Where the goal of a grid is believed to be: the probability of a reward in each cell, mean over samples of m, as
    // shares of their sum.
    private GoalBelief? Goals(Tensor theta, Tensor h)
    {
        if (_problem.Source.Family is not Gridworld
            || _settings.Decoder is not { Heads: true, Likelihood: RewardLikelihood.Bernoulli })
        {
            return null;
        }

        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var belief = _policy.Belief(OfPolicy(theta), h).chunk(2, -1);
        var noise = default(RngKey).For("belief").Normal([Samples, .. belief[0].shape], h.device, h.dtype);
        var m = belief[0] + ((belief[1] * 0.5).exp() * noise);
        var paid = _decoder.ExpectedRewards(new ParamLayout(_decoder.Weights).Split(OfDecoder(theta)), m).mean([0L]);
#pragma warning disable RS0030 // where somebody looks
        var shares = (paid / paid.sum(-1, keepdim: true)).to_type(ScalarType.Float64).cpu();
#pragma warning restore RS0030
        return new GoalBelief(HostMemory.Copy<double>(shares));
    }

    private LatentBelief Latent(Tensor theta, Tensor h)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var belief = _policy.Belief(OfPolicy(theta), h).to(ScalarType.Float64, CPU).chunk(2, -1); // μ, log σ²
        return new LatentBelief(HostMemory.Copy<double>(belief[0]), HostMemory.Copy<double>((belief[1] * 0.5).exp()));
    }

    protected override OuterStep Step(DisposeScope scope, RngKey key, MetaState state, TrialSequence trials)
    {
        var policy = _ppo.Step(
            scope, key.For("order"), OfPolicy(state.Theta.Flat), Unnamed("policy", state.Optimizer), trials,
            RlSquared.LaneChunks(_problem), state.Iteration);
        var last = Replayed(trials);
        var theta = cat([Centred(policy.Theta, last), OfDecoder(state.Theta.Flat)]);
        var replay = _replay.Add(state.Optimizer, last);
        IReadOnlyDictionary<string, Tensor> belief = Unnamed("belief", state.Optimizer);
        var numbers = new List<Tensor>();
        for (var update = 0; update < _settings.Belief.Updates; update++)
        {
            var own = key.For("belief").At(update);
            var drawn = _replay.Draw(own.For("trials"), replay, _settings.Belief.Trials);
            var (gradient, parts) = Gradient(scope, own.For("noise"), theta, drawn);
            (theta, belief) = _adam.Step(theta, belief, gradient, state.Iteration);
            numbers.Add(parts);
        }

#pragma warning disable RS0030 // once a meta-iteration
        var means = numbers.Count == 0
            ? [0, 0]
            : stack(numbers).mean([0]).to_type(ScalarType.Float64).cpu().data<double>().ToArray();
#pragma warning restore RS0030
        return new OuterStep(
            theta, Named("policy", policy.State).Concat(Named("belief", belief)).Concat(replay).ToDictionary(),
            policy.Metrics.Concat(Names.Zip(means, KeyValuePair.Create)).ToDictionary());
    }

    private Tensor Centred(Tensor policy, ReplayedTrials trials)
    {
        using var constant = no_grad();
        var theta = new Params(_policy.Layout, policy);
        using var memory = _policy.Fused(theta);
        var h = memory is null
            ? _policy.Remember(theta, trials.Inputs)
            : memory.Run(trials.Inputs);
        return _policy.Centred(theta, _policy.Belief(theta, h), trials.Alive, Newest);
    }

    // Minus the bound's gradient by θ, and its parts, [2].
    private MinibatchGradient Gradient(
        DisposeScope owner, RngKey key, Tensor theta, ReplayedTrials trials)
    {
        var (device, dtype) = (trials.Rewards.device, trials.Rewards.dtype);
        var noise = key.For("m").Normal([trials.Steps, trials.Trials, _settings.Latent], device, dtype);
        var decoded = trials.Steps <= _settings.Belief.Contexts
            ? null
            : key.For("contexts").Uniform([trials.Steps], CPU, ScalarType.Float64).argsort(0)
                .narrow(0, 0, _settings.Belief.Contexts).to(device);
        var chunks = _problem.Placement.Chunks with { Size = TrialsPerChunk(trials.Steps) };
        return MinibatchGradient.Sum(chunks.Run(owner, trials.Trials, (start, count) => Gradient(
            theta, trials.Map(values => values.narrow(1, start, count)), noise.narrow(1, start, count), decoded,
            trials.Trials)));
    }

    // How often the decoder runs for a trial in an update.
    private double Decodings(double steps) =>
        Math.Min(_settings.Belief.Contexts, steps) * (_settings.Decoder.Heads ? 1 : steps);

    private int TrialsPerChunk(long steps)
    {
        var numbers = Decodings(steps) * _settings.Decoder.Hidden.Append(1).Max();
        return (int)Math.Clamp(NumbersPerChunk / numbers, 1, MostTrialsPerChunk);
    }

    private MinibatchGradient Gradient(Tensor theta, ReplayedTrials trials, Tensor noise, Tensor? decoded, long all)
    {
        var flat = theta.detach().requires_grad_();
        var encoder = OfPolicy(flat);
        using var memory = _policy.Fused(OfPolicy(theta).Detach());
        if (memory is null)
        {
            var bound = Bound(flat, _policy.Remember(encoder, trials.Inputs), trials, noise, decoded, all);
            return new MinibatchGradient(Derivative.Of(bound.Loss, flat), Parts(bound));
        }

        var h = memory.Run(trials.Inputs.contiguous()).requires_grad_();
        var elbo = Bound(flat, h, trials, noise, decoded, all);
        var derivatives = Derivative.Of(elbo.Loss, [flat, h]);
        var gradient = derivatives[0].clone();
        memory.Backward(derivatives[1], Floats.In(gradient)[..memory.Weights]);
        return new MinibatchGradient(gradient, Parts(elbo));

        static Tensor Parts(Elbo bound) => stack([bound.Reconstruction, bound.Divergence]);
    }

    private Elbo Bound(
        Tensor theta, Tensor h, ReplayedTrials trials, Tensor noise, Tensor? decoded, long all)
    {
        var decoder = new ParamLayout(_decoder.Weights).Split(OfDecoder(theta));
        var steps = new DecodedSteps(
            trials.Inputs.narrow(-1, 0, trials.Next.size(-1)), trials.Actions, trials.Rewards, trials.Next);
        return Elbo.Of(
            _policy.Belief(OfPolicy(theta), h), noise, m => _decoder.Errors(decoder, m, steps), trials.Alive,
            trials.Alive, _settings.Belief.DivergenceWeight, all, decoded);
    }

    private ReplayedTrials Replayed(TrialSequence trials)
    {
        using var constant = no_grad();
        var actions = _problem.Source.Family.Actions.Encode(trials.Actions, trials.Rewards.dtype);
        return new ReplayedTrials(
            _policy.Inputs(trials.Observations, trials.Actions, trials.Rewards, trials.Ended), actions, trials.Rewards,
            trials.NextObservations!, trials.Alive);
    }

    private Params OfPolicy(Tensor theta) => new(_policy.Layout, theta.narrow(0, 0, _policy.Layout.Count));

    private Tensor OfDecoder(Tensor theta) =>
        theta.narrow(0, _policy.Layout.Count, _layout.Count - _policy.Layout.Count);

    private static IEnumerable<KeyValuePair<string, Tensor>> Named(
        string part, IReadOnlyDictionary<string, Tensor> state) =>
        state.Select(entry => KeyValuePair.Create($"{part}.{entry.Key}", entry.Value));

    private static Dictionary<string, Tensor> Unnamed(string part, IReadOnlyDictionary<string, Tensor> state) => state
        .Where(entry => entry.Key.StartsWith($"{part}.", StringComparison.Ordinal))
        .ToDictionary(entry => entry.Key[(part.Length + 1)..], entry => entry.Value);
}
