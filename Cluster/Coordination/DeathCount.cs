namespace MetaRL.Cluster.Coordination;

/// <summary>
/// How many workers died over a job. One that kills them is given up; one whose workers only left, or were busy, is
/// not.
/// </summary>
internal sealed class DeathCount
{
    /// <summary>Workers that may die over a job.</summary>
    public const int Most = 3;

    private readonly List<string> _dead = [];

    /// <summary>Counts one.</summary>
    /// <returns>Why the job is given up, in one line; null where it goes on.</returns>
    public string? Add(string worker)
    {
        _dead.Add(worker);
        return _dead.Count < Most
            ? null
            : $"{Most} workers died during this run ({string.Join(", ", _dead)}); without --workers and --cluster the"
              + " same command shows what it dies of.";
    }
}
