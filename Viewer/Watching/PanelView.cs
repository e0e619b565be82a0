using MetaRL.Viewer.Scenes;

namespace MetaRL.Viewer.Watching;

/// <summary>What a panel shows: one agent in one task at one step.</summary>
/// <param name="Scene">Of the task as it was then.</param>
/// <param name="Moment">Of the first environment; null before anything has happened.</param>
/// <param name="Returns">
/// Mean return over the environments, one number a round; of the last round the return so far.
/// </param>
/// <param name="Optimal">Optimal return of the task; null where it is not known.</param>
/// <param name="Running">Whether the last round is not over, so that its return is only that so far.</param>
/// <param name="Learning">Whether the agent learns from this round, and has not begun the next.</param>
public sealed record PanelView(
    IScene Scene, SceneMoment? Moment, IReadOnlyList<double> Returns, double? Optimal, bool Running, bool Learning)
{
    /// <summary>Returns of whole rounds; while the first one runs, what it has earned so far.</summary>
    public IEnumerable<double> Comparable => Running && Returns.Count > 1 ? Returns.SkipLast(1) : Returns;
}
