using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Optimizers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

public sealed class SoftActorCriticLossTests
{
    private const double DivergenceWeight = 0.3;
    private const double Tolerance = 1e-7; // of finite differences with steps of 1e-6

    private static readonly SoftActorCriticSettings Settings = new(
        Gamma: 0.9, RewardScale: 2, Temperature: 0.4, LearnsTemperature: true, TargetEntropy: -2);

    private static readonly SoftActorCriticNetworks Networks = new(
        3, new Box(2, -1, 1), new PolicySettings([6, 5], Activation.Tanh, InitialStd: 0.8),
        new ContextEncoder(3, 2, latent: 2, [7], seesNext: false, Activation.Tanh));

    // Which of the numbers has which weights: J_Q moves with those of Q, and J_π with the policy's.
    [Theory]
    [InlineData("q.", 0)]
    [InlineData("policy.", 1)]
    public void Gradient_OfAPart_IsTheDerivativeOfItsObjective(string part, int number)
    {
        using var scope = NewDisposeScope();
        var (theta, targets, batch) = Draw();
        AssertDerivative(
            Settings, theta, part, batch, moved => Loss(Settings).Of(moved, targets, batch).Numbers[number].ToDouble());
    }

    // Without γ no y depends on z, which is a constant there: what is left is J_Q and the divergence.
    [Fact]
    public void Gradient_OfTheEncoder_IsTheDerivativeOfTheCriticsErrorAndTheDivergence()
    {
        using var scope = NewDisposeScope();
        var (theta, targets, batch) = Draw();
        var settings = Settings with { Gamma = 0 };
        AssertDerivative(settings, theta, "encoder.", batch, moved =>
        {
            var numbers = Loss(settings).Of(moved, targets, batch).Numbers;
            return numbers[0].ToDouble() + (DivergenceWeight * numbers[4].ToDouble());
        });
    }

    // Where no action value depends on z, the policy alone does, and the divergence.
    [Fact]
    public void Gradient_OfTheEncoder_HasNothingOfThePolicy()
    {
        using var scope = NewDisposeScope();
        var (theta, targets, batch) = Draw();
        Assert.True(Of("encoder.", Gradient(theta, weight: 0)).abs().max().ToDouble() > 1e-4);
        var blind = theta.clone();
        Networks.Split(blind).Q[0].narrow(-1, 5, 2).fill_(0); // (o, a, z) → z
        Assert.Equal(0, Of("encoder.", Gradient(blind, weight: 0)).abs().max().ToDouble());
        Assert.True(Of("encoder.", Gradient(blind, weight: 1)).abs().max().ToDouble() > 1e-4);

        Tensor Gradient(Tensor at, double weight) =>
            new SoftActorCriticLoss(Networks, Settings, weight).Gradient(at, targets, batch).Gradient;
    }

    // J_α = α (H − H̄): α falls where the policy's entropy is above its target, and rises where it is below.
    [Theory]
    [InlineData(-5.0)]
    [InlineData(5.0)]
    public void Gradient_OfTheTemperature_BringsTheEntropyToItsTarget(double target)
    {
        using var scope = NewDisposeScope();
        var (theta, targets, batch) = Draw();
        var (gradient, numbers) = Loss(Settings with { TargetEntropy = target }).Gradient(theta, targets, batch);
        var entropy = numbers[2].ToDouble();
        Assert.InRange(entropy, -4, 4);
        Assert.Equal(0.4 * (entropy - target), Of("log_temperature", gradient).sum().ToDouble(), 1e-10);
        var fixedOne = Loss(Settings with { LearnsTemperature = false }).Gradient(theta, targets, batch).Gradient;
        Assert.Equal(0, Of("log_temperature", fixedOne).sum().ToDouble());
    }

    // With values of 3 everywhere, targets of 7 and no entropy to speak of, y is 2 r at an end, and 2 r + 0.9 · 7 at a
    // time limit, which no flag marks.
    [Theory]
    [InlineData(1, 2.0)]
    [InlineData(0, 2.0 + 6.3)]
    public void Of_AnEnd_BootstrapsUnlessTheTaskItselfEnded(int terminated, double y)
    {
        using var scope = NewDisposeScope();
        var (theta, targets, batch) = Draw();
        theta = theta.clone();
        var weights = Networks.Split(theta);
        Constant(weights.Q, 3);
        _ = weights.LogTemperature.fill_(-40);
        targets = targets.clone();
        Constant(Networks.SplitQ(targets), 7);
        var transitions = batch.Transitions with
        {
            Reward = ones_like(batch.Transitions.Reward),
            Terminated = full_like(batch.Transitions.Terminated, terminated),
        };
        var numbers = Loss(Settings).Of(theta, targets, batch with { Transitions = transitions }).Numbers;
        Assert.Equal(2 * Math.Pow(3 - y, 2), numbers[0].ToDouble(), 1e-9);

        static void Constant(IReadOnlyList<Tensor> q, double value)
        {
            _ = q[^2].fill_(0);
            _ = q[^1].fill_(value);
        }
    }

