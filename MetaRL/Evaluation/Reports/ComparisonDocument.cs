using System.Text.Json.Serialization;
using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Statistics;

namespace MetaRL.Evaluation.Reports;

/// <summary>
/// A <see cref="Comparison"/> as <c>comparison.json</c> has it, with what it says in words; properties are in the order
/// of the file's keys.
/// </summary>
public sealed record ComparisonDocument(
    ProtocolDocument Protocol,
    IReadOnlyList<AlgorithmDocument> Algorithms,
    [property: JsonPropertyName("duels")] IReadOnlyList<PairDocument> Pairs,
    IReadOnlyList<string> Notes)
{
    internal static ComparisonDocument Of(Comparison comparison) => new(
        ProtocolDocument.Of(comparison.Protocol),
        [.. comparison.Algorithms.Select(AlgorithmDocument.Of)],
        [.. comparison.Pairs.Select(PairDocument.Of)],
        ComparisonNotes.Of(comparison));
}

/// <summary>See <see cref="EvaluationProtocol"/>.</summary>
public sealed record ProtocolDocument
{
    public IReadOnlyList<string> Experiments { get; init; } = [];

    public string Family { get; init; } = "";

    public string Split { get; init; } = "";

    public string TaskHash { get; init; } = "";

    public int Tasks { get; init; }

    public int EnvsPerTask { get; init; }

    public int Horizon { get; init; }

    public int Updates { get; init; }

    public double Confidence { get; init; }

    public int Replicates { get; init; }

    public ulong BootstrapSeed { get; init; }

    public double WorstShare { get; init; }

    public double? Optimal { get; init; }

    public double? Random { get; init; }

    public OptimumKind Optimum { get; init; }

    public bool SingleLane { get; init; }

    public IReadOnlyList<double>? BayesReturns { get; init; }

    public double? BayesMost { get; init; }

    internal static ProtocolDocument Of(EvaluationProtocol protocol) => new()
    {
        Experiments = protocol.Experiments,
        Family = protocol.Tasks.Family,
        Split = protocol.Tasks.Split,
        TaskHash = protocol.Tasks.Hash,
        Tasks = protocol.Tasks.Count,
        EnvsPerTask = protocol.EnvsPerTask,
        Horizon = protocol.Tasks.Horizon,
        Updates = protocol.Updates,
        Confidence = protocol.Settings.Confidence,
        Replicates = protocol.Settings.Replicates,
        BootstrapSeed = protocol.Settings.BootstrapSeed,
        WorstShare = protocol.Settings.WorstShare,
        Optimal = protocol.References.Optimal,
        Random = protocol.References.Random,
        Optimum = protocol.References.Optimum,
        SingleLane = protocol.SingleLane,
        BayesReturns = protocol.References.Bayes?.Returns,
        BayesMost = protocol.References.Bayes?.Most,
    };
}

/// <summary>
/// See <see cref="AlgorithmSummary"/>; what that has by seed or by round is here an array of its own. From
/// <see cref="Aggregates"/> on null in files of versions that did not have them.
/// </summary>
public sealed record AlgorithmDocument
{
    public string Name { get; init; } = "";

    public IReadOnlyList<int> Seeds { get; init; } = [];

    public IReadOnlyList<long> TrainingEnvSteps { get; init; } = [];

    public IReadOnlyList<long> SearchEnvSteps { get; init; } = [];

    public IReadOnlyList<double?> StepSizes { get; init; } = [];

    public IReadOnlyList<Estimate> Returns { get; init; } = [];

    public IReadOnlyList<SeedSpread> ReturnsPerSeed { get; init; } = [];

    public IReadOnlyList<Estimate>? Share { get; init; }

    public int TasksWithoutGap { get; init; }

    public Estimate Worst { get; init; }

    public IReadOnlyList<double> TaskReturns { get; init; } = [];

    public AdaptationSummary? Adaptation { get; init; }

    public int Updates { get; init; }

    public Estimate Adapted { get; init; }

    public Verdict? Verdict { get; init; }

    public Estimate? BayesShare { get; init; }

    public AggregateScores? Aggregates { get; init; }

    public PerformanceProfile? Profile { get; init; }

    public AdaptationArea? Area { get; init; }

    public Regrets? Regrets { get; init; }

    public IReadOnlyList<SampleEfficiency>? SampleEfficiency { get; init; }

    internal static AlgorithmDocument Of(AlgorithmSummary one) => new()
    {
        Name = one.Name,
        Seeds = [.. one.Seeds.Select(seed => seed.Seed)],
        TrainingEnvSteps = [.. one.Seeds.Select(seed => seed.TrainingEnvSteps)],
        SearchEnvSteps = [.. one.Seeds.Select(seed => seed.SearchEnvSteps)],
        StepSizes = [.. one.Seeds.Select(seed => seed.StepSize)],
        Returns = [.. one.Rounds.Select(round => round.Return)],
        ReturnsPerSeed = [.. one.Rounds.Select(round => round.PerSeed)],
        Share = one.Rounds[0].Share is null ? null : [.. one.Rounds.Select(round => round.Share).OfType<Estimate>()],
        TasksWithoutGap = one.TasksWithoutGap,
        Worst = one.Worst,
        TaskReturns = one.TaskReturns,
        Adaptation = one.Adaptation,
        Updates = one.Updates,
        Adapted = one.Adapted,
        Verdict = AdaptationVerdict.Of(one),
        BayesShare = one.BayesShare,
        Aggregates = one.Further.Aggregates,
        Profile = one.Further.Profile,
        Area = one.Further.Area,
        Regrets = one.Further.Regrets,
        SampleEfficiency = one.Further.Efficiency,
    };
}

/// <summary>See <see cref="PairwiseComparison"/>.</summary>
public sealed record PairDocument
{
    public SideDocument? Subject { get; init; }

    public SideDocument? Other { get; init; }

    public PairwiseOutcome Outcome { get; init; }

    public PairedDifference? Difference { get; init; }

    public Estimate ProbabilityOfImprovement { get; init; }

    public bool IntervalsOverlap { get; init; }

    public CorrectedTest? Test { get; init; }

    public SeedsToSeparate? SeedsNeeded { get; init; }

    public Verdict? Verdict { get; init; }

    internal static PairDocument Of(PairwiseComparison pair) => new()
    {
        Subject = SideDocument.Of(pair.Subject),
        Other = SideDocument.Of(pair.Other),
        Outcome = pair.Outcome,
        Difference = pair.Difference,
        ProbabilityOfImprovement = pair.ProbabilityOfImprovement,
        IntervalsOverlap = pair.IntervalsOverlap,
        Test = pair.Test,
        SeedsNeeded = pair.SeedsNeeded,
        Verdict = PairwiseVerdict.Of(pair),
    };
}

/// <summary>What a comparison of two shows of one algorithm.</summary>
public sealed record SideDocument(string Name, int Updates, Estimate Adapted)
{
    internal static SideDocument Of(AlgorithmSummary one) => new(one.Name, one.Updates, one.Adapted);
}
