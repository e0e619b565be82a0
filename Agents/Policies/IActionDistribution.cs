using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>Distributions over actions, one for each leading index [..., N, E].</summary>
public interface IActionDistribution
{
    /// <summary>What determines the distribution, [..., N, E, D].</summary>
    Tensor Parameters { get; }

    /// <summary>An action for the policy's own noise [..., N, E, Z].</summary>
    Tensor Sample(Tensor noise);

    /// <summary>log π(action), [..., N, E].</summary>
    Tensor LogProb(Tensor action);

    /// <summary>H(π), [..., N, E].</summary>
    Tensor Entropy();

    /// <summary>KL(this ‖ <paramref name="other"/>), [..., N, E].</summary>
    Tensor Kl(IActionDistribution other);

    /// <summary>
    /// F v, with F the Fisher information of the distribution with respect to <see cref="Parameters"/>; [..., N, E, D].
    /// </summary>
    Tensor FisherProduct(Tensor v);
}
