using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Adaptation;

/// <summary>
/// Adapts by gradient: every task starts at θ and takes updates of an inner loop, each on a fresh rollout.
/// </summary>
/// <param name="policy">The architecture.</param>
/// <param name="theta">θ, where every task starts.</param>
/// <param name="inner">The update.</param>
/// <param name="updates">K: rounds after the first.</param>
/// <param name="restarts">Whether an environment starts another episode after a terminated one.</param>
/// <param name="chunks">How tasks are spread over threads.</param>
/// <param name="updatesPerRound">
/// Updates from one round to the next, each but the first on a rollout that nobody else sees.
/// </param>
public sealed class GradientAdaptation(
    IPolicy policy, Params theta, IInnerLoop inner, int updates, bool restarts, TaskChunks chunks,
    int updatesPerRound = 1) : IInspectableAgent
{
    public TaskKnowledge Knowledge => updates == 0 ? TaskKnowledge.OwnEpisodes
        : updatesPerRound == 1 ? TaskKnowledge.EpisodesOfTheTask
        : TaskKnowledge.More;

    /// <remarks>
    /// Nothing is shown between two rounds; the last update is then the last of several.
    /// </remarks>
    public IEnumerable<Rollout> Adapt(
        RngKey key, TaskFamily family, TaskBatch tasks, int envs, IAdaptationObserver? observer = null)
    {
        var phi = Start(tasks.Count);
        IReadOnlyList<WeightChange> lastUpdate = [];
        try
        {
            for (var update = 0; update <= updates * updatesPerRound; update++)
            {
                var (before, counts) = (phi, update % updatesPerRound == 0);
                if (counts)
                {
                    AgentSnapshot.Tell(observer, () => new AgentSnapshot(
                        update / updatesPerRound, PolicySnapshot.Of(policy, before, update, family))
                    {
                        LastUpdate = lastUpdate,
                    });
                }
                else
                {
                    observer?.BeginPrivateEpisodes();
                }

                (var rollout, phi) = Round(key.At(update), family, tasks, envs, before, update);
                lastUpdate = observer is { TakesSnapshots: true } ? WeightChange.Between(before, phi) : [];
                before.Flat.Dispose();
                if (counts)
                {
                    yield return rollout;
                }
                else
                {
                    observer?.EndPrivateEpisodes();
                    rollout.Dispose();
                }
            }
        }
        finally
        {
            phi.Flat.Dispose();
        }
    }

    // φ⁰, which belongs to no scope
    private Params Start(long tasks)
    {
        using var scope = NewDisposeScope();
        var phi = policy.Start(theta.Detach(), tasks);
        return phi with { Flat = phi.Flat.DetachFromDisposeScope() };
    }

    // One rollout and, but for the last round, the update that follows it; both results belong to no scope.
    private (Rollout Rollout, Params Phi) Round(
        RngKey key, TaskFamily family, TaskBatch tasks, int envs, Params phi, int update)
    {
        using var scope = NewDisposeScope();
        var noise = RolloutNoise.Draw(key, family, policy, tasks, envs, restarts);
        var parts = chunks.Run(scope, tasks.Count, (start, count) =>
        {
            var own = phi with { Flat = phi.Flat.narrow(0, start, count) };
            var rollout = inner.Collect(
                family, tasks.Slice(start, count), policy, own, noise.Slice(start, count), update);
            var next = update == updates * updatesPerRound
                ? own
                : inner.Updated(policy, own, rollout, update);
            return new Part(rollout, next.Detach());
        });
        var all = Rollout.Concatenate([.. parts.Select(part => part.Rollout)]);
        scope.Detach(all.Tensors);
        var adapted = phi with { Flat = cat([.. parts.Select(part => part.Phi.Flat)]).DetachFromDisposeScope() };
        return (all, adapted);
    }

    private sealed record Part(Rollout Rollout, Params Phi) : ITensorBundle
    {
        public IEnumerable<Tensor> Tensors => [.. Rollout.Tensors, Phi.Flat];
    }
}
