using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>An architecture that estimates action values and acts by them.</summary>
public interface IActionValuePolicy : IPolicy
{
    string? IPolicy.KernelObstacle => "action values have no kernel";

    /// <summary>How it chooses.</summary>
    Exploration Exploration { get; }

    /// <summary>Q(o, ·), [..., N, E, A].</summary>
    /// <param name="weights">θ [P] or φ [N, P].</param>
    /// <param name="observation">[N, E, O] or [T, N, E, O].</param>
    Tensor Values(Params weights, Tensor observation);

    /// <summary>How it acts on given values in a round.</summary>
    /// <param name="weights">θ [P] or φ [N, P].</param>
    /// <param name="q">Q(o, ·), [..., N, E, A].</param>
    /// <param name="round">Updates made before.</param>
    Categorical Explore(Params weights, Tensor q, int round);
}
