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

    /// <summary>How many numbers <see cref="Loss"/> tells.</summary>
    internal const int Numbers = 5;

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
        return Step(
            key, theta, optimizer,
            new PpoTrials(owner, this, theta, [trials], TaskRange.All(trials.Lanes), chunks, iteration: iteration),
            iteration);
    }

    /// <summary>One iteration on trials that may be elsewhere.</summary>
    /// <param name="key">Every random number.</param>
    /// <param name="theta">θ [P], at which the trials were gathered.</param>
    /// <param name="optimizer">The optimiser's state.</param>
    /// <param name="trials">The batch.</param>
    /// <param name="iteration">Iterations done before.</param>
    public OuterStep Step(
        RngKey key, Params theta, IReadOnlyDictionary<string, Tensor> optimizer, ITrials trials, long iteration)
    {
        var (expected, scales) = Prepare(trials);
        return _descent.Step(
            key, theta, optimizer, trials.Lanes,
            (at, some) => trials.Gradient(at, expected, scales, some).Mean(), iteration);
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
        var all = new PpoTrials(owner, this, theta, [trials], TaskRange.All(trials.Lanes), chunks);
        var (expected, scales) = Prepare(all);
        return all.Batch(expected).Scaled(scales);
    }

    // M [T], and the units of what is learnt from
    private (double[] Expected, PpoScales Scales) Prepare(ITrials trials)
    {
        var totals = trials.Totals();
        var expected = Array.ConvertAll(totals.StepRewards, reward => reward / trials.Lanes);
        for (var t = expected.Length - 2; t >= 0; t--)
        {
            expected[t] += settings.Gamma * expected[t + 1];
        }

        return (expected, PpoScales.Of(trials.Lanes, totals, trials.Advantages(expected)));
    }

    /// <summary>Some lanes with their advantages A and returns G − M, which are not yet in their units.</summary>
    /// <param name="theta">θ [P], which gathered them.</param>
    /// <param name="trials">They.</param>
    /// <param name="expected">M, [T, 1].</param>
    internal PpoBatch Advantages(Params theta, TrialSequence trials, Tensor expected)
    {
        using var constant = no_grad();
        using var actor = policy.With(theta);
        var inputs = policy.Inputs(trials.Observations, trials.Actions, trials.Rewards, trials.Ended);
        var f = actor.Remember(inputs);
        var values = actor.Value(f) + expected;
        var advantages = Agents.Rollouts.Advantages.Gae(
            trials.TrainingRewards, Discounts(trials), values, zeros_like(values.select(0, 0)), settings.Lambda);
        return new PpoBatch(
            inputs, trials.Actions, trials.Rewards, actor.Act(f).LogProb(trials.Actions), advantages,
            advantages + values - expected, ones(1), trials.Alive);
    }

    /// <summary>What each step's rewards and those after it come to, [T, B].</summary>
    internal Tensor Earned(TrialSequence trials) => Agents.Rollouts.Advantages.DiscountedReturns(
        trials.TrainingRewards, Discounts(trials), zeros_like(trials.Alive.select(0, 0)));

    private Tensor Discounts(TrialSequence trials) => settings.Gamma * cat(
        [trials.Alive.narrow(0, 1, trials.Steps - 1), zeros_like(trials.Alive.narrow(0, 0, 1))]);

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

    /// <summary>The loss's gradient by θ as a sum over steps, and that of the metrics.</summary>
    /// <param name="weights">c₁ to c₃ and ε.</param>
    /// <param name="theta">θ [P].</param>
    /// <param name="batch">Some lanes.</param>
    internal SummedGradient Gradient(PpoLoss weights, Params theta, PpoBatch batch)
    {
        var one = ones(1, theta.Flat.dtype, theta.Flat.device).squeeze();
        using var memory = Obstacle(theta) is null ? policy.Fused(theta) : null;
        var (gradient, numbers) = memory is null
            ? ByAutograd(weights, theta.Detach(requiresGrad: true), batch, one)
            : ByKernels(weights, theta, memory, policy.Heads!, batch, one);
        return new SummedGradient(
            gradient, cat([numbers.to_type(ScalarType.Float64), batch.Alive.sum(ScalarType.Float64).view(1)]));
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
}
