using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using MetaRL.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>Settings of <see cref="RecurrentPpo"/>.</summary>
/// <param name="Clip">ε, how far the probability ratio counts from 1.</param>
/// <param name="Epochs">Passes over the trials of one iteration.</param>
/// <param name="Minibatches">
/// Parts that the lanes are split into in each pass, at random; one step of Adam for each.
/// </param>
/// <param name="Gamma">Discount γ in [0, 1].</param>
/// <param name="Lambda">λ of the generalised advantage estimate, in [0, 1].</param>
/// <param name="ValueWeight">c₁, weight of the value's squared error in units of what it is to explain.</param>
/// <param name="EntropyBonus">c₂, weight of the entropy; nats⁻¹.</param>
/// <param name="RewardWeight">
/// c₃, weight of the squared error of the predicted reward in units of the rewards' variance; 0 where the policy
/// predicts none.
/// </param>
/// <param name="Adam">The optimiser; null for the defaults with gradients clipped to the norm 0.5.</param>
public sealed record RecurrentPpoSettings(
    double Clip = 0.2, int Epochs = 4, int Minibatches = 4, double Gamma = 0.99, double Lambda = 0.95,
    double ValueWeight = 0.5, double EntropyBonus = 0.01, double RewardWeight = 0, AdamSettings? Adam = null)
{
    /// <summary>The optimiser.</summary>
    public AdamSettings Adam { get; init; } = Adam ?? new AdamSettings { MaxGradientNorm = 0.5 };

    /// <summary>Iterations in which c₂ falls to 0, by equal steps; 0 where it stays.</summary>
    public int EntropyIterations { get; init; }

    /// <summary>c₂ after so many iterations.</summary>
    public double EntropyBonusAt(long iteration) =>
        EntropyBonus * (EntropyIterations == 0 ? 1 : Math.Max(0, 1 - ((double)iteration / EntropyIterations)));
}

/// <summary>Trials with what is held constant while the policy learns from them.</summary>
/// <param name="Inputs">What the policy saw, [T, B, I].</param>
/// <param name="Actions">[T, B, A], or int64 [T, B] where actions are discrete.</param>
/// <param name="Rewards">
/// rₜ, standardised over the steps of all trials and 0 where they are all the same, [T, B].
/// </param>
/// <param name="LogProb">log π_old(aₜ), [T, B].</param>
/// <param name="Advantages">
/// Aₜ, standardised over the steps of all trials and 0 where all trials earn alike, [T, B].
/// </param>
/// <param name="Returns">Gₜ − Mₜ, what the value is to become, [T, B].</param>
/// <param name="Variance">Mean square of the returns over the steps of all trials, a scalar.</param>
/// <param name="Alive">1 until the trial's last step, then 0, [T, B].</param>
public sealed record PpoBatch(
    Tensor Inputs, Tensor Actions, Tensor Rewards, Tensor LogProb, Tensor Advantages, Tensor Returns, Tensor Variance,
    Tensor Alive)
{
    /// <summary>Some of the lanes.</summary>
    /// <param name="lanes">Their numbers, int64 [b].</param>
    public PpoBatch Select(Tensor lanes) => new(
        Inputs.index_select(1, lanes), Actions.index_select(1, lanes), Rewards.index_select(1, lanes),
        LogProb.index_select(1, lanes),
        Advantages.index_select(1, lanes), Returns.index_select(1, lanes), Variance, Alive.index_select(1, lanes));

    /// <summary>The same as kernels take it, a row for each step of each lane.</summary>
    /// <param name="steps">Steps that the mean is over, a scalar.</param>
    internal PpoRows<float> Rows(Tensor steps) => new(
        Floats.Of(Inputs), Floats.Of(Actions.to_type(ScalarType.Float32)), Floats.Of(Rewards), Floats.Of(LogProb),
        Floats.Of(Advantages), Floats.Of(Returns), Floats.Of(Variance)[0], Floats.Of(Alive / steps));
}

