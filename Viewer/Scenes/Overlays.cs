using MetaRL.Environments.Tasks;

namespace MetaRL.Viewer.Scenes;

/// <summary>What an agent makes of the states that it could be in, and where it was; empty where there is nothing to be shown.</summary>
/// <remarks>
/// States are numbered as the family does: in a gridworld the state of phase p in cell c = y · width + x is p · cells + c; a bandit has one.
/// </remarks>
public sealed record Overlays
{
    public static readonly Overlays None = new();

    /// <summary>How often each cell, state or arm was visited.</summary>
    public IReadOnlyList<double> Visits { get; init; } = [];

    /// <summary>π(a | s), [S · A].</summary>
    public IReadOnlyList<double> Policy { get; init; } = [];

    /// <summary>V(s), or maxₐ Q(s, a) where the agent has values of actions only, [S].</summary>
    public IReadOnlyList<double> Values { get; init; } = [];

    /// <summary>Q(s, a), [S · A].</summary>
    public IReadOnlyList<double> ActionValues { get; init; } = [];

    /// <summary>What it believes of this task; null where nothing.</summary>
    public Belief? Belief { get; init; }
}
