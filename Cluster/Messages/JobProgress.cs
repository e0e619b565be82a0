namespace MetaRL.Cluster.Messages;

/// <summary>What has happened since the answer before.</summary>
[GenerateSerializer]
[Alias("metarl.job-progress")]
public sealed record JobProgress
{
    /// <summary>1 for the first answer, one more for each that was received.</summary>
    [Id(0)]
    public required long Number { get; init; }

    /// <summary>In order.</summary>
    [Id(1)]
    public required JobEvent[] Events { get; init; }

    /// <summary>In order: rows of metrics before the checkpoints that count on them.</summary>
    [Id(2)]
    public required FilePart[] Files { get; init; }

    /// <summary>How the job ended; null while it goes on or files are still to come.</summary>
    [Id(3)]
    public JobEnd? End { get; init; }
}

/// <summary>How a job ended.</summary>
public enum JobOutcome
{
    /// <summary>All is done that was asked for.</summary>
    Done = 0,

    /// <summary>Whoever asked wanted it to stop, or the worker leaves; there is a checkpoint to go on from.</summary>
    Stopped = 1,

    /// <summary>An error of the run itself.</summary>
    Failed = 2,

    /// <summary>A loss or weight was not finite.</summary>
    NotFinite = 3,
}

/// <summary>The end of a job.</summary>
[GenerateSerializer]
[Alias("metarl.job-end")]
public sealed record JobEnd
{
    /// <summary>Stands for the folder of all experiments, which is another on every machine.</summary>
    public const string Output = "{output}";

    [Id(0)]
    public required JobOutcome Outcome { get; init; }

    /// <summary>What went wrong, in one line; empty where nothing did.</summary>
    [Id(1)]
    public required string Message { get; init; }
}

/// <summary>What an event is.</summary>
public enum JobEventKind
{
    TrainingStarted = 0,
    Iterated = 1,
    TrainingEnded = 2,
    TrainingSpecialists = 3,
    Evaluating = 4,
    Evaluated = 5,
}

/// <summary>Something that an observer of runs hears.</summary>
[GenerateSerializer]
[Alias("metarl.job-event")]
public sealed record JobEvent
{
    [Id(0)]
    public required JobEventKind Kind { get; init; }

    /// <summary>Meta-iterations done, or generations of specialists.</summary>
    [Id(1)]
    public long Iteration { get; init; }

    /// <summary>Whether training is complete.</summary>
    [Id(2)]
    public bool IsComplete { get; init; }

    /// <summary>Time of a meta-iteration.</summary>
    [Id(3)]
    public TimeSpan Elapsed { get; init; }

    /// <summary>Its numbers; null for what is no meta-iteration.</summary>
    [Id(4)]
    public IterationNumbers? Numbers { get; init; }
}

/// <summary>One meta-iteration in numbers: <see cref="Learners.MetaMetrics"/> as it travels.</summary>
[GenerateSerializer]
[Alias("metarl.iteration-numbers")]
public sealed record IterationNumbers
{
    [Id(0)]
    public required double ReturnBefore { get; init; }

    [Id(1)]
    public required double ReturnAfter { get; init; }

    /// <summary>Environment steps.</summary>
    [Id(2)]
    public required long EnvSteps { get; init; }

    /// <summary>Names of the outer optimiser's numbers.</summary>
    [Id(3)]
    public required string[] Names { get; init; }

    /// <summary>The numbers.</summary>
    [Id(4)]
    public required double[] Values { get; init; }
}
