using MetaRL.Agents.InnerLoops;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Optimizers;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

/// <summary>Meta-iterations whose sums over tasks are computed by several have the bits of those by one.</summary>
public sealed class ShardedTasksTests
{
    private const int Tasks = 11; // in chunks of 2, so that the last one is smaller

    private static readonly RngKey Key = new RngKey(3).For("training");

    /// <summary>Actions, optimiser, terms, computers, and ranges that six chunks make for them.</summary>
    public static TheoryData<string, string, string, int, int> Problems() => new()
    {
        { "discrete", "trpo", "", 1, 1 },
        { "discrete", "trpo", "", 2, 6 },
        { "discrete", "trpo", "", 3, 3 },
        { "continuous", "trpo", "entropy", 2, 6 },
        { "continuous", "ppo", "credit", 3, 3 },
        { "discrete", "adam", "credit", 6, 6 },
        { "discrete", "reptile", "", 4, 6 },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void Iterate_WithSeveralComputers_HasTheSameBits(
        string actions, string optimizer, string term, int computers, int ranges)
    {
        var problem = Problem(actions, term);
        var alone = Trained(Learner(problem, optimizer));
        var shards = new InProcess(Learner(problem, optimizer), computers);
        var together = Trained(Learner(problem with { Shards = shards }, optimizer));

        Assert.Equal(alone.Theta, together.Theta);
        Assert.Equal(alone.Metrics, together.Metrics);
        Assert.Equal(ranges, shards.Ranges);
    }

    /// <summary>
    /// How often an iteration waits for others: the round trips that docs/cluster.md says, but for the line search.
    /// </summary>
    [Theory]
    [InlineData("reptile", "", 2)] // displacement, returns
    [InlineData("adam", "", 2)] // gradient, returns
    [InlineData("adam", "credit", 3)] // and each task's outcome before
    [InlineData("ppo", "", 7)] // gradient, four at other weights, loss and divergence, returns
    [InlineData("trpo", "", 13)] // gradient, ten products, one step length at least, returns
    public void Iterate_OfSeveralComputers_AsksSoOften(string optimizer, string term, int questions)
    {
        var problem = Problem("discrete", term);
        var shards = new InProcess(Learner(problem, optimizer), computers: 3);
        _ = Trained(Learner(problem with { Shards = shards }, optimizer));
        Assert.InRange(shards.Questions, 2 * questions, 2 * (questions + (optimizer == "trpo" ? 14 : 0)));
    }

    /// <summary>Poles fall, so that trials of one block are longer than those of another.</summary>
    [Theory]
    [InlineData("discrete", 1, 1)]
    [InlineData("discrete", 2, 2)]
    [InlineData("wired", 3, 4)]
    [InlineData("continuous", 2, 2)]
    public void Iterate_WithTrialsPlayedBySeveral_HasTheSameBits(string actions, int computers, int ranges)
    {
        var (problem, policy) = TinyTrials.Of(actions, new TaskChunks(Size: 1, Threads: 2));
        problem = problem with
        {
            Budget = problem.Budget with { Tasks = Tasks },
            Placement = problem.Placement with { Dtype = ScalarType.Float32, TrialsPerChunk = 4 },
        };
        var alone = Trained(Learner(problem));
        var shards = new InProcess(Learner(problem), computers);
        var together = Trained(Learner(problem with { Shards = shards }));

        Assert.Equal(alone.Theta, together.Theta);
        Assert.Equal(alone.Metrics, together.Metrics);
        Assert.Equal(ranges, shards.Ranges);

        RlSquared Learner(MetaProblem problem) => new(problem, policy, TinyTrials.SettingsOf(actions));
    }

    [Theory]
    [InlineData(8, 1, 1, 1)]
    [InlineData(8, 1, 2, 2)]
    [InlineData(8, 1, 3, 8)]
    [InlineData(8, 1, 100, 8)]
    [InlineData(2000, 25, 8, 20)]
    public void Split_ForSoManyComputers_HasSoManyRanges(long tasks, long chunk, int computers, int ranges) =>
        Assert.Equal(ranges, TaskRange.Split(tasks, chunk, computers).Count);

    [Fact]
    public void Split_ForAnyNumbers_CoversAllTasksBySubtrees()
    {
        for (var tasks = 1; tasks < 40; tasks++)
        {
            for (var computers = 1; computers < 12; computers++)
            {
                var ranges = TaskRange.Split(tasks, 2, computers);
                Assert.Equal(tasks, ranges.Sum(range => range.Count));
                Assert.All(ranges, range => Assert.Equal(0, range.Start % ranges[0].Count));
                Assert.All(ranges.SkipLast(1), range => Assert.Equal(ranges[0].Count, range.Count));
                Assert.True(ranges.Count == 1 || long.IsPow2(ranges[0].Count / 2));
            }
        }
    }

    [Fact]
    public void TreeSum_OfTheSumsOfBlocks_HasTheBitsOfThatOfAllParts()
    {
        var random = new Random(1);
        float[] parts = [.. Enumerable.Range(0, 37).Select(_ => (float)Math.Exp(20 * random.NextDouble()))];
        var whole = TreeSum.Of(parts, (a, b) => a + b);
        Assert.NotEqual(whole, parts.Aggregate((a, b) => a + b)); // or the order would not matter
        foreach (var size in new[] { 1, 2, 4, 8, 16, 32, 64 })
        {
            var blocks = parts.Chunk(size).Select(block => TreeSum.Of(block, (a, b) => a + b));
            Assert.Equal(whole, TreeSum.Of(blocks, (a, b) => a + b));
        }
    }

    private static MetaProblem Problem(string actions, string term)
    {
        var problem = TinyProblem.Of(actions, updates: 1, new TaskChunks(Size: 2, Threads: 2));
        return problem with
        {
            Budget = problem.Budget with { Tasks = Tasks },
            Placement = problem.Placement with { Dtype = ScalarType.Float32 },
            Terms = term switch
            {
                "entropy" => [new EntropyBonus(0.1)],
                "credit" => [new SamplingCredit()],
                _ => [],
            },
        };
    }

    private static Maml Learner(MetaProblem problem, string optimizer) => optimizer switch
    {
        "reptile" => new Reptile(problem, new AdamSettings().Create()),
        "adam" => new Maml(problem, GradientOrder.Second, new AdamSettings().Create()),
        "ppo" => new Maml(problem, GradientOrder.Second, PpoSettings.Default.Create()),
        _ => new Maml(problem, GradientOrder.Second, new TrpoSettings().Create()),
    };

    // θ and all metrics after two iterations
    private static (byte[] Theta, string Metrics) Trained(IMetaLearner learner)
    {
        using var scope = NewDisposeScope();
        var state = learner.Initialize(new RngKey(1));
        scope.Attach(state.Tensors);
        var metrics = "";
        for (var iteration = 0; iteration < 2; iteration++)
        {
            (state, var numbers) = learner.Iterate(Key.At(iteration), state);
            scope.Attach(state.Tensors);
            metrics += $"{numbers.ReturnBefore:R} {numbers.ReturnAfter:R} {numbers.EnvSteps} "
                + string.Join(' ', numbers.Outer.Select(pair => $"{pair.Key} {pair.Value:R}")) + "\n";
        }

        return (state.Theta.Flat.bytes.ToArray(), metrics);
    }

    // Every question is answered by data that are gathered for it alone.
    private sealed class InProcess(IShardedLearner learner, int computers) : IShards
    {
        public int Ranges { get; private set; }

        public int Questions { get; private set; }

        public IReadOnlyList<RangeAnswer> Ask(MetaIteration iteration, long tasks, long block, RangeQuestion question)
        {
            var ranges = TaskRange.Split(tasks, block, computers);
            Ranges = ranges.Count;
            Questions++;
            return
            [
                .. ranges.Select(range =>
                {
                    using var scope = NewDisposeScope();
                    return learner.Gather(scope, iteration, range).Answer(question);
                }),
            ];
        }
    }
}
