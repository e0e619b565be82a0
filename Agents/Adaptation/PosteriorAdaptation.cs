using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Adaptation;

/// <summary>
/// Adapts by inference: each episode acts by one z ~ q(z|c), c being all transitions of the episodes before.
/// </summary>
/// <remarks>
/// Rakelly et al. 2019 (PEARL), algorithm 2: posterior sampling. Every lane, one environment of one task, has a context
/// of its own and, but for <see cref="SharedContext"/>, knows nothing of the other lanes of the task, so one round is
/// one episode of each lane. Without an encoder there is no z, and every round acts alike.
/// </remarks>
/// <param name="networks">The architecture.</param>
/// <param name="theta">θ.</param>
/// <param name="updates">Episodes after the first.</param>
/// <param name="chunks">How tasks are spread over threads.</param>
public sealed class PosteriorAdaptation(
    SoftActorCriticNetworks networks, Params theta, int updates, TaskChunks chunks) : IInspectableAgent
{
    /// <summary>
    /// First episodes that act by a z of the prior N(0, I), each by another one; their transitions are context as all
    /// others.
    /// </summary>
    public int PriorEpisodes { get; init; } = 1;

    /// <summary>
    /// As many transitions as z is inferred from in the mean where the environments of a task share what they see, as
    /// they do in training; null where they do not.
    /// </summary>
    public int? SharedContext { get; init; }

    /// <summary>Whether it takes the median of its actions' distribution, and no sample.</summary>
    public bool IsDeterministic { get; init; } = true;

    public TaskKnowledge Knowledge =>
        SharedContext is null ? TaskKnowledge.OwnEpisodes : TaskKnowledge.EpisodesOfTheTask;

    public IEnumerable<Rollout> Adapt(
        RngKey key, TaskFamily family, TaskBatch tasks, int envs, IAdaptationObserver? observer = null)
    {
        var seen = None(tasks, envs);
        for (var round = 0; round <= updates; round++)
        {
            var z = Draw(key.At(round), round, seen, tasks, envs);
            AgentSnapshot.Tell(observer, () => new AgentSnapshot(
                round, (given, state) => Outputs(family, given, state, z))
            {
                IsOfFirstEnvironment = true,
                Believe = () => Posterior(Known(round, seen)),
            });
            var (rollout, next) = Round(key.At(round), family, tasks, envs, z, seen);
            Dispose([z, .. seen.Tensors]);
            seen = next;
            yield return rollout;
        }

        Dispose(seen.Tensors);
    }

    // Belongs to no scope, as all that goes from round to round.
    private GaussianProduct None(TaskBatch tasks, int envs)
    {
        using var scope = NewDisposeScope();
        var none = GaussianProduct.None([tasks.Count, envs, networks.Latent], tasks.Device, tasks.Dtype);
        scope.Detach(none.Tensors);
        return none;
    }

    // What z is drawn by in a round: the prior, or the posterior of what is seen.
    private GaussianProduct Known(int round, GaussianProduct seen) =>
        round < PriorEpisodes ? GaussianProduct.None(seen.Mean.shape, seen.Mean.device, seen.Mean.dtype)
            : SharedContext is { } size ? seen.Shared(axis: 1).AtMost(size)
            : seen;

    // Of the first environment of each task; null where there is no z.
    private LatentBelief? Posterior(GaussianProduct known)
    {
        return networks.Encoder is null ? null : new LatentBelief(First(known.Mean), First(known.Variance.sqrt()));

        static double[] First(Tensor values) =>
            HostMemory.Copy<double>(values.select(1, 0).to(ScalarType.Float64, CPU));
    }

    // z of every lane, [N, E, L].
    private Tensor Draw(RngKey key, int round, GaussianProduct seen, TaskBatch tasks, int envs)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var noise = key.For("z").Normal([tasks.Count, envs, networks.Latent], tasks.Device, tasks.Dtype);
        var z = Known(round, seen).Sample(noise);
        scope.Detach([z]);
        return z;
    }

    // An episode of each lane, and what is seen with it.
    private (Rollout Rollout, GaussianProduct Seen) Round(
        RngKey key, TaskFamily family, TaskBatch tasks, int envs, Tensor z, GaussianProduct seen)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var numbers = key.For("actions")
            .Normal([family.Horizon, tasks.Count, envs, networks.Actions], tasks.Device, tasks.Dtype);
        var noise = RolloutNoise.Draw(key, family, tasks, envs, restarts: false, numbers);
        var parts = chunks.Run(scope, tasks.Count, (start, count) => Episode(
            family, tasks.Slice(start, count), z.narrow(0, start, count), noise.Slice(start, count)));
        var rollout = Rollout.Concatenate([.. parts.Select(part => part.Rollout)]);
        var next = seen.Times(new GaussianProduct(
            cat([.. parts.Select(part => part.Context.Precision)]),
            cat([.. parts.Select(part => part.Context.Shift)]), cat([.. parts.Select(part => part.Context.Count)])));
        scope.Detach([.. rollout.Tensors, .. next.Tensors]);
        return (rollout, next);
    }

    private Part Episode(TaskFamily family, TaskBatch tasks, Tensor z, RolloutNoise noise)
    {
        using var constant = no_grad();
        var weights = networks.Split(theta.Flat);
        var rollout = Collector.Collect(
            family, tasks,
            (observation, epsilon) =>
            {
                using var scope = NewDisposeScope();
                var pi = networks.Act(weights.Policy, observation, z);
                var action = IsDeterministic ? pi.Median : pi.Sample(epsilon).tanh();
                return networks.Scaled(action).MoveToOuterDisposeScope();
            },
            noise);
        return new Part(rollout, Context(weights, rollout, z));
    }

    // Factors of the steps of each lane's episode.
    private GaussianProduct Context(SoftActorCriticWeights weights, Rollout rollout, Tensor z)
    {
        if (networks.Encoder is not { } encoder)
        {
            return GaussianProduct.None(z.shape, z.device, z.dtype);
        }

        var transitions = encoder.Inputs(
            rollout.Observations, networks.Normalized(rollout.Actions), rollout.Rewards, rollout.NextObservations);
        return encoder.Posterior(weights.Encoder, transitions, axis: 0, rollout.Alive.unsqueeze(-1));
    }

    // V(o, z) ≈ minᵢ Qᵢ(o, a, z) at the median action, by the z of the first environment of each task.
    private PolicyOutputs Outputs(TaskFamily family, TaskBatch tasks, Tensor state, Tensor z)
    {
        var weights = networks.Split(theta.Flat);
        var observation = family.Observe(tasks, state).to_type(z.dtype);
        var first = z.narrow(1, 0, 1).expand(-1, observation.size(1), -1);
        var action = networks.Act(weights.Policy, observation, first).Median;
        var values = networks.LeastValue(
            weights.Q, observation.flatten(0, 1), action.flatten(0, 1), first.flatten(0, 1));
        return new PolicyOutputs(Policy: null, Values: values.view(observation.size(0), observation.size(1)));
    }

    private static void Dispose(IEnumerable<Tensor> tensors)
    {
        foreach (var tensor in tensors)
        {
            tensor.Dispose();
        }
    }

    private sealed record Part(Rollout Rollout, GaussianProduct Context) : ITensorBundle
    {
        public IEnumerable<Tensor> Tensors => [.. Rollout.Tensors, .. Context.Tensors];
    }
}
