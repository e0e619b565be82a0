using MetaRL.Environments.Tasks;
using MetaRL.Runs;
using MetaRL.Tests.Runs;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

/// <summary>A cart-pole of one step earns 1 whatever is done, so that there is nothing to learn.</summary>
public sealed class EqualReturnsTests
{
    [Theory]
    [InlineData("maml: {}", "", "")]
    [InlineData("maml: {outer: {optimizer: adam}}", "", "")]
    [InlineData("maml: {outer: {optimizer: ppo}}", "", "")]
    [InlineData("maml: {order: first, estimator: e-maml}", "", "")]
    [InlineData("maml: {estimator: e-maml, outer: {optimizer: adam}}", "", "")]
    [InlineData("maml: {}", "baseline: none", "")]
    [InlineData("maml: {}", "mean_over: steps", "restart: true")]
    [InlineData("maml: {}", "", "objective: inner-loss")]
    [InlineData("maml: {}", "algorithm: actor-critic", "")]
    [InlineData("maml: {}", "algorithm: ppo", "")]
    [InlineData("maml: {estimator: e-maml}", "algorithm: ppo", "")]
    [InlineData("fomaml: {}", "", "")]
    [InlineData("reptile: {outer: {optimizer: adam}}", "", "")]
    [InlineData("meta-sgd: {}", "", "")]
    [InlineData("anil: {}", "", "")]
    [InlineData("cavia: {}", "", "")]
    [InlineData("promp: {inner_kl: 0, outer: {optimizer: ppo}}", "", "")]
    [InlineData("multi-task: {}", "", "")]
    [InlineData("robust: {}", "", "")]
    [InlineData("oracle: {}", "", "")]
    public void Iterate_WhereAllEpisodesEarnAlike_LeavesTheWeightsAsTheyWere(
        string algorithm, string inner, string training)
    {
        var experiment = SmallRun.Experiment(
            $$$"""
            name: x
            family: {name: cart-pole, horizon: 1}
            policy: {hidden: [4]}
            inner: {updates: 2, {{{inner}}}}
            training: {iterations: 3, tasks: 3, envs_per_task: 4, {{{training}}}}
            algorithms: {{{{algorithm}}}}
            """);
        var learner = Algorithm.Build(experiment, experiment.Algorithms[0], CPU).Learner;
        var first = learner.Initialize(new RngKey(1));
        var state = first;
        for (var iteration = 0; iteration < 3; iteration++)
        {
            (state, var metrics) = learner.Iterate(new RngKey(2).At(iteration), state);
            Assert.Equal(0.0, metrics.Outer.GetValueOrDefault("kl"));
        }

        Assert.Equal(first.Theta.Flat.data<float>().ToArray(), state.Theta.Flat.data<float>().ToArray());
    }
}
