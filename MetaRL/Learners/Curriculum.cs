namespace MetaRL.Learners;

/// <summary>Training tasks that spread step by step from the default task to the family's whole distribution.</summary>
/// <remarks>
/// At level l of L every range is narrowed to l / L of its width around the parameter's default
/// (<see cref="Environments.Tasks.ParameterDistribution.Narrow(double, double)"/>). A level ends after a number of
/// meta-iterations, or with success: once the adapted return of an iteration reaches a mark.
/// </remarks>
/// <param name="Levels">L; with 1 there is no curriculum.</param>
/// <param name="EveryIterations">Meta-iterations of each level; null where success decides.</param>
/// <param name="AdvanceAt">Mean adapted return that ends a level; null where the iterations decide.</param>
public sealed record Curriculum(int Levels, int? EveryIterations, double? AdvanceAt)
{
    /// <summary>All tasks from the start.</summary>
    public static readonly Curriculum None = new(1, null, null);

    /// <summary>Share of the whole distribution at a level from 1 to L.</summary>
    public double Share(int level) => (double)level / Levels;

    /// <summary>The level of the next iteration.</summary>
    /// <param name="level">Level of this one.</param>
    /// <param name="iterations">Meta-iterations done, this one included.</param>
    /// <param name="returnAfter">Mean adapted return of this one.</param>
    public int Next(int level, long iterations, double returnAfter)
    {
        var advances = EveryIterations is { } every ? iterations >= (long)level * every : returnAfter >= AdvanceAt;
        return advances ? Math.Min(level + 1, Levels) : level;
    }
}
