using MetaRL.Environments.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Environments.Tabular;

/// <summary>Small Markov decision processes without any structure: the tabular MDPs of RL².</summary>
/// <remarks>
/// Osband, Russo, Van Roy 2013 and Duan et al. 2016 (RL²), section 3.2: p(· | s, a) ~ Dirichlet(1), mean rewards R(s,
/// a) ~ N(1, 1), rewards N(R(s, a), 1), start in state 0, S = 10, A = 5, H = 10; the agent sees its state as a one-hot
/// vector.
/// </remarks>
/// <param name="states">S.</param>
/// <param name="actions">A.</param>
/// <param name="horizon">H, steps in an episode.</param>
public sealed class TabularMdp(int states = 10, int actions = 5, int horizon = 10)
    : TabularFamily(new TabularMdpTasks(states, actions))
{
    private const double SumTolerance = 1e-6;

    public override string Definition =>
        "p(· | s, a) ~ Dirichlet(1); reward ~ N(R(s, a), 1), R(s, a) ~ N(1, 1); never terminated; start in state 0. "
        + "Osband et al. 2013; Duan et al. 2016 (RL²), section 3.2.";

    public override Space Observations => new Box(states, 0, 1);

    public override Space Actions => new Discrete(actions);

    public override bool ObservesOneHot => true;

    public override int Horizon => horizon;

    /// <summary>S.</summary>
    public int States => states;

    /// <summary>A.</summary>
    public int ActionCount => actions;

    public override IReadOnlyList<ReferenceAgent> ReferenceAgents => TabularMdpAgents.Of(this);

    protected override int Outcomes => states;

    protected override double RewardStd => 1;

    protected override Tables Build(TaskBatch tasks)
    {
        var probability = tasks["transition"];
#pragma warning disable RS0030 // once, while tasks are made
        if (probability.sum(dim: -1).sub(1).abs().max().ToDouble() > SumTolerance)
#pragma warning restore RS0030
        {
            throw new TaskParameterException(
                "The parameter 'transition' must sum to 1 over the next states of every state and action; divide it by"
                + " its sums.");
        }

        var next = arange(states).view(1, 1, 1, states).expand(tasks.Count, states, actions, states).contiguous();
        return new Tables(
            next, probability, tasks["reward"].unsqueeze(-1).expand(-1, -1, -1, states).contiguous(), next < 0,
            zeros(tasks.Count, ScalarType.Int64), eye(states, dtype: tasks.Dtype).unsqueeze(0));
    }

    /// <summary>All probabilities, then all mean rewards less 1, halved: [N, S·A·S + S·A].</summary>
    public override Tensor TaskFeatures(TaskBatch tasks) =>
        cat([tasks["transition"].flatten(1), tasks["reward"].flatten(1).sub(1).div(2)], -1);
}
