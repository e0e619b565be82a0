using MetaRL.Agents.Adaptation;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using MetaRL.Tests.Learners;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

/// <summary>What agents say of themselves while they are at work.</summary>
public sealed class AgentSnapshotTests
{
    private const int Envs = 3;
    private static readonly RngKey Key = new(6);

    private readonly GridNavigation _family = new(size: 3, horizon: 4);
    private readonly TaskBatch _tasks;

    public AgentSnapshotTests() => _tasks = _family.Sample(new RngKey(1), 2, TaskSplit.Train);

    [Fact]
    public void Adapt_LookedAt_DoesTheSame()
    {
        using var scope = NewDisposeScope();
        foreach (var agent in new IInspectableAgent[] { Learner(Network(), updates: 2), Recurrent(out _, out _) })
        {
            var alone = agent.Adapt(Key, _family, _tasks, Envs).ToArray();
            var watched = agent.Adapt(Key, _family, _tasks, Envs, new SnapshotObserver(Outputs)).ToArray();
            scope.Attach(alone.Concat(watched).SelectMany(rollout => rollout.Tensors));
            Assert.Equal(alone.Select(rollout => rollout.Actions), watched.Select(rollout => rollout.Actions));
        }
    }

    [Fact]
    public void Policy_OfATable_IsTheSoftmaxOfItsValues()
    {
        using var scope = NewDisposeScope();
        var family = new GridNavigation(size: 3, horizon: 4, CellObservation.OneHot);
        var table = new QTable(9, 5, new Boltzmann(2), new TableExtras());
        var theta = table.Initialize(Key, CPU, ScalarType.Float64);
        theta.Flat.view(9, 5)[7, 3] = 2 * Math.Log(4);
        PolicyOutputs? seen = null;
        var tasks = family.Sample(new RngKey(1), 2, TaskSplit.Train);
        _ = new FixedPolicy(table, theta, updates: 0).Adapt(Key, family, tasks, Envs, new SnapshotObserver(snapshot =>
        {
            var outputs = snapshot.Outputs!(tasks, Cells());
            seen = new PolicyOutputs(
                outputs.Policy!.DetachFromDisposeScope(), outputs.ActionValues!.DetachFromDisposeScope());
        })).Count();
        Assert.Equal(
            [0.125, 0.125, 0.125, 0.5, 0.125],
            seen!.Policy![1, 7].data<double>().ToArray().Select(p => Math.Round(p, 12)));
        Assert.Equal(2 * Math.Log(4), seen.ActionValues![1, 7, 3].ToDouble(), 12);
        Assert.Equal(0.2, seen.Policy[0, 6, 3].ToDouble(), 12);
    }

    [Fact]
    public void Policy_OfARecurrentAgent_IsThatOfItsWholePast()
    {
        using var scope = NewDisposeScope();
        var agent = Recurrent(out var policy, out var theta);
        Tensor? first = null, middle = null;
        var rollouts = agent.Adapt(Key, _family, _tasks, Envs, new SnapshotObserver(snapshot =>
        {
            if (snapshot.Round == 1)
            {
                var now = snapshot.Outputs!(_tasks, Cells()).Policy!.DetachFromDisposeScope();
                // before its first step, after it
                (first, middle) = (first ?? now, first is not null && middle is null ? now : middle);
            }
        })).ToArray();
        scope.Attach(rollouts.SelectMany(rollout => rollout.Tensors));
        var trials = TrialSequence.Of(rollouts);
        var h = policy.With(theta)
            .Remember(policy.Inputs(trials.Observations, trials.Actions, trials.Rewards, trials.Ended));
        var probability = ((Categorical)policy.With(theta).Act(h)).LogProbs.exp(); // [T, N · E, A]
        // of the second step, in [0, 2] on both axes
        var cell = rollouts[1].Observations[1, 1, 0].add(1).data<double>().ToArray();
        Assert.True(probability[4, 3].allclose(first![1, 0], 1e-9, 1e-12));
        Assert.True(probability[5, 3].allclose(middle![1, (long)(cell[0] + (3 * cell[1]))], 1e-9, 1e-12));
        Assert.False(first.allclose(middle, 1e-3, 1e-3));
    }

