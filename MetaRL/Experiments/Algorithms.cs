namespace MetaRL.Experiments;

/// <summary>An algorithm that experiment files can name.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Summary">One line.</param>
/// <param name="Paper">Where it was published; null where it is common knowledge.</param>
/// <param name="Trains">Whether it learns across tasks.</param>
/// <param name="HasOrder">Whether its meta-gradient can be of first or second order.</param>
/// <param name="HasOuter">Whether the experiment's outer optimiser trains it, if it trains.</param>
/// <param name="ByDefault">Whether it is in the comparison of an experiment that names no algorithms.</param>
public sealed record AlgorithmEntry(
    string Name, AlgorithmKind Kind, string Summary, string? Paper, bool Trains = true, bool HasOrder = false,
    bool HasOuter = true, bool ByDefault = true);

/// <summary>Every algorithm that experiment files can name, in the order of tables and of the default comparison.</summary>
public static class Algorithms
{
    public static IReadOnlyList<AlgorithmEntry> All { get; } =
    [
        new("maml", AlgorithmKind.Maml, "weights from which a few updates lead far in every task",
            "Finn, Abbeel, Levine 2017", HasOrder: true),
        new("multi-task", AlgorithmKind.MultiTask, "pre-trained on all tasks without adapting, then adapted alike",
            "Finn, Abbeel, Levine 2017 (\"pretrained\")"),
        new("random", AlgorithmKind.Random, "random weights, then adapted alike", Paper: null, Trains: false),
        new("oracle", AlgorithmKind.Oracle, "a policy that is told the task; it does not adapt",
            "Finn, Abbeel, Levine 2017 (\"oracle\")"),
        new("rl2", AlgorithmKind.RlSquared, "a recurrent policy that remembers the episodes of its task",
            "Duan et al. 2016 (RL²)", HasOuter: false, ByDefault: false),
    ];

    /// <summary>The entry of a kind.</summary>
    public static AlgorithmEntry Of(AlgorithmKind kind) => All.Single(entry => entry.Kind == kind);
}
