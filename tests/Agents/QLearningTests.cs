using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using MetaRL.Tests.Tensors;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

public sealed class QLearningTests
{
    private const int States = 16;
    private const int Actions = 4;

    private static readonly SlipperyGrid Lake = new(observation: CellObservation.OneHot, horizon: 40);

    public static TheoryData<QTarget, double, bool> Kinds => new()
    {
        { QTarget.Max, 0, false },
        { QTarget.Max, 0, true },
        { QTarget.Max, 0.6, true },
        { QTarget.Sarsa, 0, false },
        { QTarget.Sarsa, 0, true },
        { QTarget.ExpectedSarsa, 0, true },
        { QTarget.WatkinsTraces, 0, false },
        { QTarget.WatkinsTraces, 0, true },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Update_OfOneLane_IsTheTextbooks(QTarget target, double visitExponent, bool restarts)
    {
        using var scope = NewDisposeScope();
        var settings = Settings(target) with { VisitExponent = visitExponent };
        var (policy, phi, rollout, _) = Play(settings, envs: 1, restarts);
        var learned = Learn(settings, policy, phi, rollout);
        for (var task = 0; task < 3; task++)
        {
            var start = policy.Open(phi).Q[task].Numbers();
            var scalar = new ScalarQ(Square(start), 0.5, 0.9, 0.8, 0.7, visitExponent);
            foreach (var step in Steps(rollout, task))
            {
                Learner(scalar, target)(step);
            }

            Assert.Equal(
                scalar.Numbers, learned[task].Numbers(), (expected, actual) => Math.Abs(expected - actual) < 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Updated_WithoutDerivatives_IsWhatTheUpdateGives(QTarget target, double visitExponent, bool restarts)
    {
        using var scope = NewDisposeScope();
        var settings = Settings(target) with { VisitExponent = visitExponent };
        var (policy, phi, rollout, _) = Play(settings, envs: 3, restarts);
        var updated = new QLearning(settings).Updated(policy, phi, rollout, 0);
        Assert.False(updated.Flat.requires_grad);
        Assert.Equal(Learn(settings, policy, phi, rollout).Numbers(), policy.Open(updated).Q.Numbers());
        Assert.NotEqual(phi.Flat.Numbers(), updated.Flat.Numbers());
    }

    // What was drawn is what the replayed distributions give for the same noise, at every step of every lane that was
    // alive.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Act_OnARecordedRound_HasTheTablesThatChoseItsActions(
        QTarget target, double visitExponent, bool restarts)
    {
        using var scope = NewDisposeScope();
        var settings = Settings(target) with { VisitExponent = visitExponent };
        var (policy, phi, rollout, noise) = Play(settings, envs: 5, restarts);
        var replayed = new QLearning(settings).Act(policy, phi, rollout, 0).Sample(noise.Action);
        Assert.Equal(0, replayed.ne(rollout.Actions).to_type(ScalarType.Float64).mul(rollout.Alive).sum().ToDouble());
        var fixedTable = policy.Explore(phi, policy.Values(phi, rollout.Observations), 0).Sample(noise.Action);
        Assert.NotEqual(
            0, fixedTable.ne(rollout.Actions).to_type(ScalarType.Float64).mul(rollout.Alive).sum().ToDouble());
    }

    [Fact]
    public void Update_OfTwoLanesAtOneEntry_MovesItByTheMeanOfTheirErrors() =>
        Assert.Equal([1.0, 0.0, 0.0, 0.0], OneStep(terminated: true, [0.0, 0, 0, 0], rewards: [1, 3]));

    [Fact]
    public void Update_AtATermination_DoesNotLookBeyond() =>
        Assert.Equal([0.5, 0.0, 6.0, 2.0], OneStep(terminated: true, [0.0, 0, 6, 2], rewards: [1, 1]));

    [Fact]
    public void Update_WhereTheClockEnded_BootstrapsFromWhatWasSeenLast() =>
        Assert.Equal(
            [0.5 + (0.5 * 0.5 * 6), 0.0, 6.0, 2.0], OneStep(terminated: false, [0.0, 0, 6, 2], rewards: [1, 1]));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Update_OfNeighbouringTasks_IsThatOfEachAlone(QTarget target, double visitExponent, bool restarts)
    {
        using var scope = NewDisposeScope();
        var settings = Settings(target) with { VisitExponent = visitExponent };
        var (policy, phi, rollout, noise) = Play(settings, envs: 4, restarts);
        var together = Learn(settings, policy, phi, rollout);
        var own = phi with { Flat = phi.Flat.narrow(0, 1, 1) };
        var alone = new QLearning(settings).Collect(Lake, Tasks().Slice(1, 1), policy, own, noise.Slice(1, 1), 0);
        Assert.Equal(together[1].Numbers(), Learn(settings, policy, own, alone)[0].Numbers());
    }

    // Undiscounted and with a goal that ends the episode, the values of an unlimited clock are those of one longer than
    // any best way. Moves are sure, so that a step size of 1 leaves no noise; ε = 1 visits everything that can be
    // reached.
    [Fact]
    public void Update_RoundAfterRoundOnAWindyGrid_ConvergesToValueIteration()
    {
        using var scope = NewDisposeScope();
        var family = new WindyGrid(width: 5, height: 4, horizon: 60, CellObservation.OneHot);
        var tasks = family.Sample(new RngKey(5), 3, TaskSplit.Train).To(CPU, ScalarType.Float64);
        var settings = new QLearningSettings(1, 1, Gamma: 1, VisitExponent: 0, Exploration: new EpsilonGreedy(1, 1));
        var policy = settings.Table(20, 4);
        var inner = new QLearning(settings);
        var phi = policy.Initialize(default, CPU, ScalarType.Float64).Broadcast(3);
        var visited = zeros_like(phi.Flat, ScalarType.Bool);
        for (var round = 0; round < 120; round++)
        {
            var noise = RolloutNoise.Draw(new RngKey(6).At(round), family, policy, tasks, 20, restarts: true);
            var rollout = inner.Collect(family, tasks, policy, phi, noise, round);
            phi = inner.Update(policy, phi, inner.Prepare(policy, phi, rollout, round), round, GradientOrder.First)
                .Detach();
            visited = visited.logical_or(phi.Flat.ne(0)); // every step costs 1, so that no visited entry stays 0
        }

        var exact = FiniteHorizon.OptimalActionValues(TabularFamily.TablesOf(tasks), 100)[^1].view(3, -1);
        var error = (phi.Flat - exact).abs() * visited;
        Assert.True(visited.to_type(ScalarType.Float64).mean().ToDouble() > 0.5);
        Assert.Equal(0, error.max().ToDouble(), 1e-9);
    }

    private static QLearningSettings Settings(QTarget target) =>
        new(0.5, 0.5, 0.9, target, Lambda: 0.8, Exploration: new Boltzmann(0.7));

    private static TaskBatch Tasks() => Lake.Sample(new RngKey(3), 3, TaskSplit.Train).To(CPU, ScalarType.Float64);

    private static (QTable Policy, Params Phi, Rollout Rollout, RolloutNoise Noise) Play(
        QLearningSettings settings, int envs, bool restarts)
    {
        var policy = settings.Table(States, Actions);
        var values = new RngKey(4).Normal([3, States * Actions], CPU, ScalarType.Float64);
        var visits = settings.VisitExponent > 0 ? zeros_like(values) : null;
        var phi = policy.Close(new TableWeights(values, null, null, visits));
        var noise = RolloutNoise.Draw(new RngKey(7), Lake, policy, Tasks(), envs, restarts);
        return (policy, phi, new QLearning(settings).Collect(Lake, Tasks(), policy, phi, noise, 0), noise);
    }

    // Tables after the round, [N, S·A]
    private static Tensor Learn(QLearningSettings settings, QTable policy, Params phi, Rollout rollout)
    {
        var inner = new QLearning(settings);
        return policy.Open(
            inner.Update(policy, phi, inner.Prepare(policy, phi, rollout, 0), 0, GradientOrder.Second)).Q;
    }

    // Two lanes of one task take action 0 in state 0 of two states and two actions, with α = γ = ½, and see state 1.
    private static double[] OneStep(bool terminated, double[] table, double[] rewards)
    {
        using var scope = NewDisposeScope();
        var settings = new QLearningSettings(0.5, 0.5, Gamma: 0.5);
        var policy = settings.Table(2, 2);
        var alive = ones([1, 1, 2], ScalarType.Float64);
        var rollout = new Rollout(
            tensor([1.0, 0, 1, 0], [1, 1, 2, 2]), tensor([0.0, 1, 0, 1], [1, 2, 2]), zeros([1, 1, 2], ScalarType.Int64),
            tensor(rewards, [1, 1, 2]), full([1, 1, 2], terminated, ScalarType.Bool), alive, zeros_like(alive),
            Restarts: false);
        return Learn(
            settings, policy, policy.Close(new TableWeights(tensor(table, [1, 4]), null, null, null)),
            rollout)[0].Numbers();
    }

    private static IEnumerable<ScalarStep> Steps(Rollout rollout, int task)
    {
        var states = cat([rollout.Observations, rollout.FinalObservations.unsqueeze(0)])
            .argmax(-1).select(1, task).Numbers();
        var actions = rollout.Actions.select(1, task).Numbers();
        var (rewards, ended, alive) = (
            rollout.Rewards.select(1, task).Numbers(), rollout.Terminated.select(1, task).Numbers(),
            rollout.Alive.select(1, task).Numbers());
        return Enumerable.Range(0, actions.Length).Where(t => alive[t] == 1).Select(t => new ScalarStep(
            (int)states[t], (int)actions[t], rewards[t], ended[t] == 1, (int)states[t + 1],
            t + 1 < actions.Length ? (int)actions[t + 1] : null));
    }

    private static Action<ScalarStep> Learner(ScalarQ scalar, QTarget target) => target switch
    {
        QTarget.Max => scalar.QLearning,
        QTarget.Sarsa => scalar.Sarsa,
        QTarget.ExpectedSarsa => scalar.ExpectedSarsa,
        _ => scalar.QLambda,
    };

    private static double[,] Square(double[] numbers)
    {
        var table = new double[States, Actions];
        Buffer.BlockCopy(numbers, 0, table, 0, numbers.Length * sizeof(double));
        return table;
    }
}
