using MetaRL.Agents.Adaptation;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Optimizers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

public sealed class RecurrentPpoTests
{
    private static readonly RecurrentPpoSettings Settings = TinyTrials.Settings.Ppo;

    [Theory]
    [InlineData("continuous")]
    [InlineData("discrete")]
    [InlineData("wired")]
    public void Gradient_AwayFromTheOldWeights_IsTheDerivativeOfTheLoss(string actions)
    {
        using var scope = NewDisposeScope();
        var (ppo, old, trials) = Gather(scope, actions, TinyTrials.SettingsOf(actions).Ppo);
        var batch = ppo.Prepare(scope, old, trials, TaskChunks.Whole);
        var theta = Moved(old, actions == "wired" ? 0.3 : 0.15); // far enough for some ratios to be clipped
        var steps = batch.Alive.sum();
        var variable = theta.Detach(requiresGrad: true);
        var (loss, numbers) = ppo.Loss(ppo.LossAt(0), variable, batch, steps);
        var gradient = autograd.grad([loss], [variable.Flat])[0];
        Assert.InRange(numbers[4].ToDouble(), 0.05, 0.95);
        for (var direction = 0; direction < 5; direction++)
        {
            var v = new RngKey(22).At(direction).Normal(theta.Flat.shape, CPU, ScalarType.Float64);
            v = v / v.norm();
            var difference = (Loss(v * 1e-6) - Loss(v * -1e-6)) / 2e-6;
            var derivative = (gradient * v).sum().ToDouble();
            Assert.True(
                Math.Abs(difference - derivative) <= 1e-7 * Math.Max(1, Math.Abs(derivative)),
                $"{difference} {derivative}");
        }

        double Loss(Tensor step) =>
            ppo.Loss(ppo.LossAt(0), theta with { Flat = theta.Flat + step }, batch, steps).Loss.ToDouble();
    }

    // −∇ E[log π A], worked out without a ratio, a clip or a chunk.
    [Theory]
    [InlineData("continuous")]
    [InlineData("discrete")]
    public void Step_InOneEpochOfOneMinibatch_FollowsThePolicyGradient(string actions)
    {
        using var scope = NewDisposeScope();
        var settings = Settings with { Epochs = 1, Minibatches = 1, ValueWeight = 0, EntropyBonus = 0, Adam = new() };
        var (ppo, theta, trials) = Gather(scope, actions, settings);
        var variable = theta.Detach(requiresGrad: true);
        var batch = ppo.Prepare(scope, theta, trials, TaskChunks.Whole);
        var actor = TinyTrials.Of(actions).Policy.With(variable);
        var logProb = actor.Act(actor.Remember(batch.Inputs)).LogProb(trials.Actions);
        var loss = (logProb * batch.Advantages * trials.Alive).sum().neg() / trials.Alive.sum();
        var g = autograd.grad([loss], [variable.Flat])[0];
        var expected = new Adam(new AdamSettings()).Step(theta.Flat, ppo.Initialize(theta.Flat), g, iteration: 0).Theta;

        var (next, _, metrics) = ppo.Step(
            scope, new RngKey(3), theta, ppo.Initialize(theta.Flat), trials, new TaskChunks(5, 1), iteration: 0);

        Assert.True(next.allclose(expected, 1e-9, 1e-12));
        Assert.Equal(g.norm().ToDouble(), metrics["gradient_norm"], 1e-12);
    }

    // With λ = 1 the value's target is the discounted return of the rest of the trial, less its mean over the lanes. γ
    // = ½.
    [Fact]
    public void Prepare_OverTwoEpisodes_DiscountsOnThroughTheEndOfTheFirst()
    {
        using var scope = NewDisposeScope();
        var batch = PrepareByHand(scope, lambda: 1, value: 0);
        Assert.Equal([0.125, 0.25, 0.5, 2.0], Lane(batch.Returns, 0));   // G: 1 + 2/2 + 3/4 + 4/8 = 3.25, 4.5, 5, 4
        // G: 1 + 2/2 + 4/4 = 3, 4, 4; this trial ends a step earlier
        Assert.Equal([-0.125, -0.25, -0.5], Lane(batch.Returns, 1)[..3]);
    }

    // V(h) = 8 everywhere and λ = 0: G is r + γ (8 + M), and r alone with the trial's last step. M is 3.125, 4.25, 4.5,
    // 2.
    [Fact]
    public void Prepare_WithAValue_BootstrapsAtTheEndOfAnEpisodeButNotOfTheTrial()
    {
        using var scope = NewDisposeScope();
        var batch = PrepareByHand(scope, lambda: 0, value: 8);
        Assert.Equal([1 + 6.125 - 3.125, 2 + 6.25 - 4.25, 3 + 5 - 4.5, 4 - 2], Lane(batch.Returns, 0));
        Assert.Equal([1 + 6.125 - 3.125, 2 + 6.25 - 4.25, 4 - 4.5], Lane(batch.Returns, 1)[..3]);
    }

