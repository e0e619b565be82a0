using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Adaptation;

/// <summary>Outputs of policies without a memory.</summary>
internal static class PolicySnapshot
{
    /// <summary>Their outputs by given weights.</summary>
    /// <param name="policy">The architecture.</param>
    /// <param name="phi">φ [N, P].</param>
    /// <param name="round">Updates that led to φ, by which some policies explore.</param>
    /// <param name="family">As the policy sees it.</param>
    public static Func<TaskBatch, Tensor, PolicyOutputs> Of(IPolicy policy, Params phi, int round, TaskFamily family) =>
        (tasks, state) =>
    {
        var observation = family.Observe(tasks, state).to_type(phi.Flat.dtype);
        if (policy is IActionValuePolicy valued)
        {
            var q = valued.Values(phi, observation);
            return new PolicyOutputs(Probabilities(valued.Explore(phi, q, round)), q);
        }

        var values = policy is ActorCriticPolicy critic ? critic.Value(phi, observation) : null;
        return new PolicyOutputs(Probabilities(policy.With(phi).Act(observation)), Values: values);
    };

    /// <summary>π(a | s), [N, B, A]; null of anything but a choice.</summary>
    public static Tensor? Probabilities(IActionDistribution distribution) =>
        (distribution as Categorical)?.LogProbs.exp();
}
