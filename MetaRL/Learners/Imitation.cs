using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using MetaRL.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>Settings of <see cref="Imitation"/>.</summary>
/// <param name="Epochs">Passes over the trials of one iteration.</param>
/// <param name="Minibatches">Parts that the trials are split into in each pass, at random; a step of Adam each.</param>
/// <param name="Adam">The optimiser; null for the defaults with gradients clipped to the norm 1.</param>
public sealed record ImitationSettings(int Epochs = 2, int Minibatches = 4, AdamSettings? Adam = null)
{
    /// <summary>The optimiser.</summary>
    public AdamSettings Adam { get; init; } = Adam ?? new AdamSettings { MaxGradientNorm = 1 };
}

/// <summary>Supervised learning of a policy with a memory: in every step of a trial it is told what to do.</summary>
/// <remarks>
/// L = −E[Σₐ y(a) log π(a | h)], with y the shares of actions that are to be imitated and h what the policy remembers
/// of the trial up to the step; the mean is over all steps of all trials.
/// </remarks>
public sealed class Imitation(RecurrentPolicy policy, ImitationSettings settings)
{
    private readonly MinibatchDescent _descent = new(
        settings.Adam.Create(), settings.Epochs, settings.Minibatches, ["loss", "agreement"]);

    /// <summary>The optimiser's state before the first iteration, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Initialize(Tensor theta) => _descent.Initialize(theta);

    /// <summary>One iteration: all epochs on one batch of trials.</summary>
    /// <param name="owner">The calling thread's dispose scope, which gets the result.</param>
    /// <param name="key">Every random number.</param>
    /// <param name="theta">θ [P].</param>
    /// <param name="optimizer">The optimiser's state.</param>
    /// <param name="trials">The batch, with labels.</param>
    /// <param name="chunks">How many lanes a thread takes at once.</param>
    /// <param name="iteration">Iterations done before.</param>
    /// <returns>The next θ [P], the next state, and means over all minibatches for the metrics.</returns>
    public OuterStep Step(
        DisposeScope owner, RngKey key, Params theta, IReadOnlyDictionary<string, Tensor> optimizer,
        TrialSequence trials, TaskChunks chunks, long iteration) => _descent.Step(
        key, theta, optimizer, trials.Lanes,
        (at, some) => Gradient(
            owner, at, trials.Select(some.Lanes(trials.Lanes).to(theta.Flat.device)), chunks), iteration);

    /// <summary>The loss as a sum over the steps of some trials, each with the same weight.</summary>
    /// <param name="theta">θ [P].</param>
    /// <param name="trials">With labels y, [T, B, A].</param>
    /// <param name="steps">Steps that the mean is over, a scalar.</param>
    /// <returns>
    /// The loss; and it and the expected share of y that an action of the policy has, [2], without derivative.
    /// </returns>
    public (Tensor Loss, Tensor Numbers) Loss(Params theta, TrialSequence trials, Tensor steps)
    {
        var actor = policy.With(theta);
        var inputs = policy.Inputs(trials.Observations, trials.Actions, trials.Rewards, trials.Ended);
        var logProbs = ((Categorical)actor.Act(actor.Remember(inputs))).LogProbs;
        var loss = Mean((trials.Labels! * logProbs).sum(-1).neg());
        return (loss, stack([loss, Mean((trials.Labels! * logProbs.exp()).sum(-1))]).detach());

        Tensor Mean(Tensor values) => (values * trials.Alive).sum() / steps;
    }

    private MinibatchGradient Gradient(DisposeScope owner, Params theta, TrialSequence trials, TaskChunks chunks)
    {
        var steps = trials.Alive.sum();
        return MinibatchGradient.Sum(chunks.Run(owner, trials.Lanes, (start, count) =>
        {
            var own = theta.Detach(requiresGrad: true);
            var (loss, numbers) = Loss(own, trials.Slice(start, count), steps);
            return new MinibatchGradient(Derivative.Of(loss, own.Flat), numbers);
        }));
    }
}
