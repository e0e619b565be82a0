using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

/// <summary>
/// Expectations over every trajectory there is, against finite differences of the true expected return after adapting.
/// </summary>
/// <remarks>
/// Two tasks of two actions over T steps, E episodes a round; the reward is a table of task, step and action.
/// </remarks>
public sealed class SamplingCreditTests
{
    private static readonly double[,,] Reward = { { { 1.0, 0.0 }, { 0.5, 2.0 } }, { { -1.0, 1.5 }, { 1.0, 0.0 } } };

    private static readonly PolicyGradient Inner = new(new PolicyGradientSettings(
        StepSize: 2, LaterStepSize: 1,
        new AdvantageSettings(Gamma: 1, Baseline: ValueBaseline.None, Normalize: false)));

    private static readonly CategoricalPolicy Policy = new(2, 2, [], Activation.Tanh);

    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(1, 2, 1)]
    [InlineData(1, 1, 2)]
    public void Gradient_WithCreditForSampling_IsTheDerivativeOfTheExpectedReturn(int steps, int updates, int envs) =>
        Assert.All(
            Compare(steps, updates, envs, samplingCredit: true), pair => Assert.Equal(pair.True, pair.Estimated, 1e-7));

    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(1, 2, 1)]
    [InlineData(1, 1, 2)]
    public void Gradient_WithoutCreditForSampling_IsBiased(int steps, int updates, int envs) =>
        Assert.Contains(
            Compare(steps, updates, envs, samplingCredit: false),
            pair => Math.Abs(pair.True - pair.Estimated) > 0.1 * Math.Abs(pair.True));

    // E[∇²L] of all actions against ∇²(−E[r]), one step long.
    [Fact]
    public void LikelihoodRatio_InExpectation_HasTheHessianOfTheExpectedReturn()
    {
        using var scope = NewDisposeScope();
        var theta = Theta().Detach(requiresGrad: true);
        var expected = Hessian(
            Policy.With(theta)
                .Act(tensor([1.0, 0.0], [1, 2])).Parameters.softmax(-1).matmul(tensor([1.0, 0.0])).sum().neg(),
            theta);
        Assert.True(ExpectedHessian(new LikelihoodRatio(Inner.Settings), theta).allclose(expected, 1e-10, 1e-12));
        Assert.False(ExpectedHessian(Inner, theta).allclose(expected, 0.1, 0.01));
    }

    // Derivatives of the mean return after adapting, per step, along three directions: by finite differences, and the
    // estimator's mean.
    private static List<(double True, double Estimated)> Compare(int steps, int updates, int envs, bool samplingCredit)
    {
        using var scope = NewDisposeScope();
        var theta = Theta();
        var estimate = ExpectedGradient(scope, theta, steps, updates, envs, samplingCredit).neg();
        var pairs = new List<(double, double)>();
        for (var direction = 0; direction < 3; direction++)
        {
            var v = MetaGradientTests.Direction(direction, theta.Flat);
            var difference = (Return(v * 1e-5) - Return(v * -1e-5)) / 2e-5;
            pairs.Add((difference, (estimate * v).sum().ToDouble()));
        }

        return pairs;

        double Return(Tensor step) => Enumerable.Range(0, 2).Average(task =>
            Paths(theta with { Flat = theta.Flat + step }, task, steps, updates, envs)
                .Sum(path => path.Probability * path.Return)) / steps;
    }

    private static Tensor ExpectedGradient(
        DisposeScope scope, Params theta, int steps, int updates, int envs, bool samplingCredit)
    {
        var problem = TinyProblem.Of(new GridNavigation(horizon: steps), Policy, Inner, tasks: 2, envs, updates) with
        {
            Terms = samplingCredit ? [new SamplingCredit()] : [],
        };
        var mean = zeros_like(theta.Flat);
        foreach (var first in Paths(theta, 0, steps, updates, envs))
        {
            foreach (var second in Paths(theta, 1, steps, updates, envs))
            {
                var rounds = first.Rounds.Zip(
                    second.Rounds, (one, other) => Inner.Prepare(Rollout.Concatenate([one, other])));
                var objective = new AdaptedObjective(
                    scope, problem, GradientOrder.Second, theta, [new AdaptationBatch([.. rounds])]);
                mean += objective.Gradient * (first.Probability * second.Probability);
            }
        }

        return mean;
    }

    // Every sequence of rollouts of one task with its probability from θ, and the return of the last.
    private static List<(IReadOnlyList<Rollout> Rounds, double Probability, double Return)> Paths(
        Params theta, int task, int steps, int updates, int envs)
    {
        var paths = new List<(IReadOnlyList<Rollout>, double, double)>();
        Follow(theta.Broadcast(1), [], 1);
        return paths;

        void Follow(Params phi, IReadOnlyList<Rollout> before, double probability)
        {
            for (var choice = 0; choice < 1 << (steps * envs); choice++)
            {
                var rollout = Play(
                    task, [.. Enumerable.Range(0, steps * envs).Select(bit => (choice >> bit) & 1)], envs);
                var p = probability * Policy.With(phi)
                    .Act(rollout.Observations).LogProb(rollout.Actions).sum().exp().ToDouble();
                IReadOnlyList<Rollout> rounds = [.. before, rollout];
                if (rounds.Count > updates)
                {
                    paths.Add((rounds, p, rollout.Returns.mean().ToDouble()));
                }
                else
                {
                    Follow(
                        Inner.Update(
                            Policy, phi.Detach(requiresGrad: true), Inner.Prepare(rollout), before.Count,
                            GradientOrder.First).Detach(),
                        rounds, p);
                }
            }
        }
    }

    // Episodes with given actions, step by step; the observation is the step.
    private static Rollout Play(int task, int[] actions, int envs)
    {
        var steps = actions.Length / envs;
        var rewards = actions.Select((action, index) => Reward[task, index / envs, action]).ToArray();
        var nothing = zeros([steps, 1, envs], ScalarType.Float64);
        return new Rollout(
            eye(2, dtype: ScalarType.Float64).narrow(0, 0, steps).view(steps, 1, 1, 2).expand(steps, 1, envs, 2),
            zeros([1, envs, 2], ScalarType.Float64),
            tensor([.. actions.Select(action => (long)action)], [steps, 1, envs]), tensor(rewards, [steps, 1, envs]),
            nothing > 0,
            nothing + 1, arange(steps, dtype: ScalarType.Float64).view(-1, 1, 1).expand(steps, 1, envs),
            Restarts: false);
    }

    private static Tensor ExpectedHessian(IInnerLoop loop, Params theta)
    {
        var mean = zeros([theta.Layout.Count, theta.Layout.Count], ScalarType.Float64);
        for (var action = 0; action < 2; action++)
        {
            var rollout = Play(task: 0, [action], envs: 1);
            var phi = theta.Broadcast(1);
            var loss = loop.Loss(Policy, phi, loop.Prepare(Policy, phi.Detach(), rollout, 0)).sum();
            var probability = Policy.With(theta).Act(rollout.Observations).LogProb(rollout.Actions).exp().ToDouble();
            mean += Hessian(loss, theta) * probability;
        }

        return mean;
    }

    private static Tensor Hessian(Tensor loss, Params theta)
    {
        var gradient = autograd.grad([loss], [theta.Flat], retain_graph: true, create_graph: true)[0];
        return stack(Enumerable.Range(0, (int)theta.Layout.Count)
            .Select(row => autograd.grad([gradient[row]], [theta.Flat], retain_graph: true)[0]));
    }

    private static Params Theta() => Policy.Initialize(new RngKey(21), CPU, ScalarType.Float64);
}