    // r(a) = α log p(a) + c with p the density of tanh(N(0.5, 0.6²)): the soft Bellman equation V = α log ∫ exp(Q / α)
    // da with Q = r + γ V has the solution V = c / (1 − γ), and p is the best policy. The margins were fixed before the
    // first run.
    [Fact]
    public void Gradient_Followed_FindsTheSoftOptimumOfOneState()
    {
        using var scope = NewDisposeScope();
        const double Alpha = 0.5, C = 1, Gamma = 0.5, Mean = 0.5, Std = 0.6;
        var networks = new SoftActorCriticNetworks(
            1, new Box(1, -1, 1), new PolicySettings([32, 32], Activation.Tanh, InitialStd: 1), encoder: null);
        var settings = Settings with
        {
            Gamma = Gamma,
            RewardScale = 1,
            Temperature = Alpha,
            LearnsTemperature = false,
            TargetEntropy = null,
        };
        var loss = new SoftActorCriticLoss(networks, settings);
        var adam = new Adam(new AdamSettings(StepSize: 3e-3));
        var theta = networks.Initialize(new RngKey(1), Alpha, CPU, ScalarType.Float32).Flat;
        var (targets, state) = (networks.FlatQ(theta).clone(), adam.Initialize(theta));
        var value = 0.0;
        const int Steps = 2000;
        for (var step = 0; step < Steps; step++)
        {
            using var inner = NewDisposeScope();
            var key = new RngKey(2).At(step);
            var u = (key.For("u").Normal([1, 128, 1], CPU) * 1.2) + 0.3;
            var logP = (((u - Mean) / Std).square() * -0.5) - Math.Log(Std * Math.Sqrt(2 * Math.PI))
                - (1 - u.tanh().square()).log();
            var here = ones([1, 128, 1]);
            var reward = (logP.squeeze(-1) * Alpha) + C;
            var batch = new SoftActorCriticBatch(
                new Transitions(here, u.tanh(), reward, here, zeros_like(reward)), Context: null, zeros([1, 0]),
                key.For("now").Normal([1, 128, 1], CPU), key.For("then").Normal([1, 128, 1], CPU));
            var (gradient, numbers) = loss.Gradient(theta, targets, batch);
            (theta, state) = adam.Step(theta, state, gradient, iteration: 0);
            targets = targets + ((networks.FlatQ(theta) - targets) * 0.02);
            value += step < Steps - 200 ? 0 : -numbers[1].ToDouble() / 200; // V = E[min Q − α log π]
            _ = theta.MoveToOuterDisposeScope();
            _ = targets.MoveToOuterDisposeScope();
            foreach (var tensor in state.Values)
            {
                _ = tensor.MoveToOuterDisposeScope();
            }
        }

        Assert.Equal(C / (1 - Gamma), value, 0.1);
        var pi = networks.Act(networks.Split(theta).Policy, ones([1, 1]), zeros([1, 0]));
        Assert.Equal(Mean, pi.Sample(zeros(1)).ToSingle(), 0.1);
        Assert.Equal(Std, (pi.Sample(ones(1)) - pi.Sample(zeros(1))).ToSingle(), 0.1);
    }

    private static SoftActorCriticLoss Loss(SoftActorCriticSettings settings) =>
        new(Networks, settings, DivergenceWeight);

    private static (Tensor Theta, Tensor Targets, SoftActorCriticBatch Batch) Draw()
    {
        var theta = Networks.Initialize(new RngKey(1), Settings.Temperature, CPU, ScalarType.Float64).Flat;
        var other = Networks.Initialize(new RngKey(2), Settings.Temperature, CPU, ScalarType.Float64).Flat;
        var transitions = new Transitions(
            Numbers("o", 3, 4, 3), Numbers("a", 3, 4, 2).tanh(), Numbers("r", 3, 4), Numbers("next", 3, 4, 3),
            (Numbers("d", 3, 4) > 0.5).to_type(ScalarType.Float64));
        return (theta, Networks.FlatQ(other), new SoftActorCriticBatch(
            transitions, Numbers("c", 3, 5, 6), Numbers("z", 3, 2), Numbers("now", 3, 4, 2), Numbers("then", 3, 4, 2)));

        static Tensor Numbers(string name, params long[] shape) =>
            new RngKey(3).For(name).Normal(shape, CPU, ScalarType.Float64);
    }

    private static void AssertDerivative(
        SoftActorCriticSettings settings, Tensor theta, string part, SoftActorCriticBatch batch,
        Func<Tensor, double> objective)
    {
        var (_, targets, _) = Draw();
        var gradient = Loss(settings).Gradient(theta, targets, batch).Gradient;
        for (var direction = 0; direction < 5; direction++)
        {
            var v = new RngKey(22).At(direction).Normal(theta.shape, CPU, ScalarType.Float64) * Mask(part);
            v = v / v.norm();
            var difference = (objective(theta + (v * 1e-6)) - objective(theta - (v * 1e-6))) / 2e-6;
            var derivative = (gradient * v).sum().ToDouble();
            Assert.True(Math.Abs(derivative) > 1e-3, $"{part}: {derivative} says nothing.");
            Assert.True(
                Math.Abs(difference - derivative) <= Tolerance * Math.Max(1, Math.Abs(derivative)),
                $"{part}: {difference} {derivative}");
        }
    }

    private static Tensor Of(string part, Tensor gradient) => gradient * Mask(part);

    // 1 at the weights of a part, else 0, [P].
    private static Tensor Mask(string part) => cat(
        [.. Networks.Layout.Weights.Select(weight => full(
            weight.Count, weight.Name.StartsWith(part, StringComparison.Ordinal) ? 1.0 : 0, ScalarType.Float64))]);
}
