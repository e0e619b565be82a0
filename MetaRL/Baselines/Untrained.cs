using MetaRL.Agents.Adaptation;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using static TorchSharp.torch;

namespace MetaRL.Baselines;

/// <summary>An agent without meta-training: it starts every task with its first weights.</summary>
/// <param name="initialize">First weights, which may be none.</param>
/// <param name="agent">(weights, inner loop, updates) → agent.</param>
public sealed class Untrained(
    Func<RngKey, Params> initialize, Func<Params, IInnerLoop, int, IAdaptiveAgent> agent) : IMetaLearner
{
    /// <summary>Weights of an agent that has none.</summary>
    public static Params NoWeights() => new(new ParamLayout([]), zeros(0));

    public MetaState Initialize(RngKey key) =>
        MetaState.First(() => initialize(key), _ => new Dictionary<string, Tensor>());

    /// <exception cref="InvalidOperationException">Always: it has no iterations.</exception>
    public (MetaState State, MetaMetrics Metrics) Iterate(RngKey key, MetaState state) =>
        throw new InvalidOperationException("An agent that does not train has no meta-iterations.");

    public IAdaptiveAgent Agent(MetaState state, IInnerLoop inner, int updates) => agent(state.Theta, inner, updates);
}
