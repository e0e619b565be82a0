using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Configuration;
using MetaRL.Configuration.Yaml;
using MetaRL.Learners;
using MetaRL.Optimizers;
using Xunit;

namespace MetaRL.Tests.Configuration;

/// <summary>What experiment files say of inner loops, and of what is wanted after adapting.</summary>
public sealed class InnerLoopFileTests
{
    // what follows it begins on line 3
    private const string Head = "name: x\nfamily: {name: grid-navigation, observation: one-hot}\n";

    public static TheoryData<string> EveryKey =>
    [
        "inner: {algorithm: policy-gradient, step_size: 0.2, gamma: 0.9}",
        "inner: {algorithm: ppo, step_size: 0.2, later_step_size: 0.1, gamma: 0.9, lambda: 0.8, baseline: none,"
        + " normalize_advantages: false,"
            + " mean_over: steps, bootstrap_at_time_limit: true, clip: 0.3, epochs: 7}",
        "inner: {algorithm: actor-critic, step_size: 0.2, later_step_size: 0.1, gamma: 0.9, lambda: 0.8, value_weight:"
        + " 0.3,"
            + " normalize_advantages: false, mean_over: steps, bootstrap_at_time_limit: false}",
        "inner: {algorithm: q-learning, step_size: 0.2, later_step_size: 0.1, gamma: 0.9, target: q-lambda, lambda:"
        + " 0.7, visit_exponent: 0.6,"
            + " exploration: boltzmann, temperature: 0.4, learn_step_size: true, learn_temperature: true}",
        "inner: {algorithm: q-learning, target: sarsa, exploration: epsilon-greedy, epsilon_first: 0.9, epsilon_last:"
        + " 0.2, epsilon_rounds: 4}",
        "inner: {algorithm: deep-q-learning, step_size: 0.2, gamma: 0.9, gradient_steps: 6, loss: huber, huber_width:"
        + " 2, epsilon_first: 0.9}",
        "inner: {algorithm: deep-q-learning, exploration: boltzmann, temperature: 0.2}\ntraining: {objective: return}",
    ];

    [Theory]
    [MemberData(nameof(EveryKey))]
    public void ResolvedYaml_LoadedAgain_HasTheSameInnerLoop(string yaml)
    {
        var first = Parse(yaml);
        var again = ExperimentFile.Parse(first.ResolvedYaml, "x.yaml", [])[0];
        Assert.Equal(first.Inner, again.Inner);
        Assert.Equal(first.Training, again.Training);
        Assert.Equal(first.ResolvedYaml, again.ResolvedYaml);
    }

    [Fact]
    public void Parse_EveryKeyOfQLearning_IsRead() => Assert.Equal(
        new QLearningSettings(0.2, 0.1, 0.9, QTarget.WatkinsTraces, 0.7, 0.6, new Boltzmann(0.4), true, true),
        Parse(
            "inner: {algorithm: q-learning, step_size: 0.2, later_step_size: 0.1, gamma: 0.9, target: q-lambda,"
            + " lambda: 0.7, visit_exponent: 0.6,"
            + " exploration: boltzmann, temperature: 0.4, learn_step_size: true, learn_temperature: true}").Inner.Loop);

    [Fact]
    public void Parse_EveryKeyOfDeepQLearning_IsRead() => Assert.Equal(
        new DeepQLearningSettings(0.2, 0.1, 0.9, 6, 2, new EpsilonGreedy(0.9, 0.2, 4)),
        Parse(
            "inner: {algorithm: deep-q-learning, step_size: 0.2, later_step_size: 0.1, gamma: 0.9, gradient_steps: 6,"
            + " loss: huber, huber_width: 2,"
            + " epsilon_first: 0.9, epsilon_last: 0.2, epsilon_rounds: 4}").Inner.Loop);

