namespace MetaRL.Cluster.Messages;

/// <summary>What is done with a run.</summary>
public enum JobPhase
{
    Train = 0,
    Evaluate = 1,

    /// <summary>Some tasks of each of its meta-iterations; no job.</summary>
    Shard = 2,
}

/// <summary>A run that a worker is asked to train or evaluate; its files follow.</summary>
[GenerateSerializer]
[Alias("metarl.job-request")]
public sealed record JobRequest
{
    /// <summary>Which job, chosen by whoever asks.</summary>
    [Id(0)]
    public required Guid Job { get; init; }

    /// <summary>Software of whoever asks; <see cref="Checkpoints.SoftwareVersion.Whole"/>.</summary>
    [Id(1)]
    public required string Version { get; init; }

    /// <summary>Path of the experiment below the output.</summary>
    [Id(2)]
    public required string Path { get; init; }

    /// <summary>Content of the run's <c>config.yaml</c>.</summary>
    [Id(3)]
    public required string Configuration { get; init; }

    /// <summary>Content of <c>task-set.json</c>; null where the tasks are those of a split.</summary>
    [Id(4)]
    public byte[]? TaskSet { get; init; }

    /// <summary>Hash over all settings of the run and its evaluation, as whoever asks has read them.</summary>
    [Id(5)]
    public required string Hash { get; init; }

    /// <summary>Name of one of the experiment's algorithms.</summary>
    [Id(6)]
    public required string Algorithm { get; init; }

    [Id(7)]
    public required int Seed { get; init; }

    [Id(8)]
    public required JobPhase Phase { get; init; }

    /// <summary>Meta-iteration to pause at; null for the end.</summary>
    [Id(9)]
    public int? Until { get; init; }

    /// <summary>Command that asked, for the provenance.</summary>
    [Id(10)]
    public required string CommandLine { get; init; }

    /// <summary>Names of the checkpoints that there are, of which only the latest is sent.</summary>
    [Id(11)]
    public string[] Checkpoints { get; init; } = [];
}

/// <summary>Whether a worker takes a job.</summary>
[GenerateSerializer]
[Alias("metarl.job-reply")]
public sealed record JobReply
{
    /// <summary>Why it never will, in one line; null where that is not so.</summary>
    [Id(0)]
    public string? Refusal { get; init; }

    /// <summary>Whether it does another one now.</summary>
    [Id(1)]
    public bool IsBusy { get; init; }
}

/// <summary>A part of a file of a run; the file is there with its last part.</summary>
[GenerateSerializer]
[Alias("metarl.file-part")]
public sealed record FilePart
{
    /// <summary>Most bytes of one.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>One that <see cref="Runs.RunFileName.IsAllowed"/>, or <see cref="Specialists"/>.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>Where it begins, in bytes.</summary>
    [Id(1)]
    public required long Offset { get; init; }

    [Id(2)]
    public required byte[] Bytes { get; init; }

    /// <summary>Whether it is the last.</summary>
    [Id(3)]
    public required bool IsLast { get; init; }

    /// <summary>Name of what specialists of evaluation tasks reached, which belongs to no run.</summary>
    public const string Specialists = "specialists.json";

    /// <summary>A file in parts; one where it is empty.</summary>
    public static IEnumerable<FilePart> Of(string name, byte[] content)
    {
        for (var offset = 0; offset == 0 || offset < content.Length; offset += MostBytes)
        {
            var end = Math.Min(content.Length, offset + MostBytes);
            yield return new FilePart
            {
                Name = name,
                Offset = offset,
                Bytes = content[offset..end],
                IsLast = end == content.Length,
            };
        }
    }
}