    [Fact]
    public void Prepare_Always_KnowsTheMeanSquareOfTheReturnsOfLivingSteps()
    {
        using var scope = NewDisposeScope();
        var expected = ((2 * ((0.125 * 0.125) + (0.25 * 0.25) + (0.5 * 0.5))) + 4) / 7;
        Assert.Equal(expected, PrepareByHand(scope, lambda: 1, value: 0).Variance.ToDouble(), 1e-15);
    }

    [Fact]
    public void Prepare_Always_StandardisesTheAdvantagesOverTheStepsOfAllTrials()
    {
        using var scope = NewDisposeScope();
        var batch = PrepareByHand(scope, lambda: 1, value: 0);
        var living = batch.Advantages.masked_select(batch.Alive > 0);
        Assert.Equal(0, living.mean().ToDouble(), 1e-12);
        Assert.Equal(1, living.square().mean().ToDouble(), 1e-6);
    }

    // The second of two trials ends a step earlier.
    [Theory]
    [InlineData(new[] { 1.0, 1, 1, 1, 0, 0 }, true)]
    [InlineData(new[] { 1e6, 1e6, 1, 1, 0, 0 }, true)]
    [InlineData(new[] { -1.0, -1, 0, 0, 0, 0 }, true)]
    [InlineData(new[] { 1.0, 1, 1, 1.001, 0, 0 }, false)]
    [InlineData(new[] { 1.0, 1, 1, 1, 0.001, 0 }, false)]
    public void Prepare_WhereEveryTrialEarnsTheSame_HasNoAdvantage(double[] rewards, bool none)
    {
        using var scope = NewDisposeScope();
        var batch = Prepare(scope, rewards);
        Assert.Equal(none, batch.Advantages.eq(0).all().ToBoolean());
    }

    [Theory]
    [InlineData(new[] { 0.1, 0.1, 0.1, 0.1, 0.1, 0 }, true)]
    [InlineData(new[] { 1.0, 1, 2, 2, 1, 0 }, false)]   // all trials earn alike, but not at all times
    public void Prepare_WhereEveryStepEarnsTheSame_HasNoRewardToPredict(double[] rewards, bool none)
    {
        using var scope = NewDisposeScope();
        var living = Prepare(scope, rewards).Rewards.masked_select(
            tensor(new[] { true, true, true, true, true, false }).view(3, 2));
        Assert.Equal(none, living.eq(0).all().ToBoolean());
    }

    // Two steps of probability ratio 2 and ε = 0.2: −[min(2, 1.2) · 1 + min(2 · (−1), 1.2 · (−1))] / 2 = −(1.2 − 2) /
    // 2.
    [Fact]
    public void Loss_OfRatiosOutsideTheClip_CountsThePessimisticOne()
    {
        using var scope = NewDisposeScope();
        var (ppo, theta, policy) = ByHand(new RecurrentPpoSettings(Clip: 0.2, ValueWeight: 0, EntropyBonus: 0));
        var (inputs, actions) = (zeros([2, 1, 5], ScalarType.Float64), zeros([2, 1], ScalarType.Int64));
        var actor = policy.With(theta);
        var old = actor.Act(actor.Remember(inputs)).LogProb(actions) - Math.Log(2);
        var batch = new PpoBatch(
            inputs, actions, zeros_like(old), old, tensor(new[] { 1.0, -1.0 }).view(2, 1), zeros_like(old), tensor(1.0),
            ones_like(old));
        Assert.Equal(0.4, ppo.Loss(ppo.LossAt(0), theta, batch, batch.Alive.sum()).Loss.ToDouble(), 1e-12);
    }