    [Fact]
    public void LastUpdate_OfEveryLayer_IsTheNormOfItsChangeOverItsNorm()
    {
        using var scope = NewDisposeScope();
        var layout = new ParamLayout([new Weight("a.weight", [1, 2]), new Weight("a.bias", [1]), new Weight("b", [2])]);
        var before = new Params(layout, tensor([3.0, 4, 0, 0, 0, 6, 0, 8, 5, 12], [2, 5]));
        var after = new Params(layout, tensor([3.0, 4, 12, 0, 0, 6, 0, 8, 5, 0], [2, 5]));
        var changes = WeightChange.Between(before, after);
        Assert.Equal(["a", "b"], changes.Select(change => change.Layer));
        Assert.Equal([12.0 / 13, 0], changes[0].Relative);
        Assert.Equal([0, 12.0 / 13], changes[1].Relative);
    }

    [Fact]
    public void LastUpdate_OfAPlainStep_IsItsStepSizeTimesTheGradient()
    {
        using var scope = NewDisposeScope();
        var network = Network();
        var loop = new PolicyGradient(new PolicyGradientSettings(StepSize: 0.3));
        var theta = network.Initialize(new RngKey(2), CPU, ScalarType.Float64);
        var told = new List<AgentSnapshot>();
        var rollouts = new GradientAdaptation(network, theta, loop, 1, restarts: false, TaskChunks.Whole)
            .Adapt(Key, _family, _tasks, Envs, new SnapshotObserver(told.Add)).ToArray();
        scope.Attach(rollouts.SelectMany(rollout => rollout.Tensors));
        var phi = theta.Broadcast(2).Detach(requiresGrad: true);
        var step = autograd.grad([loop.Loss(network, phi, loop.Prepare(rollouts[0])).sum()], [phi.Flat])[0] * -0.3;
        var moved = phi.Flat.detach() + step;
        var last = network.Layout.Weights[^2].Count + network.Layout.Weights[^1].Count; // of the output layer
        var (by, to) = (step.narrow(1, step.size(1) - last, last), moved.narrow(1, step.size(1) - last, last));
        var from = phi.Flat.detach().narrow(1, step.size(1) - last, last);
        var expected = by.norm(1) / maximum(from.norm(1), to.norm(1));
        Assert.Empty(told[0].LastUpdate);
        Assert.Equal("layer2", told[1].LastUpdate[^1].Layer);
        Assert.Equal(expected[1].ToDouble(), told[1].LastUpdate[^1].Relative[1], 9);
    }

    [Fact]
    public void Insight_OfAnActorCritic_HasItsValue()
    {
        using var scope = NewDisposeScope();
        var policy = new ActorCriticPolicy(Network(), 2, [3], Activation.Tanh);
        var theta = policy.Initialize(Key, CPU, ScalarType.Float64);
        Tensor? values = null;
        _ = new FixedPolicy(policy, theta, 0).Adapt(Key, _family, _tasks, Envs, new SnapshotObserver(snapshot =>
            values = snapshot.Outputs!(_tasks, Cells()).Values!.DetachFromDisposeScope())).Count();
        Assert.True(values!.allclose(policy.Value(theta, _family.Observe(_tasks, Cells())), 1e-12, 1e-12));
    }

    // All nine cells in both tasks.
    private static Tensor Cells() => arange(9).view(1, 9, 1).expand(2, 9, 1);

    private void Outputs(AgentSnapshot snapshot) => Assert.NotNull(snapshot.Outputs!(_tasks, Cells()).Policy);

    private static CategoricalPolicy Network() => new(2, 5, [4], Activation.Tanh);

    private static GradientAdaptation Learner(CategoricalPolicy policy, int updates) => new(
        policy, policy.Initialize(new RngKey(2), CPU, ScalarType.Float64),
        new PolicyGradient(new PolicyGradientSettings()), updates,
        restarts: false, new TaskChunks(1, 2));

    private static RecurrentAdaptation Recurrent(out RecurrentPolicy policy, out Params theta)
    {
        policy = new RecurrentPolicy(
            2, new Discrete(5), new GruSettings(8, 2), new CategoricalPolicy(8, 5, [], Activation.Tanh));
        var first = policy.Initialize(new RngKey(7), CPU, ScalarType.Float64);
        theta = first with { Flat = first.Flat * 3 };
        return new RecurrentAdaptation(policy, theta, updates: 2, TaskChunks.Whole);
    }
}
