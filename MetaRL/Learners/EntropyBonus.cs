using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>−β E[H(π_θ)] on the rollouts before adapting.</summary>
/// <remarks>
/// Williams, Peng 1991. The entropy of the policy that explores before it has adapted is what keeps it exploring, since
/// the loss after adapting gives it no credit for what it finds.
/// </remarks>
/// <param name="Weight">β; nats⁻¹.</param>
public sealed record EntropyBonus(double Weight) : IObjectiveTerm
{
    public bool NeedsEarlierPolicies => false;

    public double? EntropyWeight => Weight;

    public Tensor Of(AdaptingPolicies adapting, Tensor? constants, double? clip)
    {
        var first = adapting.Batch.Rounds[0];
        var entropy = adapting.Policy.With(adapting.Theta).Act(first.Rollout.Observations).Entropy();
        return (first.MeanPerTask(entropy) * Weight).neg();
    }
}
