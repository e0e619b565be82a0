using MetaRL.Environments.Posteriors;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Tabular;

/// <summary>What a lane has seen of its MDP.</summary>
/// <param name="Next">Times that s′ followed (s, a), float64 [L, S, A, S].</param>
/// <param name="Rewards">Sum of the rewards of (s, a), float64 [L, S, A].</param>
internal sealed record MdpCounts(Tensor Next, Tensor Rewards)
{
    /// <summary>[L, S, A].</summary>
    public Tensor Visits => Next.sum(dim: -1);
}

/// <summary>An MDP to act on: probabilities [L, S, A, S] and mean rewards [L, S, A].</summary>
internal delegate (Tensor Probability, Tensor Reward) MdpModel(MdpCounts counts, RngKey key);

/// <summary>Plans before every episode, in a model made from the counts.</summary>
/// <param name="family">MDPs to play.</param>
/// <param name="key">Every random number.</param>
/// <param name="tasks">N.</param>
/// <param name="envs">E.</param>
/// <param name="model">What to plan on.</param>
/// <param name="epsilon">Share of random actions.</param>
/// <param name="priorMean">μ₀, of mean rewards.</param>
internal sealed class TabularMdpPlayer(
    TabularMdp family, RngKey key, long tasks, int envs, MdpModel model, double epsilon,
    double priorMean) : IReferencePlayer
{
    private readonly long _lanes = tasks * envs;
    private readonly MdpCounts _counts = new(
        zeros([tasks * envs, family.States, family.ActionCount, family.States], ScalarType.Float64)
            .DetachFromDisposeScope(),
        zeros([tasks * envs, family.States, family.ActionCount], ScalarType.Float64).DetachFromDisposeScope());

    // with 1 ... H steps to go, [L, S, A]
    private IReadOnlyList<Tensor> _q = [];
    private Tensor _state = zeros([tasks * envs, 1], ScalarType.Int64).DetachFromDisposeScope();   // where the lane is
    private int _steps;

    public Tensor Act(Tensor observation)
    {
        using var scope = NewDisposeScope();
        var (episode, t) = Math.DivRem(_steps, family.Horizon);
        if (t == 0 && epsilon < 1)
        {
            Plan(scope, key.For("model").At(episode));
        }

        var now = key.For("step").At(_steps++);
        _state.copy_(observation.argmax(-1).view(_lanes, 1)); // one-hot
        var action = epsilon > 0 ? Any(now) : zeros([_lanes, 1], ScalarType.Int64);
        if (epsilon < 1)
        {
            var best = _q[family.Horizon - 1 - t].argmax(-1).gather(1, _state);
            var explores = now.For("explores").Uniform([_lanes, 1], CPU, ScalarType.Float64) < epsilon;
            action = where(explores, action, best);
        }

        return action.view(tasks, envs).MoveToOuterDisposeScope();
    }

    public void See(Tensor action, Transition transition)
    {
        using var scope = NewDisposeScope();
        var entry = _state.mul(family.ActionCount).add(action.view(_lanes, 1)); // (s, a) as one number
        _counts.Rewards.view(_lanes, -1)
            .scatter_add_(1, entry, transition.Reward.to_type(ScalarType.Float64).view(_lanes, 1));
        _counts.Next.view(_lanes, -1).scatter_add_(
            1, entry.mul(family.States).add(transition.State.view(_lanes, 1)), ones([_lanes, 1], ScalarType.Float64));
    }

    /// <summary>The posterior of every mean reward, N((μ₀ + x) / (1 + c), 1 / (1 + c)).</summary>
    public Belief Believe()
    {
        using var scope = NewDisposeScope();
        var visits = First(_counts.Visits);
        var mean = (First(_counts.Rewards) + priorMean) / (visits + 1);
        var reach = (visits + 1).pow(-0.5) * PosteriorQuantiles.Normal;
        return new NumberBelief("reward", Numbers(mean), Numbers(mean - reach), Numbers(mean + reach));
    }

    public void Dispose()
    {
        foreach (var tensor in _q.Concat([_counts.Next, _counts.Rewards, _state]))
        {
            tensor.Dispose();
        }
    }

    private void Plan(TorchSharp.DisposeScope scope, RngKey drawn)
    {
        scope.Attach(_q);
        var (probability, reward) = model(_counts, drawn);
        var next = arange(family.States).view(1, 1, 1, family.States).expand_as(probability).contiguous();
        _q = FiniteHorizon.OptimalActionValues(
            new Tables(
                next, probability, reward.unsqueeze(-1), next < 0, zeros(_lanes, ScalarType.Int64),
                eye(family.States).unsqueeze(0)),
            family.Horizon);
        scope.Detach(_q);
    }

    // Of the first environment of each task, [N, S, A].
    private Tensor First(Tensor lanes) => lanes.view(tasks, envs, family.States, family.ActionCount).select(1, 0);

    private static double[] Numbers(Tensor values) => values.contiguous().data<double>().ToArray();

    private Tensor Any(RngKey now) =>
        now.For("action").Uniform([_lanes, 1], CPU, ScalarType.Float64).mul(family.ActionCount)
            .to_type(ScalarType.Int64);
}
