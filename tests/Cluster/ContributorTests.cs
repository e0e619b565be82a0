using System.Runtime.InteropServices;
using MetaRL.Checkpoints;
using MetaRL.Cluster.Messages;
using MetaRL.Cluster.Workers;
using MetaRL.Configuration;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Runs;
using MetaRL.Tests.Runs;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Cluster;

/// <summary>What a worker tells that adds tasks which nobody else is to see.</summary>
public sealed class ContributorTests : IDisposable
{
    private const float Magic = 0.43712789f; // part of every task, and of what the oracle observes

    private const string Yaml =
        """
        name: x
        seeds: [1]
        family: {name: point-navigation, horizon: 5}
        policy: {hidden: [4]}
        training: {iterations: 2, tasks: 2, envs_per_task: 2}
        algorithms:
          maml: {outer: {optimizer: adam}}
          oracle: {}
          rl2: {}
        evaluation: {tasks: 3, envs_per_task: 2, updates: 1}

        """;

    private static readonly Experiment Experiment = SmallRun.Experiment(Yaml);

    private readonly string _folder = SmallRun.Folder();
    private readonly Guid _session = Guid.NewGuid();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("maml")]
    [InlineData("oracle")]
    public async Task Bytes_OfAllAnswers_HaveNoNumberOfATask(string algorithm)
    {
        using var shards = Host(privacy: null);
        using var serializers = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = serializers.GetRequiredService<Serializer>();
        var captured = new List<byte>();
        foreach (var quantity in Enum.GetValues<RangeQuantity>())
        {
            var reply = await Ask(shards, algorithm, quantity);
            Assert.NotEqual(reply.Failure is null, reply.Shares.Length == 0);
            captured.AddRange(serializer.SerializeToArray(reply));
        }

        using var jobs = new JobHost(Settings(privacy: null));
        captured.AddRange(serializer.SerializeToArray(jobs.Describe(shards)));
        Assert.True(captured.Count > 500); // or nothing was told
        Assert.All(Patterns(Magic), pattern => Assert.Equal(-1, Bytes(captured).IndexOf(pattern)));

        // The search would find it.
        captured.AddRange(serializer.SerializeToArray(new RangeShare
        {
            Numbers = [],
            Extremes = [],
            Vector = Vectors.Bytes<float>([1, Magic]),
        }));
        Assert.NotEqual(-1, Bytes(captured).IndexOf(Patterns(Magic)[0]));
    }

    [Fact]
    public void Messages_OfAnyKind_HaveNoTypeOfTasksOrEpisodes()
    {
        var messages = typeof(RangeReply).Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)).ToArray();
        Assert.True(messages.Length >= 10);
        var members = messages.SelectMany(type => type.GetProperties()
            .Where(property => property.GetMethod is { IsStatic: false } && property.Name != "EqualityContract")
            .Select(property => (Message: type, Type: Element(property.PropertyType), property.Name)));
        Assert.All(members, member => Assert.True(
            member.Type.IsPrimitive || member.Type.IsEnum || messages.Contains(member.Type)
            || member.Type == typeof(string) || member.Type == typeof(Guid) || member.Type == typeof(TimeSpan),
            $"{member.Message.Name}.{member.Name} is a {member.Type.Name}."));
        var told = new[] { typeof(RangeReply), typeof(RangeShare) }
            .SelectMany(type => type.GetProperties().Where(property => property.GetMethod is { IsStatic: false }))
            .Select(property => property.Name).Where(name => name != "EqualityContract").Order();
        Assert.Equal(["Extremes", "Failure", "IsPending", "Lack", "Numbers", "Shares", "Vector"], told);

        static Type Element(Type type)
        {
            var element = type.IsArray ? type.GetElementType()! : type;
            return Nullable.GetUnderlyingType(element) ?? element;
        }
    }

    [Fact]
    public async Task Compute_WithABoundOnEpsilon_TellsNoMoreThanItAllows()
    {
        var privacy = new PrivacySettings(Clip: 1, new PrivacyAccount(Noise: 4, Delta: 1e-5));
        var bound = privacy.Account.Epsilon(2);
        using var shards = Host(privacy, bound);
        Assert.Null((await Ask(shards, "maml", RangeQuantity.Gradient, number: 1)).Failure);
        Assert.Null((await Ask(shards, "maml", RangeQuantity.Gradient, number: 1)).Failure); // the same vector
        Assert.Equal(privacy.Account.Epsilon(1), shards.Epsilon, 1e-12);
        Assert.Null((await Ask(shards, "maml", RangeQuantity.Gradient, number: 2)).Failure);
        Assert.StartsWith(
            "It has told all that its --epsilon ",
            (await Ask(shards, "maml", RangeQuantity.Gradient, number: 3)).Failure, StringComparison.Ordinal);
        Assert.Equal(bound, shards.Epsilon, 1e-12);
    }

    [Fact]
    public async Task Compute_OfTrialsOrOthersTasks_IsRefused()
    {
        using var shards = Host(privacy: null);
        Assert.Equal(
            "Tasks can be contributed to learners whose tasks adapt by gradients.",
            (await Ask(shards, "rl2", RangeQuantity.TrialTotals)).Failure);
        Assert.Equal(
            "it only contributes tasks of its own.",
            (await shards.Ask(Request("maml", RangeQuantity.Gradient, 1) with { OwnTasks = false })).Failure);
        using var other = new ShardHost(Settings(null) with { Contribution = null });
        Assert.Equal(
            "It has no tasks to contribute.", (await Ask(other, "maml", RangeQuantity.Gradient)).Failure);
    }

    [Fact]
    public async Task Compute_OfAnotherFamily_SaysWhyToItsOwnerOnly()
    {
        var lines = new List<string>();
        var settings = Settings(privacy: null);
        var bandits = SmallRun.Experiment("name: x\nfamily: {name: bandit}\nalgorithms: {rl2: {}}\n").Family;
        TaskSetFile.Of(bandits, bandits.Tasks.Sample(new RngKey(1), 3, TaskSplit.Test))
            .Save(settings.Contribution!.TaskFile);
        using var shards = new ShardHost(settings, lines.Add);
        Assert.Equal(
            "Its tasks are of no use to this run; its own terminal says why.",
            (await Ask(shards, "maml", RangeQuantity.Gradient)).Failure);
        Assert.Contains("These are tasks of 'bandit'", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OfAJob_IsRefused()
    {
        using var jobs = new JobHost(Settings(privacy: null));
        Assert.Equal("it only contributes tasks of its own.", jobs.Open(Run("maml")).Refusal);
    }

    private ShardHost Host(PrivacySettings? privacy, double? mostEpsilon = null) =>
        new(Settings(privacy, mostEpsilon));

    private WorkerSettings Settings(PrivacySettings? privacy, double? mostEpsilon = null)
    {
        var file = Path.Combine(_folder, "mine.json");
        var tasks = Experiment.Family.Tasks;
        TaskSetFile.Of(
            Experiment.Family, tasks.Create(new Dictionary<string, TaskValues>
            {
                ["goal_x"] = new([3], [Magic, -0.25, Magic]),
                ["goal_y"] = new([3], [0.125, Magic, Magic]),
            },
            3)).Save(file);
        return new WorkerSettings(
            Threads: 1, DiskBytes: 1 << 30, TimeSpan.FromHours(1), failure => failure.Message)
        {
            Contribution = new ContributionSettings(file, 3, privacy, mostEpsilon),
        };
    }

    private async Task<RangeReply> Ask(ShardHost shards, string algorithm, RangeQuantity quantity, long number = 1)
    {
        var request = Request(algorithm, quantity, number);
        var reply = await shards.Ask(request);
        while (reply.IsPending)
        {
            reply = await shards.Ask(request);
        }

        return reply;
    }

    private RangeRequest Request(string algorithm, RangeQuantity quantity, long number)
    {
        var theta = Theta(algorithm);
        var isAt = quantity is RangeQuantity.FisherProduct or RangeQuantity.ClippedGradient or RangeQuantity.LossAndKl;
        return new RangeRequest
        {
            Ask = Guid.NewGuid(),
            Session = _session,
            Number = number,
            Run = Run(algorithm),
            Iteration = new IterationContent { Key = 3, Theta = theta, Level = 1, Done = number },
            Starts = [],
            Counts = [],
            Quantity = quantity,
            At = isAt ? theta : [],
            Given = Vectors.Bytes<double>([0.1]),
            OwnTasks = true,
        };
    }

    private static byte[] Theta(string algorithm)
    {
        var settings = Experiment.Algorithms.Single(one => one.Name == algorithm);
        using var scope = NewDisposeScope();
        var state = Algorithm.Build(Experiment, settings, CPU).Learner.Initialize(default);
        scope.Attach(state.Tensors);
        return state.Theta.Flat.bytes.ToArray();
    }

    private static JobRequest Run(string algorithm) => new()
    {
        Job = Guid.NewGuid(),
        Version = SoftwareVersion.Whole,
        Path = Experiment.Path,
        Configuration = Experiment.RunYaml,
        Hash = JobRun.HashOf(Experiment, Experiment.Algorithms.Single(one => one.Name == algorithm)),
        Algorithm = algorithm,
        Seed = 1,
        Phase = JobPhase.Shard,
        CommandLine = "test",
    };

    private static ReadOnlySpan<byte> Bytes(List<byte> captured) => CollectionsMarshal.AsSpan(captured);

    // As 32 and 64 bits, and in words
    private static byte[][] Patterns(float number) =>
    [
        BitConverter.GetBytes(number), BitConverter.GetBytes((double)number), "0.4371"u8.ToArray(),
    ];
}
