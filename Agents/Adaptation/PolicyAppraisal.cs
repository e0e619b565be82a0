using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Adaptation;

/// <summary>What policies without a memory make of states.</summary>
internal static class PolicyAppraisal
{
    /// <summary>The appraisal by weights in place.</summary>
    /// <param name="policy">The architecture.</param>
    /// <param name="phi">φ [N, P].</param>
    /// <param name="round">Updates that led to φ, by which some policies explore.</param>
    /// <param name="family">As the policy sees it.</param>
    public static Func<TaskBatch, Tensor, Appraisal> Of(IPolicy policy, Params phi, int round, TaskFamily family) => (tasks, state) =>
    {
        var observation = family.Observe(tasks, state).to_type(phi.Flat.dtype);
        if (policy is IActionValuePolicy valued)
        {
            var q = valued.Values(phi, observation);
            return new Appraisal(Probabilities(valued.Explore(phi, q, round)), q);
        }

        var values = policy is ActorCriticPolicy critic ? critic.Value(phi, observation) : null;
        return new Appraisal(Probabilities(policy.With(phi).Act(observation)), Values: values);
    };

    /// <summary>π(a | s), [N, B, A]; null of anything but a choice.</summary>
    public static Tensor? Probabilities(IActionDistribution distribution) => (distribution as Categorical)?.LogProbs.exp();
}
