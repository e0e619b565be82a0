namespace MetaRL.Cluster.Messages;

/// <summary>Who a worker is and what it does.</summary>
[GenerateSerializer]
[Alias("metarl.worker-state")]
public sealed record WorkerState
{
    /// <summary><see cref="Checkpoints.SoftwareVersion.Whole"/>.</summary>
    [Id(0)]
    public required string Version { get; init; }

    /// <summary>Name of its machine.</summary>
    [Id(1)]
    public required string Machine { get; init; }

    /// <summary>Number of its process there.</summary>
    [Id(2)]
    public required int Process { get; init; }

    [Id(3)]
    public required int Threads { get; init; }

    /// <summary>The run, such as <c>quickstart/maml seed 1</c>; null where it does nothing.</summary>
    [Id(4)]
    public string? Run { get; init; }

    [Id(5)]
    public JobPhase Phase { get; init; }

    /// <summary>Meta-iterations done.</summary>
    [Id(6)]
    public long Iteration { get; init; }

    /// <summary>Meta-iterations of a complete run.</summary>
    [Id(7)]
    public long Iterations { get; init; }

    /// <summary>Environment steps a second of the latest meta-iteration.</summary>
    [Id(8)]
    public double StepsPerSecond { get; init; }

    /// <summary>Whether it takes no jobs any more.</summary>
    [Id(9)]
    public bool IsLeaving { get; init; }

    /// <summary>Tasks of its own that it contributes, in place of everything else; 0 for a worker of others.</summary>
    [Id(10)]
    public int OwnTasks { get; init; }

    /// <summary>ε that its sums have told of any one of them; 0 where there is no noise.</summary>
    [Id(11)]
    public double Epsilon { get; init; }
}