    // One step with V = 8, G = 5, s² = 4 and two equally likely actions: ½ · 3² / 4 · ½ − c₂ · log 2.
    [Theory]
    [InlineData(0, 7, 0.1)]
    [InlineData(10, 0, 0.1)]
    [InlineData(10, 4, 0.06)]
    [InlineData(10, 30, 0)]
    public void Loss_OfOneStep_WeighsValueErrorAndEntropy(int entropyIterations, int iteration, double bonus)
    {
        using var scope = NewDisposeScope();
        var settings = new RecurrentPpoSettings(ValueWeight: 0.5, EntropyBonus: 0.1)
        {
            EntropyIterations = entropyIterations,
        };
        var (ppo, theta, policy) = ByHand(settings, value: 8);
        var head = policy.Layout.Weights.TakeWhile(
            weight => !weight.Name.StartsWith("action.", StringComparison.Ordinal))
            .Sum(weight => weight.Count);
        theta.Flat.narrow(0, head, policy.Layout.Count - head).zero_();
        var batch = new PpoBatch(
            zeros([1, 1, 5], ScalarType.Float64), zeros([1, 1], ScalarType.Int64), zeros([1, 1], ScalarType.Float64),
            full([1, 1], -Math.Log(2), ScalarType.Float64),
            zeros([1, 1], ScalarType.Float64), full([1, 1], 5.0, ScalarType.Float64), tensor(4.0),
            ones([1, 1], ScalarType.Float64));
        Assert.Equal(
            (0.5 * 0.5 * 9 / 4) - (bonus * Math.Log(2)),
            ppo.Loss(ppo.LossAt(iteration), theta, batch, batch.Alive.sum()).Loss.ToDouble(), 1e-12);
    }

    // r = 2 and 4 with r̂ = 0 everywhere: standardised they are −1 and 1, so that the mean square is 1.
    [Fact]
    public void Loss_OfPredictedRewards_CountsTheirErrorInUnitsOfTheirVariance()
    {
        using var scope = NewDisposeScope();
        var settings = new RecurrentPpoSettings(ValueWeight: 0, EntropyBonus: 0, RewardWeight: 0.3);
        var policy = new RecurrentPolicy(
            1, new Discrete(2), new GruSettings(3), new CategoricalPolicy(3, 2, [], Activation.Tanh),
            new RecurrentWiring(PredictsReward: true));
        var ppo = new RecurrentPpo(policy, settings);
        var theta = policy.Initialize(new RngKey(1), CPU, ScalarType.Float64);
        theta.Flat.zero_();
        var trials = new TrialSequence(
            zeros([2, 1, 1], ScalarType.Float64), zeros([2, 1], ScalarType.Int64), tensor(new[] { 2.0, 4 }).view(2, 1),
            tensor(new[] { false, true }).view(2, 1), ones([2, 1], ScalarType.Float64));
        var batch = ppo.Prepare(scope, theta, trials, TaskChunks.Whole);
        var loss = ppo.Loss(ppo.LossAt(0), theta, batch, tensor(2.0)).Loss.ToDouble();
        Assert.Equal(0.3 * 1, loss + batch.Advantages.mean().ToDouble(), 1e-6);
    }

