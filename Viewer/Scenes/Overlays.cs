namespace MetaRL.Viewer.Scenes;

/// <summary>What an agent knows of the states that it could be in, where it can be asked; empty where not.</summary>
/// <remarks>A gridworld has one number per cell, y · width + x; a tabular MDP one per state; a bandit one per arm.</remarks>
public sealed record Overlays
{
    public static readonly Overlays None = new();

    /// <summary>Expected returns.</summary>
    public IReadOnlyList<double> Values { get; init; } = [];

    /// <summary>The likeliest action; below 0 where there is none.</summary>
    public IReadOnlyList<int> Policy { get; init; } = [];

    /// <summary>How often each was visited or chosen.</summary>
    public IReadOnlyList<double> Visits { get; init; } = [];
}