    [Fact]
    public void Parse_EpsilonWithoutRounds_FallsOverTheUpdates() => Assert.Equal(
        new EpsilonGreedy(1, 0.1, 5),
        ((DeepQLearningSettings)Parse("inner: {algorithm: deep-q-learning, updates: 5}").Inner.Loop).Exploration);

    [Theory]
    [InlineData("inner: {algorithm: q-learning}", MetaGoal.Return, typeof(TrpoSettings))]
    [InlineData(
            "inner: {algorithm: q-learning, exploration: epsilon-greedy}", MetaGoal.InnerLoss, typeof(AdamSettings))]
    [InlineData(
            "inner: {algorithm: deep-q-learning, exploration: boltzmann}", MetaGoal.InnerLoss, typeof(AdamSettings))]
    [InlineData("inner: {algorithm: ppo}", MetaGoal.Return, typeof(TrpoSettings))]
    public void Parse_WithoutAnObjective_TakesTheOneThatFits(string yaml, MetaGoal goal, Type outer)
    {
        var experiment = Parse(yaml);
        Assert.Equal(goal, experiment.Training.Goal);
        Assert.IsType(outer, experiment.Algorithms[0].Learner.Optimizer);
    }

    [Theory]
    [InlineData(
            "inner: {algorithm: q-learning, temprature: 1}",
            "3: Unknown key 'temprature' in inner; did you mean 'temperature'?")]
    [InlineData(
            "inner: {algorithm: q-learning, temperature: 0}", "3: inner.temperature must be greater than 0, but is 0.")]
    [InlineData(
            "inner: {algorithm: q-learning, visit_exponent: 2}",
            "3: inner.visit_exponent must be from 0 to 1, but is 2.")]
    [InlineData(
        "inner: {algorithm: q-learning, target: sarse}",
        "3: inner.target must be q-learning, sarsa, expected-sarsa or q-lambda, but is sarse; did you mean 'sarsa'?")]
    [InlineData(
            "inner: {algorithm: deep-q-learning, epsilon_last: 0}",
            "3: inner.epsilon_last must be greater than 0 and at most 1, but is 0.")]
    [InlineData(
            "inner: {algorithm: deep-q-learning, gradient_steps: 0}",
            "3: inner.gradient_steps must be at least 1, but is 0.")]
    [InlineData(
        "inner: {algorithm: q-learning, exploration: epsilon-greedy}\ntraining: {objective: return}",
        "4: training.objective cannot be return where inner.exploration is epsilon-greedy, whose probabilities have no"
        + " derivative;"
        + " use inner-loss, or explore by boltzmann.")]
    [InlineData(
        "inner: {algorithm: deep-q-learning}\ntraining: {entropy_bonus: 0.1}",
        "4: training.entropy_bonus must be 0 where inner.exploration is epsilon-greedy, whose entropy has no"
        + " derivative.")]
    [InlineData(
        "inner: {algorithm: deep-q-learning}\nouter: {optimizer: trpo}",
        "4: The outer optimizer of maml must be adam or sgd where training.objective is inner-loss, but is trpo, whose"
        + " steps are for returns.")]
    public void Parse_WhatCannotBe_IsOneLine(string yaml, string expected) =>
        Assert.Equal($"x.yaml:{expected}", Assert.Throws<ConfigurationException>(() => Parse(yaml)).Message);

    [Theory]
    [InlineData("{name: grid-navigation}")]
    [InlineData("{name: recommendation}")]
    public void Parse_TableOfWhatIsNotOneHot_SaysWhatToDo(string family) => Assert.Equal(
        $"x.yaml:3: inner.algorithm needs one-hot observations, but those of {family[7..^1]} are not;"
        + " use 'observation: one-hot' where the family has it, or deep-q-learning.",
        Assert.Throws<ConfigurationException>(
            () => ExperimentFile.Parse(
                $"name: x\nfamily: {family}\ninner: {{algorithm: q-learning}}", "x.yaml", [])).Message);

    private static Experiment Parse(string yaml) => ExperimentFile.Parse(Head + yaml, "x.yaml", [])[0];
}
