namespace MetaRL.Viewer.Loading;

/// <summary>Which agents to show, in which tasks, for how many rounds.</summary>
/// <param name="Paths">
/// Runs, one agent each; or one folder of an experiment or of a group of them; or one experiment file, for agents that
/// are not trained.
/// </param>
public sealed record ViewRequest(IReadOnlyList<string> Paths)
{
    /// <summary>Which experiment of a group; null for the first.</summary>
    public string? Experiment { get; init; }

    /// <summary>Names of algorithms; empty for all.</summary>
    public IReadOnlyList<string> Agents { get; init; } = [];

    /// <summary>N; at most as many as the split has.</summary>
    public int Tasks { get; init; } = 3;

    /// <summary>The split that the tasks come from.</summary>
    public string Split { get; init; } = "test";

    /// <summary>Seed of the draw of tasks and of everything random in them.</summary>
    public int Seed { get; init; }

    /// <summary>K, rounds after the first; null for those of the experiment's evaluation.</summary>
    public int? Rounds { get; init; }

    /// <summary>E, episodes in each task and round; null for those of the experiment's evaluation.</summary>
    public int? Envs { get; init; }
}