/// <summary>Proximal policy optimisation of a policy with a memory, on whole trials.</summary>
/// <remarks>
/// Schulman et al. 2017, equations 7 and 9, as a loss: L = E[−min(ρA, clip(ρ, 1 − ε, 1 + ε) A) + c₁ ½ (V − G)² / s² −
/// c₂ H + c₃ (r̂ − r)² / Var r], with ρ = π(a|h) / π_old(a|h), A the generalised advantage estimate at the weights
/// before the iteration and G = A + V_old. The mean is over all steps of all trials. The end of an episode does not end
/// a trial: what an episode teaches pays in the next one, so γ and λ run on to the trial's last step, after which the
/// value is 0. The gradient goes back through all steps of a trial.
/// Differs from the paper: the value is V(h) + Mₜ, with Mₜ the mean return of all trials from step t on, so that the
/// network need not learn to count the steps that are left; and its error is counted in units of s² = E[(G − M)²], so
/// that no unit of the reward sets it against the policy's loss in the state that they share. The last term is an
/// auxiliary task, as in Jaderberg et al. 2017 (UNREAL): to say what an action will earn takes the same memory as to
/// choose it, and teaches it with far less noise.
/// </remarks>
public sealed class RecurrentPpo(RecurrentPolicy policy, RecurrentPpoSettings settings)
{
    private readonly MinibatchDescent _descent = new(
        settings.Adam.Create(), settings.Epochs, settings.Minibatches,
        ["loss", "value_error", "entropy", "kl", "clipped"]);

    /// <summary>The optimiser's state before the first iteration, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Initialize(Tensor theta) => _descent.Initialize(theta);

    /// <summary>One iteration: all epochs on one batch of trials.</summary>
    /// <param name="owner">The calling thread's dispose scope, which gets the result.</param>
    /// <param name="key">Every random number.</param>
    /// <param name="theta">θ [P], at which the trials were gathered.</param>
    /// <param name="optimizer">The optimiser's state.</param>
    /// <param name="trials">The batch.</param>
    /// <param name="chunks">How many lanes a thread takes at once.</param>
    /// <param name="iteration">Iterations done before.</param>
    /// <returns>The next θ [P], the next state, and means over all minibatches for the metrics.</returns>
    public OuterStep Step(
        DisposeScope owner, RngKey key, Params theta, IReadOnlyDictionary<string, Tensor> optimizer,
        TrialSequence trials, TaskChunks chunks,
        long iteration)
    {
        var batch = Prepare(owner, theta, trials, chunks);
        var loss = LossAt(iteration);
        return _descent.Step(
            key, theta, optimizer, trials.Lanes,
            (at, lanes) => Gradient(owner, loss, at, batch, lanes, chunks), iteration);
    }

    /// <summary>Why the gradient is autograd's; null where it is that of kernels.</summary>
    /// <param name="theta">θ [P].</param>
    public string? Obstacle(Params theta) => policy.HeadObstacle ?? policy.MemoryObstacle(theta);

    /// <summary>Trials with the advantages and probabilities of the weights that gathered them.</summary>
    /// <param name="owner">The calling thread's dispose scope, which gets the result.</param>
    /// <param name="theta">θ [P].</param>
    /// <param name="trials">The batch.</param>
    /// <param name="chunks">How many lanes a thread takes at once.</param>
    public PpoBatch Prepare(DisposeScope owner, Params theta, TrialSequence trials, TaskChunks chunks)
    {
        using var constant = no_grad();
        var inputs = policy.Inputs(trials.Observations, trials.Actions, trials.Rewards, trials.Ended);
        var parts = chunks.Run(owner, trials.Lanes, (start, count) =>
        {
            using var alsoThere = no_grad(); // a thread of its own
            using var actor = policy.With(theta);
            var f = actor.Remember(inputs.narrow(1, start, count));
            return new Old(actor.Act(f).LogProb(trials.Actions.narrow(1, start, count)), actor.Value(f));
        });
        var rewards = trials.TrainingRewards.mean([1], keepdim: true);
        // [T, 1]
        var mean = Advantages.DiscountedReturns(
            rewards, ones_like(rewards) * settings.Gamma, zeros_like(rewards.select(0, 0)));
        var values = cat([.. parts.Select(part => part.Values)], 1) + mean;
        var last = zeros_like(trials.Alive.narrow(0, 0, 1));
        var discounts = cat([trials.Alive.narrow(0, 1, trials.Steps - 1), last]) * settings.Gamma;
        var advantages = Advantages.Gae(trials.TrainingRewards, discounts, values, last.squeeze(0), settings.Lambda);
        var weights = trials.Alive / trials.Alive.sum();
        var returns = advantages + values - mean;
        var earned = Advantages.DiscountedReturns(trials.TrainingRewards, discounts, last.squeeze(0));
        return new PpoBatch(
            inputs, trials.Actions, Standardise(trials.Rewards, AreEqual(trials.Rewards, sharedTime: false)),
            cat([.. parts.Select(part => part.LogProb)], 1),
            Standardise(advantages, AreEqual(earned, sharedTime: true)), returns,
            (returns.square() * weights).sum().clamp_min(1e-8), trials.Alive);

        Tensor AreEqual(Tensor values, bool sharedTime) =>
            Advantages.AreEqual(values.unsqueeze(1), trials.Alive.unsqueeze(1), sharedTime);

        Tensor Standardise(Tensor values, Tensor equal) =>
            Advantages.Normalize(values.unsqueeze(1), weights.unsqueeze(1), equal).squeeze(1);
    }