    [Theory]
    [InlineData("discrete")]
    [InlineData("wired")]
    public void Loss_OfStepsAfterATrialsEnd_IsNothing(string actions)
    {
        using var scope = NewDisposeScope();
        var (ppo, theta, trials) = Gather(scope, actions, TinyTrials.SettingsOf(actions).Ppo);
        var batch = ppo.Prepare(scope, theta, trials, TaskChunks.Whole);
        var dead = batch.Alive.eq(0);
        Assert.True(dead.any().ToBoolean()); // poles have fallen
        var other = batch with
        {
            Inputs = batch.Inputs.masked_fill(dead.unsqueeze(-1), 3),
            Returns = batch.Returns.masked_fill(dead, 7),
            Rewards = batch.Rewards.masked_fill(dead, 9),
            Advantages = batch.Advantages.masked_fill(dead, -5),
        };
        var steps = batch.Alive.sum();
        Assert.Equal(Loss(batch), Loss(other));

        double Loss(PpoBatch of) => ppo.Loss(ppo.LossAt(0), theta, of, steps).Loss.ToDouble();
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    public void Step_InAnyChunks_IsTheSame(int size, int threads)
    {
        using var scope = NewDisposeScope();
        var (ppo, theta, trials) = Gather(scope, "discrete", Settings);
        var whole = ppo.Step(
            scope, new RngKey(3), theta, ppo.Initialize(theta.Flat), trials, TaskChunks.Whole, iteration: 0).Theta;
        var chunked = ppo.Step(
            scope, new RngKey(3), theta, ppo.Initialize(theta.Flat), trials, new TaskChunks(size, threads),
            iteration: 0).Theta;
        Assert.True(whole.allclose(chunked, 1e-8, 1e-10));
        Assert.True((whole - theta.Flat).abs().max().ToDouble() > 1e-3);
    }

    [Fact]
    public void Step_AfterTheBonusHasFallen_IsThatWithoutOne()
    {
        using var scope = NewDisposeScope();
        var (ppo, theta, trials) = Gather(
            scope, "discrete", Settings with { EntropyBonus = 0.5, EntropyIterations = 4 });
        var (without, _, _) = Gather(scope, "discrete", Settings with { EntropyBonus = 0 });
        Assert.Equal(Next(without, iteration: 4), Next(ppo, iteration: 4));
        Assert.NotEqual(Next(without, iteration: 3), Next(ppo, iteration: 3));

        double[] Next(RecurrentPpo learner, long iteration) => learner.Step(
            scope, new RngKey(3), theta, learner.Initialize(theta.Flat), trials, TaskChunks.Whole, iteration)
            .Theta.data<double>().ToArray();
    }

    [Fact]
    public void Step_WithALongGradient_FollowsItsDirectionOnly()
    {
        using var scope = NewDisposeScope();
        var settings = Settings with
        {
            Epochs = 1,
            Minibatches = 1,
            Adam = new AdamSettings(Epsilon: 1) { MaxGradientNorm = 1e-3 },
        };
        var (ppo, theta, trials) = Gather(scope, "discrete", settings);
        var state = ppo.Step(
            scope, new RngKey(3), theta, ppo.Initialize(theta.Flat), trials, TaskChunks.Whole, iteration: 0).State;
        Assert.Equal(1e-3, state["adam.m"].norm().ToDouble() / (1 - 0.9), 1e-12); // m = (1 − β₁) g
    }

    private static (RecurrentPpo Ppo, Params Theta, TrialSequence Trials) Gather(
        DisposeScope scope, string actions, RecurrentPpoSettings settings)
    {
        var (problem, policy) = TinyTrials.Of(actions);
        var theta = policy.Initialize(new RngKey(21), CPU, ScalarType.Float64);
        var episodes = new RecurrentAdaptation(policy, theta, updates: 2, TaskChunks.Whole)
            .Adapt(new RngKey(20), problem.Source.Family, problem.SampleTasks(new RngKey(24), 1), problem.Budget.Envs)
                .ToArray();
        scope.Attach(episodes.SelectMany(episode => episode.Tensors));
        return (new RecurrentPpo(policy, settings), theta, TrialSequence.Of(episodes));
    }

    private static Params Moved(Params theta, double distance) => theta with
    {
        Flat = theta.Flat + (new RngKey(23).Normal(theta.Flat.shape, CPU, ScalarType.Float64) * distance),
    };

    private static (RecurrentPpo Ppo, Params Theta, RecurrentPolicy Policy) ByHand(
        RecurrentPpoSettings settings, double value = 0)
    {
        var policy = new RecurrentPolicy(
            1, new Discrete(2), new GruSettings(3), new CategoricalPolicy(3, 2, [], Activation.Tanh));
        var theta = policy.Initialize(new RngKey(1), CPU, ScalarType.Float64);
        var names = policy.Layout.Weights.Select(weight => weight.Name).ToList();
        var weights = policy.Layout.Split(theta.Flat);
        weights[names.IndexOf("value.weight")].zero_();
        weights[names.IndexOf("value.bias")].fill_(value);
        return (new RecurrentPpo(policy, settings), theta, policy);
    }

    // Two lanes. In the first, episodes of steps 1, 2 and 3, 4 with these rewards; in the second, of steps 1 and 2, 4.
    private static PpoBatch PrepareByHand(DisposeScope scope, double lambda, double value)
    {
        var (ppo, theta, _) = ByHand(new RecurrentPpoSettings(Gamma: 0.5, Lambda: lambda), value);
        var trials = new TrialSequence(
            zeros([4, 2, 1], ScalarType.Float64), zeros([4, 2], ScalarType.Int64),
            tensor(new[] { 1.0, 1, 2, 2, 3, 4, 4, 0 }).view(4, 2),
            tensor(new[] { false, true, true, false, false, true, true, false }).view(4, 2),
            tensor(new[] { 1.0, 1, 1, 1, 1, 1, 1, 0 }).view(4, 2));
        return ppo.Prepare(scope, theta, trials, TaskChunks.Whole);
    }

    // Rewards [T, B] = [3, 2] of two trials, the second of which ends a step earlier, with a value that nothing has
    // taught yet.
    private static PpoBatch Prepare(DisposeScope scope, double[] rewards)
    {
        var (ppo, _, policy) = ByHand(new RecurrentPpoSettings());
        var observations = new RngKey(2).Normal([3, 2, 1], CPU, ScalarType.Float64);
        var trials = new TrialSequence(
            observations, zeros([3, 2], ScalarType.Int64), tensor(rewards, [3, 2]), zeros([3, 2], ScalarType.Bool),
            tensor(new[] { 1.0, 1, 1, 1, 1, 0 }, [3, 2]));
        return ppo.Prepare(scope, policy.Initialize(new RngKey(1), CPU, ScalarType.Float64), trials, TaskChunks.Whole);
    }

    private static double[] Lane(Tensor values, int lane) =>
        values.select(1, lane).contiguous().data<double>().ToArray();
}
