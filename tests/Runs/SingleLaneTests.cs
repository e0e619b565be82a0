using MetaRL.Agents.Adaptation;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Statistics;
using MetaRL.Runs;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Runs;

/// <summary>Agents that adapt to the episodes of one environment alone.</summary>
public sealed class SingleLaneTests : IDisposable
{
    private const string Yaml =
        """
        name: x
        family: {name: grid-navigation, horizon: 6}
        policy: {hidden: [4]}
        training: {iterations: 2, tasks: 3, envs_per_task: 4}
        algorithms: {maml: {}, rl2: {hidden: 4}, robust: {}, from-scratch: {}, oracle: {}}
        evaluation: {updates: 2, single_lane: true}
        compute: {threads: 1}
        """;

    private readonly string _output = SmallRun.Folder();

    public void Dispose() => Directory.Delete(_output, recursive: true);

    [Fact]
    public void Compare_SingleLane_GivesAShareOfTheBayesOptimumToAllWithNoMoreToGoBy()
    {
        var experiment = SmallRun.Experiment(Yaml);
        var comparisons = SmallRun.Run(_output, experiment).Compare(experiment);
        Assert.Equal(2, comparisons.Count);
        var (together, alone) = (comparisons[0], comparisons[1]);
        Assert.Equal((false, true), (together.Protocol.SingleLane, alone.Protocol.SingleLane));
        Assert.Equal(["rl2", "robust"], Shared(together));
        Assert.Equal(["maml", "rl2", "robust"], Shared(alone));
        Assert.Equal(3, alone.Protocol.References.Bayes!.Returns.Count);
        Assert.True(alone.Protocol.References.Bayes.IsExact);

        static IEnumerable<string> Shared(Comparison one) =>
            one.Algorithms.Where(agent => agent.BayesShare is not null).Select(agent => agent.Name);
    }

    // Which has made no update, and so has seen nothing beyond its own environment.
    [Fact]
    public void Compare_WithoutUpdates_GivesAShareToThoseThatAdaptByGradientToo()
    {
        var experiment = SmallRun.Experiment(Yaml, "evaluation.updates=0", "evaluation.single_lane=false");
        var runner = SmallRun.Run(_output, experiment);
        Assert.NotNull(Assert.Single(runner.Compare(experiment)).Algorithms[0].BayesShare);
    }

    [Fact]
    public void Compare_EvaluatedWithoutSingleLanes_SaysToEvaluateAnew()
    {
        var before = SmallRun.Experiment(Yaml, "evaluation.single_lane=false");
        var runner = SmallRun.Run(_output, before);
        _ = Assert.Single(runner.Compare(before));
        Assert.Contains(
            "evaluate anew with `metarl evaluate`",
            Assert.Throws<RunDirectoryException>(() => runner.Compare(SmallRun.Experiment(Yaml))).Message,
            StringComparison.Ordinal);
    }

    // The first step's reward is minus the distance from the task's goal, whichever environment of it is asked.
    [Fact]
    public void Returns_SingleLane_AreOfTasksOfOneEnvironmentEach()
    {
        using var scope = NewDisposeScope();
        var family = SmallRun.Experiment().Family;
        var tasks = family.Sample(new RngKey(1), 3, TaskSplit.Test);
        var (together, alone) = (new Still(), new Still());
        var expected = new Evaluator(family, tasks, envs: 4).Returns(default, together);
        var found = new Evaluator(family, tasks, envs: 4, singleLane: true).Returns(default, alone);
        Assert.Equal(((3L, 4), (12L, 1)), (together.Asked, alone.Asked));
        Assert.Equal(expected, found);
        Assert.Equal(3, found[0].Select(envs => Assert.Single(envs.Distinct())).Distinct().Count());
    }

    private sealed class Still : IAdaptiveAgent
    {
        public TaskKnowledge Knowledge => TaskKnowledge.OwnEpisodes;

        public (long Tasks, int Envs) Asked { get; private set; }

        public IEnumerable<Rollout> Adapt(RngKey key, TaskFamily family, TaskBatch tasks, int envs)
        {
            Asked = (tasks.Count, envs);
            var still = zeros([family.Horizon, tasks.Count, envs, ((Box)family.Actions).Size], tasks.Dtype);
            yield return Collector.Collect(
                family, tasks, RolloutNoise.Draw(key, family, tasks, envs, restarts: false, still));
        }
    }
}
