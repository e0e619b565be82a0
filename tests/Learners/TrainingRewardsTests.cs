using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Configuration;
using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

/// <summary>Sparse point navigation that is trained on minus the distance, which agents never see.</summary>
public sealed class TrainingRewardsTests
{
    private static readonly PointNavigation Dense = new(
        horizon: 6, goals: PointGoals.HundredOfSemicircle, trainsDense: true);

    [Fact]
    public void TrainingRewards_OfPoints_AreMinusTheirDistances()
    {
        using var scope = NewDisposeScope();
        var tasks = Dense.Create(new Dictionary<string, Tensor> { ["goal_angle"] = tensor([0.0, Math.PI / 2]) }, 2);
        var after = tensor([1.0, 0, 0, 0], [1, 2, 1, 2]);
        Assert.Equal([0.0, -1], Dense.TrainingRewards!(tasks, after).data<double>().ToArray());
    }

    [Fact]
    public void TrainingRewards_SeenByOneWhoIsToldTheTask_AreTheSame()
    {
        using var scope = NewDisposeScope();
        var told = new TaskConditioned(Dense);
        var tasks = told.Create(new Dictionary<string, Tensor> { ["goal_angle"] = tensor([0.0]) }, 1);
        var after = told.Observe(tasks, tensor([0.25, 0.0], [1, 1, 2])).unsqueeze(0);
        Assert.Equal(-0.75, told.TrainingRewards!(tasks, after).ToDouble());
    }

    [Fact]
    public void TrainingRewards_WhereNobodyAsksForThem_AreNone() =>
        Assert.Null(new PointNavigation(goals: PointGoals.HundredOfSemicircle).TrainingRewards);

    // The rounds before are of zeros, since no goal is near; the last is judged by the distances.
    [Fact]
    public void Gather_TheRoundAfterAdapting_IsJudgedByThemAndMeasuredByTheRewards()
    {
        using var scope = NewDisposeScope();
        var policy = new GaussianPolicy(2, 2, [4], Activation.Tanh);
        var inner = new PolicyGradientSettings().Create();
        var problem = new MetaProblem(
            new TaskSource(Dense), new Adaptation(policy, inner, Updates: 1), new Budget(Tasks: 3, Envs: 4),
            new Placement(TaskChunks.Whole, CPU));
        var theta = policy.Initialize(new RngKey(2), CPU);
        var batch = AdaptationBatch.Gather(scope, problem, new RngKey(1), theta).Single();
        Assert.Equal(0, batch.Rounds[0].Advantages.abs().max().ToSingle());
        Assert.True(batch.Rounds[1].Advantages.abs().max().ToSingle() > 0.1);
        Assert.Equal(0, batch.Totals()[1].ToDouble());
        var tasks = problem.SampleTasks(new RngKey(1).For("tasks"), level: 1);
        var rollout = batch.Rounds[1].Rollout;
        var expected = inner.Prepare(
            policy, problem.Adaptation.Policy.Start(theta, 3),
            rollout with { Rewards = rollout.TrainingRewards(Dense, tasks) }, 1);
        Assert.Equal(0, (expected.Advantages - batch.Rounds[1].Advantages).abs().max().ToSingle());
    }

    [Fact]
    public void Of_EpisodesWithTrainingRewards_KeepsBothInTheSameOrder()
    {
        using var scope = NewDisposeScope();
        var tasks = Dense.Sample(new RngKey(1), 2, TaskSplit.Train).To(CPU, ScalarType.Float32);
        var policy = new GaussianPolicy(2, 2, [4], Activation.Tanh);
        var noise = RolloutNoise.Draw(new RngKey(3), Dense, policy, tasks, envs: 2, restarts: false);
        var episode = Collector.Collect(Dense, tasks, policy, policy.Initialize(new RngKey(2), CPU), noise);
        var trials = TrialSequence.Of([episode, episode], one => one.TrainingRewards(Dense, tasks));
        Assert.Equal(0, trials.Rewards.abs().max().ToSingle());
        var dense = episode.TrainingRewards(Dense, tasks).view(6, 4);
        Assert.Equal(0, (trials.TrainingRewards - cat([dense, dense])).abs().max().ToSingle());
        Assert.True(dense.max().ToSingle() < -0.3);
    }

    // numpy.random.seed(1337); numpy.random.shuffle of a hundred goals: its first and last ones
    [Fact]
    public void Tasks_OfTheHundredGoals_AreSplitAsPublished()
    {
        int[] published = [66, 22, 88, 27, 1, 24, 99, 54, 6, 9, 72, 84, 82, 90, 96, 89, 39, 92, 61, 23];
        var test = Dense.Tasks.Sample(new RngKey(1), 20, TaskSplit.Test)["goal_angle"].Numbers;
        Assert.Equal(published.Select(number => Math.Round(number * Math.PI / 99, 12)), test.Select(Round));
        var training = Dense.Tasks.Sample(new RngKey(1), 5000, TaskSplit.Train)["goal_angle"].Numbers;
        Assert.Equal(80, training.Distinct().Count());
        Assert.Contains(2 * Math.PI / 99, training.ToArray());
        Assert.Empty(training.ToArray().Select(Round).Intersect(test.Select(Round)));

        static double Round(double angle) => Math.Round(angle, 12);
    }

    [Theory]
    [InlineData("goals=pearl-2019")]
    [InlineData("dense_training=true")]
    public void Create_OfWhatOnlySparseOnesHave_IsRefusedWithoutIt(string setting) =>
        Assert.Throws<MetaRL.Configuration.Yaml.ConfigurationException>(
            () => Families.Create("point-navigation", setting));
}
