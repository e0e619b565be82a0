using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.InnerLoops;

/// <summary>
/// Tabular Q-learning and its kin, online: an update is a round of steps, each of which changes the table at once.
/// </summary>
/// <remarks>
/// Watkins 1989: Q(s, a) ← Q(s, a) + α [r + γ maxₐ′ Q(s′, a′) − Q(s, a)]; the recursion, its other targets and what
/// several lanes of a task do to one table are in <see cref="OnlineTable"/>. The table after a round is a function of
/// the table before it and of the transitions, so an update replays the recorded ones; its derivative by the first
/// table, and by the factors of step size and temperature, goes through every step. So does that of <see cref="Act"/>:
/// the table that chose an action had learned from the steps before it.
/// Differs from the papers: an entry moves by the mean of its visitors in the lanes of a task. The score function gives
/// an action the return of its own lane only, not what it taught the others.
/// </remarks>
public sealed class QLearning(QLearningSettings settings) : InnerLoop<QTable>
{
    // What stands beside the TD errors where the goal is the return: advantages as REINFORCE has them
    private readonly AdvantageEstimator _advantages = new(new(settings.Gamma, MeanOver: StepWeighting.Steps));

    public override double Gamma => settings.Gamma;

    public override Rollout Collect(
        TaskFamily family, TaskBatch tasks, QTable policy, Params phi, RolloutNoise noise, int round)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var table = new OnlineTable(settings, policy, phi, round, noise.Restarts);
        var rollout = Collector.Collect(
            family, tasks, (observation, z) => table.Act(observation.argmax(-1), pi => pi.Sample(z)).Action, noise,
            (_, transition) => table.See(transition.Reward, transition.Terminated), unfinished: true);
        return rollout.MoveToOuterDisposeScope();
    }

    /// <summary>Distributions of the table as it was at each step, [T, N, E].</summary>
    public override IActionDistribution Act(QTable policy, Params phi, Rollout rollout, int round)
    {
        var (_, logits) = Replay(policy, phi, rollout, round);
        return policy.Distribution(stack(logits));
    }

    public override Experience Prepare(QTable policy, Params phi, Rollout rollout, int round)
    {
        var experience = _advantages.Of(rollout);
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var next = policy.Values(phi, rollout.NextObservations);
        var following = settings.Target is QTarget.Max or QTarget.WatkinsTraces
            ? next.amax(-1)
            : (policy.Explore(phi, next, round).LogProbs.exp() * next).sum(-1);
        return experience with { Targets = rollout.Bootstrapped(following, settings.Gamma).MoveToOuterDisposeScope() };
    }

    /// <summary>
    /// ½ E[(y − Q(o, a))²] of the table as it is, y = r + γ V(o′) at the weights that gathered the rollout and
    /// constant, [N].
    /// </summary>
    public override Tensor Loss(QTable policy, Params phi, Experience experience)
    {
        var q = policy.Values(phi, experience.Rollout.Observations);
        var chosen = q.gather(-1, experience.Rollout.Actions.unsqueeze(-1)).squeeze(-1);
        return experience.MeanPerTask((experience.Targets! - chosen).square()) * 0.5;
    }

    public override Params Update(QTable policy, Params phi, Experience experience, int update, GradientOrder order)
    {
        using var constant = enable_grad(order == GradientOrder.Second);
        var (learned, _) = Replay(policy, phi, experience.Rollout, update);
        if (order == GradientOrder.Second)
        {
            return learned;
        }

        var change = learned.Flat - phi.Flat;
        using var identity = enable_grad();
        return phi with { Flat = phi.Flat + change };
    }

    /// <remarks>Without what only derivatives need: advantages cost more than the steps.</remarks>
    public override Params Updated(QTable policy, Params phi, Rollout rollout, int update)
    {
        using var constant = no_grad();
        return Replay(policy, phi, rollout, update).Phi;
    }

    // φ after the round, and the logits of every step
    private (Params Phi, Tensor[] Logits) Replay(QTable policy, Params phi, Rollout rollout, int round)
    {
        var table = new OnlineTable(settings, policy, phi, round, rollout.Restarts);
        var (states, logits) = (rollout.Observations.argmax(-1), new Tensor[rollout.Horizon]);
        for (var t = 0; t < logits.Length; t++)
        {
            logits[t] = table.Act(states.select(0, t), _ => rollout.Actions.select(0, t)).Policy.Parameters;
            table.See(rollout.Rewards.select(0, t), rollout.Terminated.select(0, t));
        }

        table.End(rollout.FinalObservations.argmax(-1));
        return (table.Phi, logits);
    }
}
