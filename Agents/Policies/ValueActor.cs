using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>Acts on action values, in a given round or, by default, as after the last one.</summary>
public sealed class ValueActor(IActionValuePolicy policy, Params weights, int round = int.MaxValue) : IActor
{
    public IActionDistribution Act(Tensor observation) =>
        policy.Explore(weights, policy.Values(weights, observation), round);
}
