using MetaRL.Agents.Adaptation;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Baselines;
using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using MetaRL.Evaluation.Measuring;
using MetaRL.Viewer.Playback;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Viewer;

public sealed class AgentThreadTests : IDisposable
{
    private const int Horizon = 10;
    private static readonly RngKey Key = new(3);

    private readonly PointNavigation _family = new(Horizon);
    private readonly StepGate _gate = new();
    private readonly TaskBatch _tasks = new PointNavigation(Horizon)
        .Sample(new RngKey(1), 2, TaskSplit.Test).To(CPU, ScalarType.Float32);

    public void Dispose() => _gate.Close();

    [Fact]
    public void AgentThread_WatchedToItsEnd_IsTheAgentAsItIsEvaluated()
    {
        _gate.AllowUntil(long.MaxValue);
        using var thread = Start(Learner(updates: 2));
        Await(() => thread.Rounds is [_, _, { Steps: Horizon }]);
        var expected = new Evaluator(_family, _tasks, envs: 3).Returns(Key, Learner(updates: 2));
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(expected[round][1][2], thread.Rounds[round].ReturnOf(task: 1, env: 2), 1e-5);
        }
    }

    [Fact]
    public void Rounds_OfAnAgentWithThreeTimesTheData_AreThoseThatEvaluationCounts()
    {
        _gate.AllowUntil(long.MaxValue);
        using var thread = Start(Learner(updates: 1, updatesPerRound: 3));
        var shown = thread.Finish();
        var expected = new Evaluator(_family, _tasks, envs: 3).Returns(Key, Learner(updates: 1, updatesPerRound: 3));
        Assert.Equal(2, shown.Count);
        Assert.Equal(expected[1][1][2], shown[1].ReturnOf(task: 1, env: 2), 1e-5);
        Assert.Equal([0, 1], shown.Select(round => round.Round));
    }

    [Fact]
    public void Rounds_OfAnAgentThatTrainsInAsManyEnvironments_AreThoseThatEvaluationCounts()
    {
        const int Whitening = 20; // episodes of a specialist's first look at its task
        var family = new DoubleIntegrator(Horizon);
        var tasks = family.Sample(new RngKey(1), 2, TaskSplit.Test).To(CPU, ScalarType.Float32);
        var agent = new Specialist(new SpecialistSettings(Generations: 2, Population: 4), updates: 1, TaskChunks.Whole);
        using var thread = new AgentThread("one", agent, Key, family, tasks, Whitening, _gate);
        var shown = thread.Finish();
        var expected = new Evaluator(family, tasks, Whitening).Returns(Key, agent);
        Assert.Equal(2, shown.Count);
        Assert.Equal(expected[0][1].Average(), shown[0].MeanReturn(task: 1), 1e-5);
    }

    [Fact]
    public void Dispose_WhileTheAgentPlaysInPrivate_EndsItsThread()
    {
        _gate.AllowUntil(Horizon);
        var thread = Start(Learner(updates: 1, updatesPerRound: int.MaxValue));
        Await(() => thread.Rounds is [{ Steps: Horizon }]);
        thread.Dispose();
        Assert.Null(thread.Failure);
    }

    [Fact]
    public void AgentThread_BehindAGate_TakesNoStepBeyondIt()
    {
        _gate.AllowUntil(4);
        using var thread = Start(Learner(updates: 2));
        Await(() => thread.Rounds is [{ Steps: 4 }]);
        Thread.Sleep(100);
        Assert.Equal(4, thread.Rounds[0].Steps);
        _gate.AllowUntil(Horizon + 1);
        Await(() => thread.Rounds is [_, { Steps: 1 }]);
    }

    [Fact]
    public void Change_FromTheNextStep_HoldsFromThere()
    {
        _gate.AllowUntil(4);
        using var thread = Start(Learner(updates: 0));
        Await(() => thread.Rounds is [{ Steps: 4 }]);
        thread.Family.Change(FarAway(), from: 4);
        _gate.AllowUntil(5);
        Await(() => thread.Rounds is [{ Steps: 5 }]);
        Assert.InRange(thread.Rounds[0].Moment(0, 0, 4).Reward!.Value, -3, 0);
        Assert.InRange(thread.Rounds[0].Moment(0, 0, 5).Reward!.Value, -100, -5);
    }

    [Fact]
    public void Change_FromALaterStep_HoldsFromThereOnThroughItsSuccessor()
    {
        using var thread = Start(Learner(updates: 0));
        thread.Family.Change(FarAway(), from: 3);
        thread.Family.Change(_tasks, from: 5);
        _gate.AllowUntil(6);
        Await(() => thread.Rounds is [{ Steps: 6 }]);
        Assert.Equal(
            [false, false, false, true, true, false],
            Enumerable.Range(1, 6).Select(time => thread.Rounds[0].Moment(0, 0, time).Reward < -5));
    }

    [Fact]
    public void Moment_OfAnAction_IsWhereItLed()
    {
        _gate.AllowUntil(2);
        using var thread = Start(Learner(updates: 0));
        Await(() => thread.Rounds is [{ Steps: 2 }]);
        var (before, after) = (thread.Rounds[0].Moment(1, 0, 1), thread.Rounds[0].Moment(1, 0, 2));
        for (var axis = 0; axis < 2; axis++)
        {
            Assert.Equal(before.State[axis] + Math.Clamp(after.Action[axis], -0.1, 0.1), after.State[axis], 1e-6);
        }
    }

    [Fact]
    public void Failure_OfTheAgent_IsKept()
    {
        _gate.AllowUntil(long.MaxValue);
        using var thread = Start(new Broken());
        Await(() => thread.Failure is not null);
        Assert.Equal("no more", thread.Failure!.Message);
    }

    [Fact]
    public void Dispose_WhileTheAgentWaits_EndsItsThread()
    {
        var thread = Start(Learner(updates: 2));
        Await(() => thread.Rounds is [_]);
        thread.Dispose();
        Assert.Null(thread.Failure);
    }

    private TaskBatch FarAway() => _family.Create(
        _tasks.Names.ToDictionary(
            name => name, name => name.StartsWith("goal", StringComparison.Ordinal) ? _tasks[name] + 10 : _tasks[name]),
        (int)_tasks.Count).To(CPU, ScalarType.Float32);

    private AgentThread Start(IAdaptiveAgent agent) => new("one", agent, Key, _family, _tasks, envs: 3, _gate);

    private static GradientAdaptation Learner(int updates, int updatesPerRound = 1)
    {
        var policy = new GaussianPolicy(2, 2, [4], Activation.Tanh, initialStd: 0.05);
        return new GradientAdaptation(
            policy, policy.Initialize(new RngKey(2), CPU), new PolicyGradient(new PolicyGradientSettings()), updates,
            restarts: false, TaskChunks.Whole,
            updatesPerRound);
    }

    private static void Await(Func<bool> condition) =>
        Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(30)), "It did not happen within 30 s.");

    private sealed class Broken : IAdaptiveAgent
    {
        public TaskKnowledge Knowledge => TaskKnowledge.OwnEpisodes;

        public IEnumerable<Rollout> Adapt(RngKey key, TaskFamily family, TaskBatch tasks, int envs) =>
            throw new InvalidOperationException("no more");
    }
}
