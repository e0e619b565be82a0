using MetaRL.Agents.Adaptation;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Checkpoints;
using MetaRL.Environments.Bandits;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Optimizers;
using MetaRL.Tests.Runs;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

/// <summary>Policies with a memory that learn from labels: their loss, and whose labels they are.</summary>
public sealed class ImitationTests
{
    private const int Steps = 6;
    private const int Lanes = 5;

    private static readonly PolicySettings Architecture = new([8], Activation.Tanh, InitialStd: 1);

    [Fact]
    public void Loss_OfAPolicyThatChoosesAtRandom_IsTheLogarithmOfItsActions()
    {
        using var scope = NewDisposeScope();
        var (policy, theta) = Policy();
        var trials = Trials();
        var head = policy.Layout.Weights
            .TakeWhile(weight => !weight.Name.StartsWith("action", StringComparison.Ordinal))
            .Sum(weight => weight.Count);
        theta.Flat.narrow(0, head, policy.Layout.Count - head).zero_();
        var (loss, numbers) = new Imitation(policy, new ImitationSettings()).Loss(theta, trials, trials.Alive.sum());
        Assert.Equal(Math.Log(3), loss.ToDouble(), 1e-12);
        Assert.Equal(1.0 / 3, numbers[1].ToDouble(), 1e-12);
    }

    [Fact]
    public void Gradient_OfTheLoss_IsThatOfFiniteDifferences()
    {
        using var scope = NewDisposeScope();
        var (policy, theta) = Policy();
        var (trials, imitation) = (Trials(), new Imitation(policy, new ImitationSettings()));
        var at = theta.Detach(requiresGrad: true);
        var gradient = Derivative.Of(imitation.Loss(at, trials, trials.Alive.sum()).Loss, at.Flat);
        var direction = new RngKey(3).Normal([policy.Layout.Count], CPU, ScalarType.Float64);
        using var constant = no_grad();
        var difference = (Loss(1e-5) - Loss(-1e-5)) / 2e-5;
        Assert.Equal(difference, gradient.dot(direction).ToDouble(), 1e-7);

        double Loss(double step) => imitation.Loss(
            theta with { Flat = theta.Flat + (direction * step) }, trials, trials.Alive.sum()).Loss.ToDouble();
    }

    // Steps after a trial's end are not imitated.
    [Fact]
    public void Loss_WithOtherLabelsAfterTheEnd_IsTheSame()
    {
        using var scope = NewDisposeScope();
        var (policy, theta) = Policy();
        var (trials, imitation) = (Trials(), new Imitation(policy, new ImitationSettings()));
        var before = imitation.Loss(theta, trials, trials.Alive.sum()).Loss.ToDouble();
        trials.Labels![Steps - 1, 0].copy_(tensor(new[] { 0.0, 0, 1 }));
        trials.Labels![Steps - 1, 0].mul_(5);
        Assert.Equal(before, imitation.Loss(theta, trials, trials.Alive.sum()).Loss.ToDouble());
        trials.Labels![0, 0].mul_(5);
        Assert.NotEqual(before, imitation.Loss(theta, trials, trials.Alive.sum()).Loss.ToDouble());
    }

    // In a dark room whatever leads nearer to the goal is optimal while there is time, staying at the goal, and
    // everything where the goal is out of reach.
    [Theory]
    [InlineData(CellObservation.OneHot)]
    [InlineData(CellObservation.Position)]
    public void OptimalActions_InADarkRoom_LeadNearerToTheGoal(CellObservation observation)
    {
        using var scope = NewDisposeScope();
        var family = new DarkRoom(DarkRoomVariant.DecisionPretraining, observation: observation);
        var tasks = family.Sample(new RngKey(1), 12, TaskSplit.Train);
        var key = new RngKey(2);
        var episode = new RandomActions().Adapt(key, family, tasks, 3).Single();
        scope.Attach(episode.Tensors);
        var optimal = family.OptimalActions(tasks)(episode.Observations);
        Assert.True(optimal.sum(dim: -1).allclose(ones([1], ScalarType.Float64)));
        var steps = new[] { 0, 7, 40, 99 }.SelectMany(t => Enumerable.Range(0, 36).Select(lane => (t, lane)));
        foreach (var (t, lane) in steps)
        {
            var (task, env) = (lane / 3, lane % 3);
            var (x, y) = Cell(family, episode.Observations[t, task, env]);
            var (goalX, goalY) = ((int)tasks["goal_x"][task].ToDouble(), (int)tasks["goal_y"][task].ToDouble());
            var distance = Math.Abs(x - goalX) + Math.Abs(y - goalY);
            var expected = Enumerable.Range(0, 5).Select(action =>
            {
                var (dx, dy) = family.Direction(action);
                var (nextX, nextY) = (
                    Math.Clamp(x + dx, 0, family.Columns - 1), Math.Clamp(y + dy, 0, family.Rows - 1));
                var next = Math.Abs(nextX - goalX) + Math.Abs(nextY - goalY);
                return distance > family.Horizon - t || next == Math.Max(distance - 1, 0);
            }).ToArray();
            Assert.Equal(
                expected.Select(one => one ? 1.0 / expected.Count(other => other) : 0),
                optimal[t, task, env].data<double>().ToArray());
        }
    }

