using MetaRL.Agents.Adaptation;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

/// <summary>
/// What an agent with a memory carries where. Its actions have a standard deviation of 10⁻⁶, so that they tell its
/// state.
/// </summary>
public abstract class RecurrentAdaptationTests
{
    private const int Envs = 5;
    private const double Noise = 1e-4; // far more than six standard deviations of an action, even where they add up

    private readonly PointNavigation _family = new(horizon: 6);
    private readonly RecurrentPolicy _policy;
    private readonly TaskBatch _tasks;

    // Two tasks. In the first, the goal lies where the first step of the first episode leads, which therefore
    // terminates.
    protected RecurrentAdaptationTests(MemorySettings memory)
    {
        _policy = new RecurrentPolicy(
            2, _family.Actions, memory, new GaussianPolicy(8, 2, [], Activation.Tanh, initialStd: 1e-6));
        var far = Goals([0.4, 0.3], [0.4, -0.3]);
        using var first = Agent(TaskChunks.Whole).Adapt(new RngKey(6), _family, far, Envs).First();
        _tasks = Goals(first.Observations[1, 0, 0].data<double>().ToArray(), [0.4, -0.3]);
    }

    [Fact]
    public void Adapt_OverThreeEpisodes_ActsAsOneRunThroughTheWholeTrial()
    {
        using var scope = NewDisposeScope();
        var (h, trials) = WholeTrial(scope);
        Assert.True(Distance(Mean(h), trials) < Noise);
    }

    [Fact]
    public void Adapt_OverThreeEpisodes_IsNotThreeTimesTheFirst()
    {
        using var scope = NewDisposeScope();
        var (_, trials) = WholeTrial(scope);
        var inputs = _policy.Inputs(trials.Observations, trials.Actions, trials.Rewards, trials.Ended);
        var second = inputs.narrow(0, _family.Horizon, trials.Steps - _family.Horizon); // as if the state began there
        var forgetful = cat(
            [
                _policy.With(Theta()).Remember(inputs.narrow(0, 0, _family.Horizon)),
                _policy.With(Theta()).Remember(second),
            ]);
        Assert.True(Distance(Mean(forgetful), trials) > 100 * Noise);
    }

    [Fact]
    public void Adapt_WhereAnEpisodeTerminates_HasLanesOfDifferentLength()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(
            // 1 + 6 + 6
            [13.0, 13, 13, 13, 13, 18, 18, 18, 18, 18],
            WholeTrial(scope).Trials.Alive.sum(dim: 0).data<double>().ToArray());
    }

    [Fact]
    public void Adapt_Again_StartsWithoutAMemory()
    {
        using var scope = NewDisposeScope();
        var agent = Agent(TaskChunks.Whole);
        var (once, again) = (Play(scope, agent, _tasks), Play(scope, agent, _tasks));
        Assert.Equal(once[0].Actions, again[0].Actions);
    }

    [Fact]
    public void Adapt_InOneTask_DoesNotSeeAnother()
    {
        using var scope = NewDisposeScope();
        var other = _tasks.Map(values => cat([values.narrow(0, 0, 1), values.narrow(0, 1, 1).neg()]));
        var (before, after) = (
            Play(scope, Agent(TaskChunks.Whole), _tasks), Play(scope, Agent(TaskChunks.Whole), other));
        Assert.Equal(before[2].Actions.select(1, 0), after[2].Actions.select(1, 0));
        Assert.NotEqual(before[2].Actions.select(1, 1), after[2].Actions.select(1, 1));
    }

    [Fact]
    public void Episode_InOneLane_DoesNotSeeTheMemoryOfAnother()
    {
        using var scope = NewDisposeScope();
        var memory = _policy.Start(2, Envs, CPU, ScalarType.Float64);
        var before = Episode(memory);
        foreach (var part in memory.State)
        {
            part.select(-3, 0).select(-2, 3).fill_(0.9);
        }

        memory.Previous.select(0, 0).select(0, 3).fill_(0.9);
        var changed = (Episode(memory) - before).abs().sum([0, 3]); // [N, E]
        Assert.True(changed[0, 3].ToDouble() > 0);
        Assert.Equal(changed[0, 3].ToDouble(), changed.sum().ToDouble());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    public void Adapt_InAnyChunks_IsTheSame(int size, int threads)
    {
        using var scope = NewDisposeScope();
        var (whole, chunked) = (
            Play(scope, Agent(TaskChunks.Whole), _tasks), Play(scope, Agent(new TaskChunks(size, threads)), _tasks));
        Assert.True(whole[2].Actions.allclose(chunked[2].Actions, 1e-11, 1e-13));
    }

    private TaskBatch Goals(double[] first, double[] second) => _family.Create(
        new Dictionary<string, Tensor>
        {
            ["goal_x"] = tensor(new[] { first[0], second[0] }), ["goal_y"] = tensor(new[] { first[1], second[1] }),
        }, 2);

    private Tensor Episode(Memory memory)
    {
        var key = new RngKey(5);
        var noise = RolloutNoise.Draw(
            key, _family, _tasks, Envs, restarts: false,
            _policy.Noise(key, [_family.Horizon, 2, Envs], CPU, ScalarType.Float64));
        return RecurrentAdaptation.Episode(
            _policy.With(Theta()), _policy, _family, _tasks, memory, noise).Rollout.Actions;
    }

    // All trials run through in one go, from the inputs that the rollouts imply.
    private (Tensor States, TrialSequence Trials) WholeTrial(DisposeScope scope)
    {
        var trials = TrialSequence.Of(Play(scope, Agent(TaskChunks.Whole), _tasks));
        return (
            _policy.With(Theta())
                .Remember(_policy.Inputs(trials.Observations, trials.Actions, trials.Rewards, trials.Ended)),
            trials);
    }

    private RecurrentAdaptation Agent(TaskChunks chunks) => new(_policy, Theta(), updates: 2, chunks);

    // Large weights, so that the state matters; but the standard deviation as it is.
    private Params Theta()
    {
        var theta = _policy.Initialize(new RngKey(7), CPU, ScalarType.Float64);
        var logStd = _policy.Layout.Weights.TakeWhile(weight => weight.Name != "action.log_std")
            .Sum(weight => weight.Count);
        var scaled = theta.Flat * 3;
        scaled.narrow(0, logStd, 2).copy_(theta.Flat.narrow(0, logStd, 2));
        return theta with { Flat = scaled };
    }

    private Tensor Mean(Tensor h) => ((Gaussian)_policy.With(Theta()).Act(h)).Mean;

    private static double Distance(Tensor mean, TrialSequence trials) =>
        ((mean - trials.Actions).abs() * trials.Alive.unsqueeze(-1)).max().ToDouble();

    private Rollout[] Play(DisposeScope scope, RecurrentAdaptation agent, TaskBatch tasks)
    {
        var rollouts = agent.Adapt(new RngKey(6), _family, tasks, Envs).ToArray();
        scope.Attach(rollouts.SelectMany(rollout => rollout.Tensors));
        return rollouts;
    }
}

public sealed class GruAdaptationTests() : RecurrentAdaptationTests(new GruSettings(8, 2));

public sealed class LstmAdaptationTests() : RecurrentAdaptationTests(new LstmSettings(8, 2));

public sealed class TransformerAdaptationTests() : RecurrentAdaptationTests(new TransformerSettings(8, 2, Heads: 2));

// Whose trials are longer than what it sees.
public sealed class ShortContextAdaptationTests()
    : RecurrentAdaptationTests(new TransformerSettings(8, 2, Heads: 2, Context: 5));
