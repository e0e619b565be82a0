using MetaRL.Agents.Adaptation;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Evaluation.Measuring;

/// <summary>How far what an agent believes about a hidden goal is from what it could know.</summary>
/// <remarks>
/// KL(p ‖ q) = Σ p log(p / q) over the cells that can be the goal, with p the exact posterior of what the lane has seen
/// (<see cref="GoalPosterior"/>) and q the agent's belief, as shares of its sum over these cells.
/// </remarks>
/// <param name="Divergence">
/// [K + 1][T − 1] after each step of each episode but its last, after which nobody acts on what is believed; mean over
/// all lanes; nats.
/// </param>
/// <param name="OfUniform">The same of a belief that stays uniform.</param>
public sealed record BeliefError(double[][] Divergence, double[][] OfUniform)
{
    /// <summary>Measures an agent on episodes of its own; null where it tells no belief about a goal.</summary>
    /// <param name="key">Every random number.</param>
    /// <param name="agent">The agent.</param>
    /// <param name="family">A grid whose observations tell the cell.</param>
    /// <param name="tasks">N tasks; each a lane of its own, so give a task several times for several lanes.</param>
    /// <param name="posterior">What can be known.</param>
    public static BeliefError? Of(
        RngKey key, IInspectableAgent agent, Gridworld family, TaskBatch tasks, GoalPosterior posterior)
    {
        using var scope = NewDisposeScope();
        var goals = tasks["goal_y"].mul(family.Columns).add(tasks["goal_x"]).to_type(ScalarType.Int64);
        var possible = tensor(posterior.Goals.Select(goal => (long)goal).ToArray());
        var beliefs = new Beliefs();
        var (cells, errors, uniform) = (new List<Tensor>(), new List<double[]>(), new List<double[]>());
        foreach (var rollout in agent.Adapt(key, family, tasks, envs: 1, beliefs))
        {
            using var _ = rollout;
            if (beliefs.Taken.Count == 0)
            {
                return null;
            }

            cells.Add(TabularFamily.StatesSeen(tasks, rollout.NextObservations).squeeze(2));
            var p = posterior.After(cat(cells), goals).narrow(0, -rollout.Horizon, rollout.Horizon - 1);
            var known = p.index_select(-1, possible);
            var all = tensor(beliefs.Taken.SkipLast(1).SelectMany(each => each).ToArray()).view(p.shape);
            var q = all.index_select(-1, possible);
            errors.Add(Mean(known, q.div(q.sum(-1, keepdim: true))));
            uniform.Add(Mean(known, full_like(known, 1.0 / known.size(-1))));
            beliefs.Taken.Clear();
        }

        return new BeliefError([.. errors], [.. uniform]);
    }

    // Over the lanes, [T]; 0 · log 0 = 0.
    private static double[] Mean(Tensor p, Tensor q) =>
        where(p > 0, p * (p / q).log(), zeros_like(p)).sum(-1).mean([1L]).data<double>().ToArray();

    // What is believed after each step: the snapshot before the first one of a round knows no more than the last.
    private sealed class Beliefs : IAdaptationObserver
    {
        private int _round = -1;

        public List<double[]> Taken { get; } = [];

        public bool TakesSnapshots => true;

        public void Show(AgentSnapshot snapshot)
        {
            if (snapshot.Round != _round)
            {
                _round = snapshot.Round;
            }
            else if (snapshot.Believe() is GoalBelief belief)
            {
                Taken.Add(belief.Probability);
            }
        }

        public void BeginPrivateEpisodes()
        {
        }

        public void EndPrivateEpisodes()
        {
        }
    }
}
