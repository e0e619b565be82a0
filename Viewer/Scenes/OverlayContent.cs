using MetaRL.Environments.Tasks;

namespace MetaRL.Viewer.Scenes;

/// <summary>
/// What an overlay draws: visits, or the policy, values or belief of the agent; the others are empty.
/// </summary>
/// <remarks>
/// States are numbered as the family does: in a gridworld the state of phase p in cell c = y · width + x is p · cells +
/// c; a bandit has one.
/// </remarks>
public sealed record OverlayContent
{
    public static readonly OverlayContent None = new();

    /// <summary>How often each cell, state or arm was visited.</summary>
    public IReadOnlyList<double> Visits { get; init; } = [];

    /// <summary>π(a | s), [S · A].</summary>
    public IReadOnlyList<double> Policy { get; init; } = [];

    /// <summary>V(s), or maxₐ Q(s, a) where the agent has values of actions only, [S].</summary>
    public IReadOnlyList<double> Values { get; init; } = [];

    /// <summary>Q(s, a), [S · A].</summary>
    public IReadOnlyList<double> ActionValues { get; init; } = [];

    /// <summary>
    /// How much the coming action attends to each step of the trial so far and to what is seen now, one in sum; empty
    /// where nothing is seen yet, null where the agent attends to nothing.
    /// </summary>
    public IReadOnlyList<double>? Attention { get; init; }

    /// <summary>Steps of an episode of the trial.</summary>
    public int Horizon { get; init; } = 1;

    /// <summary>The agent's belief about this task; null where it has none.</summary>
    public Belief? Belief { get; init; }
}
