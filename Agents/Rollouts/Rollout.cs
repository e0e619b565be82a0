using MetaRL.Environments.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Agents.Rollouts;

/// <summary>Episodes in each of E environments of each of N tasks, with the clock running for T steps.</summary>
/// <remarks>
/// Where environments do not restart there is one episode in each. Where they do, further ones follow a terminated one;
/// those that the clock's end would cut short are no part of the data, so that every return is that of a whole episode.
/// </remarks>
/// <param name="Observations">What was seen before each action, [T, N, E, O].</param>
/// <param name="FinalObservations">What was seen after the last step, [N, E, O].</param>
/// <param name="Actions">[T, N, E, A], or int64 [T, N, E] where actions are discrete.</param>
/// <param name="Rewards">[T, N, E]; 0 outside episodes.</param>
/// <param name="Terminated">Whether the task itself ended the episode with this step, bool [T, N, E].</param>
/// <param name="Alive">1 where the step belongs to an episode, else 0, [T, N, E].</param>
/// <param name="Time">Steps since the last reset, [T, N, E].</param>
/// <param name="Restarts">Whether an environment starts another episode after a terminated one.</param>
public sealed record Rollout(
    Tensor Observations, Tensor FinalObservations, Tensor Actions, Tensor Rewards, Tensor Terminated, Tensor Alive,
    Tensor Time,
    bool Restarts)
    : ITensorBundle, IDisposable
{
    /// <summary>T.</summary>
    public long Horizon => Rewards.size(0);

    /// <summary>N.</summary>
    public long Tasks => Rewards.size(1);

    /// <summary>E.</summary>
    public long Envs => Rewards.size(2);

    /// <summary>Undiscounted return of the first episode in each environment, [N, E].</summary>
    public Tensor Returns => (Rewards * InFirstEpisode).sum(dim: 0);

    /// <summary>
    /// Steps that the environments took, those of unfinished episodes included; float64, a single number.
    /// </summary>
    public Tensor Steps => (Restarts ? ones_like(Alive) : Alive).sum(ScalarType.Float64);

    /// <summary>The same as a number, for which a device waits.</summary>
#pragma warning disable RS0030 // its users say so
    public long EnvSteps => (long)Steps.ToDouble();
#pragma warning restore RS0030

    /// <summary>
    /// Steps of the episode that each step belongs to, [T, N, E]; what it is outside episodes has no meaning.
    /// </summary>
    public Tensor EpisodeLengths =>
        Time + Advantages.DiscountedReturns(Alive, Terminated.logical_not(), zeros_like(Alive.select(0, 0)));

    /// <summary>Whether the clock ended the last episode and not the task, bool [N, E].</summary>
    public Tensor Truncated => Alive.select(0, Horizon - 1) * Terminated.select(0, Horizon - 1).logical_not() > 0;

    /// <summary>
    /// What was seen after each action, [T, N, E, O]; where an episode ended, what the next one began with.
    /// </summary>
    public Tensor NextObservations => cat([Observations.narrow(0, 1, Horizon - 1), FinalObservations.unsqueeze(0)]);

    public IEnumerable<Tensor> Tensors => [Observations, FinalObservations, Actions, Rewards, Terminated, Alive, Time];

    private Tensor InFirstEpisode => Time.eq(arange(Horizon, dtype: Time.dtype, device: Time.device).view(-1, 1, 1));

    /// <summary>Episodes from all steps that the environments took, those after their ends among them.</summary>
    /// <param name="observations">[T, N, E, O].</param>
    /// <param name="finalObservations">[N, E, O].</param>
    /// <param name="actions">[T, N, E, A] or [T, N, E].</param>
    /// <param name="rewards">[T, N, E].</param>
    /// <param name="terminated">[T, N, E].</param>
    /// <param name="time">[T, N, E].</param>
    /// <param name="restarts">Whether another episode follows a terminated one.</param>
    /// <param name="unfinished">Whether an episode that the clock cuts short after a restart belongs to it.</param>
    public static Rollout OfSteps(
        Tensor observations, Tensor finalObservations, Tensor actions, Tensor rewards, Tensor terminated, Tensor time,
        bool restarts,
        bool unfinished = false)
    {
        var belongs = !restarts ? BeforeTermination(terminated)
            : unfinished ? ones_like(terminated)
            : InWholeEpisode(terminated);
        var alive = belongs.to_type(rewards.dtype);
        return new Rollout(
            observations, finalObservations, actions, rewards * alive, terminated.logical_and(alive > 0), alive, time,
            restarts);
    }

    /// <summary>
    /// What is maximised across tasks: <see cref="TaskFamily.TrainingRewards"/> or the rewards, [T, N, E].
    /// </summary>
    /// <param name="family">The dynamics.</param>
    /// <param name="tasks">N tasks.</param>
    public Tensor TrainingRewards(TaskFamily family, TaskBatch tasks) =>
        family.TrainingRewards is { } rewards ? rewards(tasks, NextObservations) * Alive : Rewards;

    /// <summary>
    /// rₜ + γ Vₜ₊₁, but rₜ where the task itself ended the episode: a clock that ends leaves the value of what would
    /// follow. [T, N, E].
    /// </summary>
    /// <param name="following">Vₜ₊₁, values of <see cref="NextObservations"/>, [T, N, E].</param>
    /// <param name="gamma">γ.</param>
    public Tensor Bootstrapped(Tensor following, double gamma) =>
        Rewards + (Terminated.logical_not() * following * gamma);

    /// <summary>
    /// γₜ, what the next step counts in this one: γ, but 0 where the task itself ended the episode. [T, N, E].
    /// </summary>
    /// <param name="gamma">γ.</param>
    public Tensor Discounts(double gamma) => Terminated.logical_not().to_type(Rewards.dtype) * gamma;

    /// <summary>
    /// Whether all episodes of a task earned alike, whatever was done in them (<see cref="Advantages.AreEqual"/>); bool
    /// [N].
    /// </summary>
    /// <remarks>
    /// Once an environment has restarted, its clock is not that of the others' episodes, and all steps are compared.
    /// </remarks>
    /// <param name="returns">Returns-to-go, [T, N, E].</param>
    public Tensor EarnsAlike(Tensor returns)
    {
        using var scope = NewDisposeScope();
        var equal = Advantages.AreEqual(returns, Alive);
        if (Restarts)
        {
            var restarted = Terminated.any(0).any(-1);
            equal = equal.logical_and(restarted.logical_not())
                .logical_or(Advantages.AreEqual(returns, Alive, sharedTime: false));
        }

        return equal.MoveToOuterDisposeScope();
    }

    /// <summary>Some neighbouring tasks, as a view.</summary>
    public Rollout Slice(long start, long count) => new(
        Observations.narrow(1, start, count), FinalObservations.narrow(0, start, count),
        Actions.narrow(1, start, count), Rewards.narrow(1, start, count), Terminated.narrow(1, start, count),
        Alive.narrow(1, start, count), Time.narrow(1, start, count), Restarts);

    /// <summary>The same rollout of several groups of tasks as one, along the task axis.</summary>
    public static Rollout Concatenate(IReadOnlyList<Rollout> parts) => new(
        cat([.. parts.Select(part => part.Observations)], 1),
        cat([.. parts.Select(part => part.FinalObservations)], 0),
        cat([.. parts.Select(part => part.Actions)], 1),
        cat([.. parts.Select(part => part.Rewards)], 1),
        cat([.. parts.Select(part => part.Terminated)], 1),
        cat([.. parts.Select(part => part.Alive)], 1),
        cat([.. parts.Select(part => part.Time)], 1),
        parts[0].Restarts);

    // No step before this one terminated.
    private static Tensor BeforeTermination(Tensor terminated) =>
        terminated.cumsum(0).sub(terminated.to_type(ScalarType.Int64)).eq(0);

    // This step or one after it terminates; or none of all T does, and the clock ends the one episode.
    private static Tensor InWholeEpisode(Tensor terminated) =>
        (terminated.flip(0).cumsum(0).flip(0) > 0).logical_or(terminated.any(0, true).logical_not());

    public void Dispose()
    {
        foreach (var tensor in Tensors)
        {
            tensor.Dispose();
        }
    }
}