    [Fact]
    public void ObservesState_WhereAKeyIsCarriedUnseen_IsFalse()
    {
        Assert.True(Observes(new DarkRoom(DarkRoomVariant.PermutedActions, observation: CellObservation.OneHot)));
        Assert.True(Observes(new DarkRoom(DarkRoomVariant.Hard)));
        Assert.True(Observes(new Bandit()));
        Assert.False(Observes(new DarkRoom(DarkRoomVariant.KeyToDoor, observation: CellObservation.OneHot)));
        Assert.False(Observes(new DarkRoom(DarkRoomVariant.KeyToDoor)));

        static bool Observes(TabularFamily family) =>
            TabularFamily.ObservesState(family.Sample(new RngKey(1), 4, TaskSplit.Train));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 9)]
    [InlineData(5, 4)]
    [InlineData(20, 199)]
    [InlineData(20, 200)]
    [InlineData(7, 1000)]
    public void IsShown_OfAHistory_IsTrueFromTheFirstToTheLastInEqualDistances(int shown, int last)
    {
        int[] rounds =
        [
            .. Enumerable.Range(0, last + 1).Where(round => AlgorithmDistillation.IsShown(round, shown, last)),
        ];
        Assert.Equal(shown, rounds.Length);
        Assert.Equal((0, last), (rounds[0], rounds[^1]));
        var distances = rounds.Zip(rounds.Skip(1), (one, next) => next - one).ToArray();
        Assert.InRange(distances.Max() - distances.Min(), 0, 1);
    }

    [Fact]
    public void Iterate_OfDistillation_CountsEveryEpisodeOfTheSource()
    {
        var learner = Distillation(updates: 9, episodes: 3);
        var (state, metrics) = learner.Iterate(new RngKey(2), learner.Initialize(new RngKey(1)));
        Assert.Equal(3 * 4 * 10 * 6, metrics.EnvSteps); // tasks × envs × episodes × horizon
        Assert.Equal(metrics.EnvSteps, state.EnvSteps);
    }

    // Its table has a row for each state, whatever the policy sees of it.
    [Fact]
    public void Iterate_OfDistillation_HasTheSameSourceWhateverIsObserved()
    {
        var returns = new[] { CellObservation.OneHot, CellObservation.Position }.Select(observation =>
        {
            var learner = Distillation(updates: 39, episodes: 3, observation);
            var (_, metrics) = learner.Iterate(new RngKey(2), learner.Initialize(new RngKey(1)));
            return (metrics.ReturnBefore, metrics.ReturnAfter);
        }).ToArray();
        Assert.Equal(returns[0], returns[1]);
        Assert.NotEqual(returns[0].ReturnBefore, returns[0].ReturnAfter);
    }

    [Theory]
    [InlineData("dpt")]
    [InlineData("own")]
    [InlineData("distillation")]
    public void Iterate_AfterACheckpoint_GivesTheSameBytesAsWithout(string name)
    {
        IMetaLearner learner = name == "distillation"
            ? Distillation(9, 3)
            : Pretraining(new Bandit(3, 10), name == "own");
        var path = Path.Combine(SmallRun.Folder(), "iteration-000002.safetensors");
        var owner = new CheckpointOwner("dpt", "bandit", Seed: 1, ConfigHash: "abc");
        Checkpoint.Save(path, Iterate(learner, learner.Initialize(new RngKey(1)), 2), owner);
        var resumed = Iterate(learner, Checkpoint.Load(path, learner.Initialize(default), owner), 4);
        Assert.Equal(Bytes(Iterate(learner, learner.Initialize(new RngKey(1)), 4)), Bytes(resumed));
    }

    // Two arms, ten pulls: what cannot learn about its task earns 5.0. The margin was fixed before the first run.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Iterate_OnABandit_LearnsToFindTheBestArm(bool own)
    {
        var family = new Bandit(arms: 2, horizon: 10);
        var learner = Pretraining(family, own, tasks: 50);
        var state = Iterate(learner, learner.Initialize(new RngKey(1)), 40);
        var tasks = family.Sample(new RngKey(9), 300, TaskSplit.Test).To(CPU, ScalarType.Float64);
        using var episode = learner.Agent(state, new PolicyGradient(new PolicyGradientSettings()), 0)
            .Adapt(new RngKey(4), family, tasks, 4).Single();
        Assert.InRange(episode.Returns.mean().ToDouble(), 5.4, 6.3);
    }

    private static (int X, int Y) Cell(DarkRoom family, Tensor observation)
    {
        var seen = observation.data<double>().ToArray();
        var place = Array.IndexOf(seen, 1);
        return seen.Length > 2
            ? (place % family.Columns, place / family.Columns)
            : (Unscaled(seen[0], family.Columns), Unscaled(seen[1], family.Rows));

        static int Unscaled(double value, int count) => (int)Math.Round((value + 1) / 2 * (count - 1));
    }

    private static DecisionPretraining Pretraining(TabularFamily family, bool own, int tasks = 4)
    {
        var settings = new DecisionPretrainingSettings(
            new TransformerSettings(16, 1, Heads: 2), Episodes: 1, own ? Behavior.Own : Behavior.Random,
            new ImitationSettings(Minibatches: 2, Adam: new AdamSettings(StepSize: 3e-3) { MaxGradientNorm = 1 }),
            new RecurrentWiring());
        return (DecisionPretraining)settings.Create(Problem(family, tasks), Architecture);
    }

    private static AlgorithmDistillation Distillation(
        int updates, int episodes, CellObservation observation = CellObservation.OneHot)
    {
        var settings = new AlgorithmDistillationSettings(
            new GruSettings(6), episodes, new SourceSettings(new QLearningSettings(), updates),
            new ImitationSettings(Minibatches: 2), new RecurrentWiring());
        var family = new GridNavigation(horizon: 6, observation: observation);
        return (AlgorithmDistillation)settings.Create(Problem(family, 3), Architecture);
    }

    private static MetaProblem Problem(TaskFamily family, int tasks) => TinyProblem.Of(
        family, new CategoricalPolicy(1, 2, [], Activation.Tanh), new PolicyGradient(new PolicyGradientSettings()),
        tasks, envs: 4, updates: 1, new TaskChunks(50, 1));

    private static MetaState Iterate(IMetaLearner learner, MetaState state, int until)
    {
        while (state.Iteration < until)
        {
            (state, _) = learner.Iterate(new RngKey(2).At(state.Iteration), state);
        }

        return state;
    }

    private static double[] Bytes(MetaState state) =>
        [.. state.Tensors.SelectMany(tensor => tensor.data<double>().ToArray())];

    private static (RecurrentPolicy Policy, Params Theta) Policy()
    {
        var policy = new RecurrentPolicy(
            2, new Discrete(3), new GruSettings(4), new CategoricalPolicy(4, 3, [], Activation.Tanh));
        return (policy, policy.Initialize(new RngKey(1), CPU, ScalarType.Float64));
    }

    private static TrialSequence Trials()
    {
        var key = new RngKey(2);
        var lengths = arange(Lanes).add(Steps - Lanes + 1);
        var alive = arange(Steps).unsqueeze(-1).lt(lengths).to_type(ScalarType.Float64);
        var labels = key.For("labels").Uniform([Steps, Lanes, 3], CPU, ScalarType.Float64);
        return new TrialSequence(
            key.For("o").Normal([Steps, Lanes, 2], CPU, ScalarType.Float64),
            key.For("a").Uniform([Steps, Lanes], CPU, ScalarType.Float64).mul(3).to_type(ScalarType.Int64),
            key.For("r").Normal([Steps, Lanes], CPU, ScalarType.Float64) * alive,
            zeros([Steps, Lanes], ScalarType.Bool), alive)
        {
            Labels = labels / labels.sum(dim: -1, keepdim: true),
        };
    }
}
