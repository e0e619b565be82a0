using MetaRL.Environments.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Agents.Rollouts;

/// <summary>The consecutive episodes of each lane as one sequence: what a learner with a memory learns from.</summary>
/// <remarks>
/// A lane is one environment of one task; B = N · E, the lanes of a task beside each other. The steps of a lane follow
/// each other without the gaps that episodes leave which terminated early; those gaps, put together, are the sequence's
/// end. So a recursion forward in time sees exactly what the agent saw, and one backward in time starts at the trial's
/// last step.
/// </remarks>
/// <param name="Observations">oₜ, [T, B, O].</param>
/// <param name="Actions">aₜ, [T, B, A], or int64 [T, B] where actions are discrete.</param>
/// <param name="Rewards">rₜ, [T, B]; 0 after the trial's end.</param>
/// <param name="Ended">Whether the step ended its episode, by termination or by the clock, bool [T, B].</param>
/// <param name="Alive">1 until the trial's last step, then 0, [T, B].</param>
public sealed record TrialSequence(Tensor Observations, Tensor Actions, Tensor Rewards, Tensor Ended, Tensor Alive)
    : ITensorBundle
{
    /// <summary>T, the steps of the longest trial.</summary>
    public long Steps => Rewards.size(0);

    /// <summary>B.</summary>
    public long Lanes => Rewards.size(1);

    /// <summary>
    /// What is maximised, <see cref="TaskFamily.TrainingRewards"/> or the rewards, [T, B]; 0 after the trial's end.
    /// </summary>
    public Tensor TrainingRewards { get; init; } = Rewards;

    /// <summary>What was seen after each action, [T, B, O]; null where nobody asked for it.</summary>
    public Tensor? NextObservations { get; init; }

    /// <summary>
    /// Shares of the actions that are to be imitated in each step, [T, B, A]; null where none are.
    /// </summary>
    public Tensor? Labels { get; init; }

    public IEnumerable<Tensor> Tensors =>
    [
        Observations, Actions, Rewards, Ended, Alive, .. TrainsOnRewards ? [] : new[] { TrainingRewards },
        .. NextObservations is { } next ? new[] { next } : [], .. Labels is { } labels ? new[] { labels } : [],
    ];

    /// <summary>The trials of all lanes.</summary>
    /// <param name="episodes">
    /// First episode, second episode, ... of the same lanes, in environments that do not restart.
    /// </param>
    /// <param name="trainingRewards">What is maximised in an episode, [T, N, E]; null for the rewards.</param>
    /// <param name="keepsNext">Whether to keep what was seen after each action.</param>
    /// <param name="labels">What is to be imitated in an episode, [T, N, E, A]; null for nothing.</param>
    public static TrialSequence Of(
        IReadOnlyList<Rollout> episodes, Func<Rollout, Tensor>? trainingRewards = null, bool keepsNext = false,
        Func<Rollout, Tensor>? labels = null)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var alive = Join(episodes, episode => episode.Alive);
        var sequence = new TrialSequence(
            Join(episodes, episode => episode.Observations), Join(episodes, episode => episode.Actions),
            Join(episodes, episode => episode.Rewards), Join(episodes, LastSteps), alive);
        if (trainingRewards is not null)
        {
            sequence = sequence with { TrainingRewards = Join(episodes, trainingRewards) };
        }

        if (keepsNext)
        {
            sequence = sequence with { NextObservations = Join(episodes, episode => episode.NextObservations) };
        }

        if (labels is not null)
        {
            sequence = sequence with { Labels = Join(episodes, labels) };
        }

#pragma warning disable RS0030 // the size of what follows: once a meta-iteration
        var steps = (long)alive.sum(dim: 0).max().ToDouble();
        if (steps < sequence.Steps || alive.min().ToDouble() == 0)
#pragma warning restore RS0030
        {
            var clock = arange(sequence.Steps, dtype: alive.dtype, device: alive.device).unsqueeze(-1);
            // living steps first, in their order
            var order = (clock - (alive * sequence.Steps)).argsort(0).narrow(0, 0, steps);
            sequence = sequence.Map(values => InOrder(values, order));
        }

        return sequence.MoveToOuterDisposeScope();
    }

    /// <summary>Some of the lanes.</summary>
    /// <param name="lanes">Their numbers, int64 [b].</param>
    public TrialSequence Select(Tensor lanes) => Map(values => values.index_select(1, lanes));

    /// <summary>Some neighbouring lanes, as a view.</summary>
    public TrialSequence Slice(long start, long count) => Map(values => values.narrow(1, start, count));

    private TrialSequence Map(Func<Tensor, Tensor> function)
    {
        var mapped = new TrialSequence(
            function(Observations), function(Actions), function(Rewards), function(Ended), function(Alive))
        {
            NextObservations = NextObservations is { } next ? function(next) : null,
            Labels = Labels is { } labels ? function(labels) : null,
        };
        return TrainsOnRewards ? mapped : mapped with { TrainingRewards = function(TrainingRewards) };
    }

    private bool TrainsOnRewards => ReferenceEquals(TrainingRewards, Rewards);

    private static Tensor LastSteps(Rollout episode)
    {
        var last = episode.Horizon - 1;
        return cat([episode.Terminated.narrow(0, 0, last), episode.Alive.narrow(0, last, 1) > 0]);
    }

    // K times [T, N, E, ...] → [K · T, B, ...]
    private static Tensor Join(IReadOnlyList<Rollout> episodes, Func<Rollout, Tensor> part)
    {
        var values = cat([.. episodes.Select(part)]);
        return values.reshape([values.size(0), values.size(1) * values.size(2), .. values.shape[3..]]);
    }

    private static Tensor InOrder(Tensor values, Tensor order)
    {
        var index = values.dim() == 2 ? order : order.unsqueeze(-1).expand(-1, -1, values.size(-1));
        return values.gather(0, index);
    }
}
