using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Tabular.Reference;

/// <summary>Published algorithms for unknown tabular MDPs, for all tasks and environments at once.</summary>
/// <remarks>
/// All believe what tasks are drawn from: p(· | s, a) ~ Dirichlet(1), R(s, a) ~ N(1, 1) with unit reward noise. After c visits of
/// (s, a) with next states counted cₖ and rewards summing to x, p ~ Dirichlet(1 + cₖ) and
/// R ~ N((μ₀ + x) / (1 + c), 1 / (1 + c)) with μ₀ = 1.
/// </remarks>
public static class TabularMdpAgents
{
    /// <summary>Share of random actions of ε-greedy unless told otherwise.</summary>
    public const double DefaultEpsilon = 0.05;

    private const double TasksMean = 1; // of mean rewards, R ~ N(1, 1)

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ReferenceAgent> Of(TabularMdp family) =>
        [Random(family), Psrl(family), EpsilonGreedy(family), Greedy(family)];

    /// <summary>Every action with equal probability.</summary>
    public static ReferenceAgent Random(TabularMdp family) => new(
        "Random", "uniform over the actions",
        (key, tasks, envs, episodes) => Play(family, key, tasks, envs, episodes, Mean, epsilon: 1));

    /// <summary>Posterior sampling: acts for an episode as is optimal in an MDP drawn from the posterior.</summary>
    /// <param name="family">MDPs to play.</param>
    /// <param name="priorMean">μ₀ of the agent's prior; another than the tasks' 1 makes it hope for less or more than there is.</param>
    public static ReferenceAgent Psrl(TabularMdp family, double priorMean = TasksMean) => new(
        "PSRL", "Osband, Russo, Van Roy 2013",
        (key, tasks, envs, episodes) => Play(
            family, key, tasks, envs, episodes, (counted, summed, model) => Draw(counted, summed, model, priorMean)));

    /// <summary>Acts as is optimal in the posterior mean, or with probability ε at random.</summary>
    /// <param name="family">MDPs to play.</param>
    /// <param name="epsilon">ε.</param>
    public static ReferenceAgent EpsilonGreedy(TabularMdp family, double epsilon = DefaultEpsilon) => new(
        "εG", "Duan et al. 2016 (RL²), section 3.2",
        (key, tasks, envs, episodes) => Play(family, key, tasks, envs, episodes, Mean, epsilon));

    /// <summary>Acts for an episode as is optimal in the posterior mean.</summary>
    public static ReferenceAgent Greedy(TabularMdp family) => new(
        "Greedy", "Duan et al. 2016 (RL²), section 3.2",
        (key, tasks, envs, episodes) => Play(family, key, tasks, envs, episodes, Mean));

    // An MDP to act on: probabilities [L, S, A, S] and mean rewards [L, S, A] from next states counted and rewards summed.
    private delegate (Tensor Probability, Tensor Reward) Model(Tensor counted, Tensor summed, RngKey key);

    private static (Tensor Probability, Tensor Reward) Mean(Tensor counted, Tensor summed, RngKey key)
    {
        var visits = counted.sum(dim: -1);
        return ((counted + 1) / (visits + counted.size(-1)).unsqueeze(-1), (summed + TasksMean) / (visits + 1));
    }

    private static (Tensor Probability, Tensor Reward) Draw(Tensor counted, Tensor summed, RngKey key, double priorMean)
    {
        using var generator = key.On(counted.device);
        var visits = counted.sum(dim: -1);
        var (mean, std) = ((summed + priorMean) / (visits + 1), (visits + 1).pow(-0.5));
        return (PosteriorDraws.Dirichlet(counted + 1, generator), mean + (std * randn(mean.shape, mean.dtype, generator: generator)));
    }

    private static Tensor Play(
        TabularMdp family, RngKey key, TaskBatch tasks, int envs, int episodes, Model model, double epsilon = 0)
    {
        using var scope = NewDisposeScope();
        var (lanes, states, actions) = (tasks.Count * envs, family.States, family.ActionCount);
        var counted = zeros([lanes, states, actions, states], ScalarType.Float64);
        var summed = zeros([lanes, states, actions], ScalarType.Float64);
        var returns = zeros([episodes, tasks.Count, envs], ScalarType.Float64);
        for (var episode = 0; episode < episodes; episode++)
        {
            using var whole = NewDisposeScope();
            var q = epsilon < 1 ? Solve(family, model(counted, summed, key.For("model").At(episode))) : [];
            var state = family.Reset(tasks, zeros([tasks.Count, envs, family.ResetNoise]));
            for (var t = 0; t < family.Horizon; t++)
            {
                using var step = NewDisposeScope();
                var now = key.For("step").At((episode * family.Horizon) + t);
                var lane = state.reshape(lanes, 1);
                var action = epsilon > 0 ? Any(now, lanes, actions) : zeros([lanes, 1], ScalarType.Int64);
                if (epsilon < 1)
                {
                    var best = q[family.Horizon - 1 - t].argmax(-1).gather(1, lane);
                    var explores = now.For("explores").Uniform([lanes, 1], CPU, ScalarType.Float64) < epsilon;
                    action = where(explores, action, best);
                }

                var noise = now.For("noise").Uniform([tasks.Count, envs, family.StepNoise], CPU, ScalarType.Float64);
                var next = family.Step(tasks, state, action.view(tasks.Count, envs), noise);
                var reward = next.Reward.to_type(ScalarType.Float64);
                var entry = lane.mul(actions).add(action); // (s, a) as one number
                summed.view(lanes, -1).scatter_add_(1, entry, reward.view(lanes, 1));
                counted.view(lanes, -1).scatter_add_(
                    1, entry.mul(states).add(next.State.view(lanes, 1)), ones([lanes, 1], ScalarType.Float64));
                returns.select(0, episode).add_(reward);
                state = next.State.MoveToOuterDisposeScope();
            }
        }

        return returns.MoveToOuterDisposeScope();
    }

    // Optimal action values with 1 ... H steps to go, each [L, S, A].
    private static IReadOnlyList<Tensor> Solve(TabularMdp family, (Tensor Probability, Tensor Reward) model)
    {
        var (lanes, states) = (model.Probability.size(0), model.Probability.size(3));
        var next = arange(states).view(1, 1, 1, states).expand_as(model.Probability).contiguous();
        return FiniteHorizon.OptimalActionValues(
            new Tables(
                next, model.Probability, model.Reward.unsqueeze(-1), next < 0, zeros(lanes, ScalarType.Int64),
                eye(states).unsqueeze(0)),
            family.Horizon);
    }

    private static Tensor Any(RngKey key, long lanes, int actions) =>
        key.For("action").Uniform([lanes, 1], CPU, ScalarType.Float64).mul(actions).to_type(ScalarType.Int64);
}
