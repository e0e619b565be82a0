namespace MetaRL.Viewer.Scenes;

/// <summary>The states of an episode.</summary>
/// <param name="Age">Rounds ago; 0 for the one that is shown.</param>
/// <param name="States">[T][S].</param>
public sealed record Trail(int Age, IReadOnlyList<double[]> States)
{
    /// <summary>Whether it is of another environment of the task than the one that is shown.</summary>
    public bool IsAside { get; init; }
}
