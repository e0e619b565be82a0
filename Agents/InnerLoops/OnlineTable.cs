using MetaRL.Agents.Policies;
using static TorchSharp.torch;

namespace MetaRL.Agents.InnerLoops;

/// <summary>Action values of N tasks that change with every step of their environments.</summary>
/// <remarks>
/// For every lane e of a task, δₑ = r + γ V(s′) − Q(s, a), with V by <see cref="QTarget"/> and 0 where the task ended;
/// a clock that ends changes nothing. The E lanes of a task act on one table at once, and an entry moves by the mean of
/// what its visitors say: Q(s, a) ← Q(s, a) + α n^−ω · meanₑ δₑ over the lanes that are at (s, a), with n the steps at
/// which there was one. With traces eₑ the mean is of eₑ(s, a) δₑ over the lanes whose trace of (s, a) is not 0. With
/// one lane these are the textbook's updates. Targets that ask for the next action (SARSA, traces) choose it before
/// they learn, as the textbook does, the others after.
/// </remarks>
public sealed class OnlineTable
{
    private readonly QLearningSettings _settings;
    private readonly QTable _table;
    private readonly Params _phi;
    private readonly int _round;
    private readonly bool _restarts;
    private readonly Tensor? _stepFactor;      // [N, 1]
    private Tensor _q;                         // [N, S·A]
    private Tensor? _visits;                   // [N, S·A]
    private Tensor? _traces;                   // [N, E, S·A]
    private Step? _last;

    /// <param name="settings">How to learn.</param>
    /// <param name="table">The architecture.</param>
    /// <param name="phi">φ [N, P] before the first step.</param>
    /// <param name="round">Updates that led to φ.</param>
    /// <param name="restarts">Whether an environment goes on with a new episode after a terminated one.</param>
    public OnlineTable(QLearningSettings settings, QTable table, Params phi, int round, bool restarts)
    {
        (_settings, _table, _phi, _round, _restarts) = (settings, table, phi, round, restarts);
        var parts = table.Open(phi);
        (_q, _visits, _stepFactor) = (parts.Q, parts.Visits?.detach(), parts.LogStepFactor?.exp());
    }

    private bool ChoosesFirst => _settings.Target is QTarget.Sarsa or QTarget.WatkinsTraces;

    /// <summary>φ with all that has been learned.</summary>
    public Params Phi => _table.Close(_table.Open(_phi) with { Q = _q, Visits = _visits });

    /// <summary>Acts on an observation, and learns from the step before.</summary>
    /// <param name="state">Number of the observation, int64 [N, E].</param>
    /// <param name="choose">Distributions → actions, int64 [N, E].</param>
    /// <returns>The distributions, and the actions.</returns>
    public (Categorical Policy, Tensor Action) Act(Tensor state, Func<Categorical, Tensor> choose)
    {
        if (!ChoosesFirst)
        {
            Learn(state, null);
        }

        var pi = Policy(Rows(state));
        var action = choose(pi);
        if (ChoosesFirst)
        {
            Learn(state, action);
        }

        _last = new Step(state, action, _last?.AliveAfter ?? ones_like(state, ScalarType.Bool));
        return (pi, action);
    }

    /// <summary>Takes in the outcome of the action: reward [N, E], and whether the task ended, bool [N, E].</summary>
    public void See(Tensor reward, Tensor terminated)
    {
        var onward = terminated.logical_not();
        _last = _last! with
        {
            Reward = reward,
            Onward = onward,
            AliveAfter = _restarts ? _last.Alive : _last.Alive.logical_and(onward),
        };
    }

    /// <summary>Learns from the last step of a round, in whose final state no action is taken.</summary>
    /// <param name="state">Number of the final observation, int64 [N, E].</param>
    public void End(Tensor state) => Learn(state, null);

    private Categorical Policy(Tensor q) => _table.Explore(_phi, q, _round);

    // Q(s, ·), [N, E, A]
    private Tensor Rows(Tensor state) =>
        _q.view(_q.size(0), _table.States, _table.Actions)
            .gather(1, state.unsqueeze(-1).expand(-1, -1, _table.Actions));

    private void Learn(Tensor next, Tensor? nextAction)
    {
        if (_last is not { Reward: { } reward, Onward: { } onward, Alive: var lives } last)
        {
            return;
        }

        using var scope = NewDisposeScope();
        var alive = lives.to_type(_q.dtype);
        var entry = last.Action.add(last.State, _table.Actions);                       // s · A + a, [N, E]
        var rows = Rows(next);
        var delta = reward + (onward * Following(rows, nextAction) * _settings.Gamma) - _q.gather(1, entry);
        var here = zeros_like(_q).scatter_add_(1, entry, alive);                       // lanes at each entry, [N, S·A]
        _visits = _visits?.add(here.gt(0)).MoveToOuterDisposeScope();
        var mean = _settings.Target == QTarget.WatkinsTraces
            ? MeanOverTraces(entry, delta * alive, alive)
            : zeros_like(_q).scatter_add_(1, entry, delta * alive) / here.clamp_min(1);
        _q = (_q + (mean * StepSize())).MoveToOuterDisposeScope();
        _traces = _traces?.mul(Decay(rows, nextAction, onward).unsqueeze(-1)).MoveToOuterDisposeScope();
    }

    // V(s′), [N, E]; SARSA's expectation where there is no next action
    private Tensor Following(Tensor rows, Tensor? nextAction) => _settings.Target switch
    {
        QTarget.Sarsa when nextAction is not null => rows.gather(-1, nextAction.unsqueeze(-1)).squeeze(-1),
        QTarget.Sarsa or QTarget.ExpectedSarsa => (Policy(rows).LogProbs.exp() * rows).sum(-1),
        _ => rows.amax(-1),
    };

    // meanₑ eₑ δₑ, with eₑ(sₜ, aₜ) one more than before
    private Tensor MeanOverTraces(Tensor entry, Tensor delta, Tensor alive)
    {
        var before = _traces ?? zeros([entry.size(0), entry.size(1), _q.size(1)], _q.dtype, _q.device);
        _traces = before.scatter_add_(-1, entry.unsqueeze(-1), alive.unsqueeze(-1)); // nobody else has it
        return (_traces * delta.unsqueeze(-1)).sum([1]) / _traces.gt(0).sum([1]).clamp_min(1);
    }

    // γ λ, but 0 after an action that is not the best and after the end of an episode; [N, E]
    private Tensor Decay(Tensor rows, Tensor? nextAction, Tensor onward)
    {
        var best = nextAction is null
            ? onward
            : rows.gather(-1, nextAction.unsqueeze(-1)).squeeze(-1).eq(rows.amax(-1)).logical_and(onward);
        return best.to_type(rows.dtype) * (_settings.Gamma * _settings.Lambda);
    }

    // α n^−ω, [N, S·A] or a number that fits it
    private Tensor StepSize()
    {
        var alpha = _settings.StepSizeOf(_round);
        var factor = _stepFactor ?? ones([1, 1], _q.dtype, _q.device);
        return _visits is null ? factor * alpha : factor * alpha * _visits.clamp_min(1).pow(-_settings.VisitExponent);
    }

    private sealed record Step(Tensor State, Tensor Action, Tensor Alive)
    {
        public Tensor? Reward { get; init; }

        public Tensor? Onward { get; init; }

        public Tensor? AliveAfter { get; init; }
    }
}
