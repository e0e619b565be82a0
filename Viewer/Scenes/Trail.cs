namespace MetaRL.Viewer.Scenes;

/// <summary>The states of an episode.</summary>
/// <param name="Age">Rounds ago; 0 for the one that is shown.</param>
/// <param name="States">[T][S].</param>
public sealed record Trail(int Age, IReadOnlyList<double[]> States)
{
    /// <summary>Whether it is of an environment other than the shown one.</summary>
    public bool IsOtherEnvironment { get; init; }
}
