namespace MetaRL.Environments.Grids;

/// <summary>What is in a cell.</summary>
public enum CellKind
{
    Free,
    Wall,
    Hole,
    Key,
    Door,
    KeyAndDoor,
    Goal,
}

/// <summary>The cells of one task.</summary>
/// <param name="Kinds">Of every cell, counted as y · width + x with y upwards.</param>
/// <param name="Start">Cell in which episodes start.</param>
public sealed record GridMap(IReadOnlyList<CellKind> Kinds, int Start);

/// <summary>What a step that ends on a cell does.</summary>
/// <param name="Phase">Phase of the task from now on.</param>
/// <param name="Reward">Of the step.</param>
/// <param name="Solves">Whether this is what the agent was to reach.</param>
/// <param name="Terminal">Whether the episode ends.</param>
/// <param name="Restarts">Whether the agent is put back to the start.</param>
internal readonly record struct Arrival(
    int Phase, double Reward, bool Solves = false, bool Terminal = false, bool Restarts = false);
