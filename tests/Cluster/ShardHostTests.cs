using MetaRL.Cluster.Messages;
using MetaRL.Cluster.Workers;
using MetaRL.Configuration;
using MetaRL.Learners;
using MetaRL.Runs;
using MetaRL.Tests.Runs;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Cluster;

/// <summary>What a worker answers that computes ranges of tasks.</summary>
public sealed class ShardHostTests : IDisposable
{
    private static readonly Experiment Experiment = SmallRun.Experiment(SmallRun.Quick);

    private readonly ShardHost _shards = new(
        new WorkerSettings(Threads: 1, DiskBytes: 1 << 30, TimeSpan.FromHours(1), failure => failure.Message));

    private readonly Guid _session = Guid.NewGuid();

    private readonly byte[] _theta;

    public ShardHostTests()
    {
        var learner = Algorithm.Build(Experiment, Experiment.Algorithms[0], CPU).Learner;
        using var scope = NewDisposeScope();
        var state = learner.Initialize(default);
        scope.Attach(state.Tensors);
        _theta = state.Theta.Flat.bytes.ToArray();
    }

    public void Dispose() => _shards.Dispose();

    [Fact]
    public async Task Compute_OfARunThatItDoesNotKnow_LacksIt() =>
        Assert.Equal(RangeLack.Run, (await Answer(_shards, Request() with { Run = null })).Lack);

    [Fact]
    public async Task Compute_OfAnIterationThatItDoesNotKnow_LacksIt() =>
        Assert.Equal(RangeLack.Iteration, (await Answer(_shards, Request() with { Iteration = null })).Lack);

    [Fact]
    public async Task Compute_OfAnOldIteration_LacksIt()
    {
        _ = await Answer(_shards, Request() with { Number = 2 });
        Assert.Equal(RangeLack.Iteration, (await Answer(_shards, Request() with { Run = null })).Lack);
    }

    [Fact]
    public async Task Compute_OfWhatItKnows_NeedsNoMoreThanTheQuestion()
    {
        var first = await Answer(_shards, Request());
        var again = await Answer(_shards, Request() with { Run = null, Iteration = null });
        Assert.Equal((null, RangeLack.Nothing), (first.Failure ?? again.Failure, again.Lack));
        Assert.Equal(first.Shares[0].Vector, again.Shares[0].Vector);
        Assert.Equal(_theta.Length, first.Shares[0].Vector.Length);
        Assert.Contains(first.Shares[0].Answer().Vector, number => number != 0);
    }

    [Fact]
    public async Task Compute_AfterForgetting_HasTheSameBytes()
    {
        var first = await Answer(_shards, Request());
        using var other = new ShardHost(new WorkerSettings(1, 1 << 30, TimeSpan.FromHours(1), _ => ""));
        Assert.Equal(first.Shares[0].Vector, (await Answer(other, Request())).Shares[0].Vector);
    }

    [Theory]
    [InlineData(RangeQuantity.FisherProduct, "FisherProduct is asked at 0 weights, but there are ")]
    [InlineData(RangeQuantity.TrialTotals, "Adapted tasks have no TrialTotals.")]
    [InlineData((RangeQuantity)77, "Adapted tasks have no 77.")]
    public async Task Compute_OfAQuestionThatIsNone_SaysWhatIsWrong(RangeQuantity quantity, string words) =>
        Assert.StartsWith(
            words, (await Answer(_shards, Request() with { Quantity = quantity })).Failure, StringComparison.Ordinal);

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 1000)]
    [InlineData(1000, 1)]
    [InlineData(0, 0)]
    public async Task Compute_OfTasksThatThereAreNot_SaysSo(long start, long count) => Assert.Contains(
        "tasks", (await Answer(_shards, Request() with { Starts = [start], Counts = [count] })).Failure,
        StringComparison.Ordinal);

    [Fact]
    public async Task Compute_AtOtherWeights_SaysHowManyThereAre() => Assert.Contains(
        "weights, but 1 came",
        (await Answer(_shards, Request() with { Iteration = Content() with { Theta = new byte[4] } })).Failure,
        StringComparison.Ordinal);

    [Fact]
    public async Task Compute_OfAnotherVersion_IsRefused() => Assert.Contains(
        "build both from one commit",
        (await Answer(_shards, Request() with { Run = Run() with { Version = "0.0.1" } })).Failure,
        StringComparison.Ordinal);

    // As a coordinator does: again, until it is computed
    private static async Task<RangeReply> Answer(ShardHost shards, RangeRequest request)
    {
        var reply = await shards.Ask(request);
        while (reply.IsPending)
        {
            reply = await shards.Ask(request with { Run = null, Iteration = null });
        }

        return reply;
    }

    private IterationContent Content() => new() { Key = 3, Theta = _theta, Level = 1, Done = 0 };

    private RangeRequest Request() => new()
    {
        Ask = Guid.NewGuid(),
        Session = _session,
        Number = 1,
        Run = Run(),
        Iteration = Content(),
        Starts = [0],
        Counts = [1],
        Quantity = RangeQuantity.Gradient,
        At = [],
        Given = Vectors.Bytes<double>([0]),
    };

    private static JobRequest Run() => new()
    {
        Job = Guid.NewGuid(),
        Version = MetaRL.Checkpoints.SoftwareVersion.Whole,
        Path = Experiment.Path,
        Configuration = Experiment.RunYaml,
        Hash = JobRun.HashOf(Experiment, Experiment.Algorithms[0]),
        Algorithm = "maml",
        Seed = 1,
        Phase = JobPhase.Shard,
        CommandLine = "test",
    };
}