    /// <summary>The loss's weights after so many iterations.</summary>
    public PpoLoss LossAt(long iteration) => new(
        settings.Clip, settings.ValueWeight, settings.EntropyBonusAt(iteration), settings.RewardWeight);

    /// <summary>The loss as a sum over the batch's steps, each with the same weight.</summary>
    /// <param name="weights">c₁ to c₃ and ε.</param>
    /// <param name="theta">θ [P].</param>
    /// <param name="batch">Some lanes.</param>
    /// <param name="steps">Steps that the mean is over, a scalar.</param>
    /// <returns>
    /// The loss; and it, the value's error over s², entropy, divergence from π_old and share of clipped steps, [5],
    /// without derivative.
    /// </returns>
    public (Tensor Loss, Tensor Numbers) Loss(PpoLoss weights, Params theta, PpoBatch batch, Tensor steps)
    {
        var actor = policy.With(theta);
        var f = actor.Remember(batch.Inputs);
        var pi = actor.Act(f);
        var logRatio = pi.LogProb(batch.Actions) - batch.LogProb;
        var ratio = logRatio.exp();
        var surrogate = Surrogate.Of(ratio, batch.Advantages, weights.Clip);
        var valueError = (actor.Value(f) - batch.Returns).square() / batch.Variance;
        var entropy = pi.Entropy();
        var loss = Mean((valueError * (0.5 * weights.ValueWeight)) - surrogate - (entropy * weights.EntropyBonus));
        if (weights.RewardWeight > 0)
        {
            var expected = actor.Rewards(f).gather(-1, batch.Actions.unsqueeze(-1)).squeeze(-1);
            loss += Mean((expected - batch.Rewards).square()) * weights.RewardWeight;
        }

        using var constant = no_grad();
        var kl = ratio - 1 - logRatio; // E[ρ − 1 − log ρ] = KL(π_old ‖ π), and no term is negative
        var outside = (ratio - 1).abs().gt(weights.Clip).to_type(ratio.dtype);
        return (loss, stack([loss.detach(), Mean(valueError), Mean(entropy), Mean(kl), Mean(outside)]).detach());

        Tensor Mean(Tensor values) => (values * batch.Alive).sum() / steps;
    }

    private MinibatchGradient Gradient(
        DisposeScope owner, PpoLoss weights, Params theta, PpoBatch batch, Tensor lanes, TaskChunks chunks)
    {
        var steps = batch.Alive.index_select(1, lanes).sum();
        return MinibatchGradient.Sum(chunks.Run(owner, lanes.size(0), (start, count) =>
        {
            var part = batch.Select(lanes.narrow(0, start, count));
            using var memory = Obstacle(theta) is null ? policy.Fused(theta) : null;
            return memory is null
                ? ByAutograd(weights, theta.Detach(requiresGrad: true), part, steps)
                : ByKernels(weights, theta, memory, policy.Heads!, part, steps);
        }));
    }

    private MinibatchGradient ByAutograd(PpoLoss weights, Params theta, PpoBatch batch, Tensor steps)
    {
        var (loss, numbers) = Loss(weights, theta, batch, steps);
        return new MinibatchGradient(Derivative.Of(loss, theta.Flat), numbers);
    }

    private static MinibatchGradient ByKernels(
        PpoLoss weights, Params theta, FusedGru memory, KernelPool<PpoKernel<float>> heads, PpoBatch batch,
        Tensor steps)
    {
        var flat = Floats.Of(theta.Flat);
        var h = memory.Run(batch.Inputs);
        var (gradient, ofStates) = (empty([flat.Length]), empty(h.shape));
        var numbers = empty([PpoKernel<float>.Numbers]);
        heads.Use(kernel =>
        {
            kernel.Read(flat.AsSpan(memory.Weights));
            kernel.Gradient(
                weights, batch.Rows(steps), Floats.In(h), Floats.In(gradient)[memory.Weights..], Floats.In(ofStates),
                Floats.In(numbers));
        });
        memory.Backward(ofStates, Floats.In(gradient)[..memory.Weights]);
        return new MinibatchGradient(gradient, numbers);
    }

    private sealed record Old(Tensor LogProb, Tensor Values) : ITensorBundle
    {
        public IEnumerable<Tensor> Tensors => [LogProb, Values];
    }
}
