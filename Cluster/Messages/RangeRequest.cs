using MetaRL.Learners;

namespace MetaRL.Cluster.Messages;

/// <summary>
/// A question to ranges of the tasks of a meta-iteration. It says all that the answer depends on, but for what the
/// worker knows already from an earlier one.
/// </summary>
[GenerateSerializer]
[Alias("metarl.range-request")]
public sealed record RangeRequest
{
    /// <summary>Which request, chosen by whoever asks.</summary>
    [Id(0)]
    public required Guid Ask { get; init; }

    /// <summary>Which run, chosen by whoever asks.</summary>
    [Id(1)]
    public required Guid Session { get; init; }

    /// <summary>Which meta-iteration of it: a number that grows.</summary>
    [Id(2)]
    public required long Number { get; init; }

    /// <summary>The run; null where the worker knows it.</summary>
    [Id(3)]
    public JobRequest? Run { get; init; }

    /// <summary>The meta-iteration; null where the worker knows it.</summary>
    [Id(4)]
    public IterationContent? Iteration { get; init; }

    /// <summary>First tasks of the ranges, and how many each has.</summary>
    [Id(5)]
    public required long[] Starts { get; init; }

    /// <inheritdoc cref="Starts"/>
    [Id(6)]
    public required long[] Counts { get; init; }

    [Id(7)]
    public required RangeQuantity Quantity { get; init; }

    /// <summary><see cref="RangeQuestion.At"/> as bytes.</summary>
    [Id(8)]
    public required byte[] At { get; init; }

    /// <summary><see cref="RangeQuestion.Given"/> as bytes.</summary>
    [Id(9)]
    public required byte[] Given { get; init; }

    /// <summary>Whether the worker's own tasks are meant, and not those of the run.</summary>
    [Id(10)]
    public bool OwnTasks { get; init; }
}

/// <summary>What the data of a meta-iteration depend on, beside the run: <see cref="MetaIteration"/>.</summary>
[GenerateSerializer]
[Alias("metarl.iteration-content")]
public sealed record IterationContent
{
    /// <summary>Of every random number.</summary>
    [Id(0)]
    public required ulong Key { get; init; }

    /// <summary>θ, 32-bit floats as bytes.</summary>
    [Id(1)]
    public required byte[] Theta { get; init; }

    /// <summary>Level of the curriculum.</summary>
    [Id(2)]
    public required int Level { get; init; }

    /// <summary>Meta-iterations done before.</summary>
    [Id(3)]
    public required long Done { get; init; }
}

/// <summary>What a worker lacks for an answer.</summary>
public enum RangeLack
{
    Nothing = 0,
    Iteration = 1,
    Run = 2,
}

/// <summary>An answer, or why there is none.</summary>
[GenerateSerializer]
[Alias("metarl.range-reply")]
public sealed record RangeReply
{
    /// <summary>What has to be sent with the same request.</summary>
    [Id(0)]
    public RangeLack Lack { get; init; }

    /// <summary>Whether it is still being computed, so that it has to be waited for.</summary>
    [Id(1)]
    public bool IsPending { get; init; }

    /// <summary>Why there will be none, in one line; null where that is not so.</summary>
    [Id(2)]
    public string? Failure { get; init; }

    /// <summary>One for each range.</summary>
    [Id(3)]
    public RangeShare[] Shares { get; init; } = [];
}

/// <summary>A <see cref="RangeAnswer"/> as it travels, every vector as bytes.</summary>
[GenerateSerializer]
[Alias("metarl.range-share")]
public sealed record RangeShare
{
    /// <summary>64-bit floats.</summary>
    [Id(0)]
    public required byte[] Numbers { get; init; }

    /// <summary>64-bit floats.</summary>
    [Id(1)]
    public required byte[] Extremes { get; init; }

    /// <summary>32-bit floats.</summary>
    [Id(2)]
    public required byte[] Vector { get; init; }

    /// <summary>An answer as it travels.</summary>
    public static RangeShare Of(RangeAnswer answer) => new()
    {
        Numbers = Vectors.Bytes<double>(answer.Numbers),
        Extremes = Vectors.Bytes<double>(answer.Extremes),
        Vector = Vectors.Bytes<float>(answer.Vector),
    };

    /// <summary>The answer.</summary>
    public RangeAnswer Answer() => new(Vectors.Of<double>(Numbers), Vectors.Of<float>(Vector))
    {
        Extremes = Vectors.Of<double>(Extremes),
    };
}
