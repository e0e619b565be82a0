namespace MetaRL.Evaluation.Statistics;

/// <summary>One meta-training curve: one seed of one algorithm.</summary>
/// <param name="Name">The algorithm; series of the same name are its seeds and share a colour.</param>
/// <param name="EnvSteps">[M] environment steps seen, ascending.</param>
/// <param name="Before">[M] return before adaptation; not finite where it was not measured.</param>
/// <param name="After">[M] return after adaptation; not finite where it was not measured.</param>
public sealed record LearningSeries(
    string Name, IReadOnlyList<double> EnvSteps, IReadOnlyList<double> Before, IReadOnlyList<double> After)
{
    /// <summary>[M] wall-clock seconds of training, ascending; empty where they are not known.</summary>
    public IReadOnlyList<double> Seconds { get; init; } = [];

    /// <summary>An algorithm that does not train.</summary>
    public static LearningSeries None(string name) => new(name, [], [], []);
}
