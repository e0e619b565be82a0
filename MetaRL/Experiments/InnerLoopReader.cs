using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using MetaRL.Experiments.Yaml;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Experiments;

/// <summary>Reads the keys of the inner loops.</summary>
internal static class InnerLoopReader
{
    private static readonly (string Name, StepWeighting Value)[] Weightings =
        [("episodes", StepWeighting.Episodes), ("steps", StepWeighting.Steps)];

    public static PolicyGradientSettings ReadPolicyGradient(YamlSection section)
    {
        var defaults = new PolicyGradientSettings();
        var (stepSize, later) = ReadStepSizes(section, defaults);
        return new PolicyGradientSettings(
            stepSize,
            later,
            section.Number("gamma", defaults.Gamma, NumberRule.UnitInterval),
            section.Number("lambda", defaults.Lambda, NumberRule.UnitInterval),
            section.Choice("baseline", [("linear", ValueBaseline.Linear), ("none", ValueBaseline.None)]),
            section.Flag("normalize_advantages", defaults.NormalizeAdvantages),
            section.Choice("mean_over", Weightings),
            section.Flag("bootstrap_at_time_limit", defaults.BootstrapAtTimeLimit));
    }

    public static InnerPpoSettings ReadPpo(YamlSection section)
    {
        var defaults = new InnerPpoSettings(ReadPolicyGradient(section));
        return defaults with
        {
            Clip = section.Number("clip", defaults.Clip, NumberRule.Positive),
            Epochs = section.Int("epochs", defaults.Epochs, atLeast: 1),
        };
    }

    public static ActorCriticSettings ReadActorCritic(YamlSection section)
    {
        var defaults = new ActorCriticSettings();
        var (stepSize, later) = ReadStepSizes(section, defaults);
        return new ActorCriticSettings(
            stepSize,
            later,
            section.Number("gamma", defaults.Gamma, NumberRule.UnitInterval),
            section.Number("lambda", defaults.Lambda, NumberRule.UnitInterval),
            section.Number("value_weight", defaults.ValueWeight, NumberRule.AtLeastZero),
            section.Flag("normalize_advantages", defaults.NormalizeAdvantages),
            section.Choice("mean_over", Weightings),
            section.Flag("bootstrap_at_time_limit", defaults.BootstrapAtTimeLimit));
    }

    public static QLearningSettings ReadQLearning(YamlSection section, TaskFamily family)
    {
        RequireDiscrete(section, family);
        RequireOneHot(section, family);
        var defaults = new QLearningSettings();
        var (stepSize, later) = ReadStepSizes(section, defaults);
        var gamma = section.Number("gamma", defaults.Gamma, NumberRule.UnitInterval);
        var target = section.Choice("target",
        [
            ("q-learning", QTarget.Max), ("sarsa", QTarget.Sarsa), ("expected-sarsa", QTarget.ExpectedSarsa), ("q-lambda", QTarget.WatkinsTraces),
        ]);
        var exploration = ReadExploration(section, "boltzmann");
        return new QLearningSettings(
            stepSize,
            later,
            gamma,
            target,
            target == QTarget.WatkinsTraces ? section.Number("lambda", defaults.Lambda, NumberRule.UnitInterval) : defaults.Lambda,
            section.Number("visit_exponent", defaults.VisitExponent, NumberRule.UnitInterval),
            exploration,
            section.Flag("learn_step_size", defaults.LearnStepSize),
            exploration is Boltzmann && section.Flag("learn_temperature", defaults.LearnTemperature));
    }

    public static DeepQLearningSettings ReadDeepQLearning(YamlSection section, TaskFamily family)
    {
        RequireDiscrete(section, family);
        var defaults = new DeepQLearningSettings();
        var (stepSize, later) = ReadStepSizes(section, defaults);
        return new DeepQLearningSettings(
            stepSize,
            later,
            section.Number("gamma", defaults.Gamma, NumberRule.UnitInterval),
            section.Int("gradient_steps", defaults.GradientSteps, atLeast: 1),
            section.Choice("loss", [("squared", false), ("huber", true)]) ? section.Number("huber_width", 1, NumberRule.Positive) : defaults.HuberWidth,
            ReadExploration(section, "epsilon-greedy"));
    }

    private static (double First, double Later) ReadStepSizes(YamlSection section, InnerLoopSettings defaults)
    {
        var first = section.Number("step_size", defaults.StepSize, NumberRule.Positive);
        return (first, section.Number("later_step_size", first, NumberRule.Positive));
    }

    private static Exploration ReadExploration(YamlSection section, string fallback)
    {
        var greedy = new EpsilonGreedy();
        return section.Choice("exploration", fallback, [("boltzmann", false), ("epsilon-greedy", true)])
            ? new EpsilonGreedy(
                section.Number("epsilon_first", greedy.First, NumberRule.Share),
                section.Number("epsilon_last", greedy.Last, NumberRule.Share),
                section.Int("epsilon_rounds", section.Int("updates", 1, atLeast: 1), atLeast: 1))
            : new Boltzmann(section.Number("temperature", new Boltzmann().Temperature, NumberRule.Positive));
    }

    private static void RequireDiscrete(YamlSection section, TaskFamily family)
    {
        if (family.Actions is not Discrete)
        {
            throw section.Error(
                "algorithm", $"{section.Name("algorithm")} needs discrete actions, but those of {family.Name} are a {family.Actions}; policy-gradient fits.");
        }
    }

    // A row of the table for each observation: exactly one of its numbers is 1, the others are 0.
    private static void RequireOneHot(YamlSection section, TaskFamily family)
    {
        using var scope = NewDisposeScope();
        if (family is not TabularFamily || !IsOneHot(TabularFamily.TablesOf(family.Sample(default, 1, TaskSplit.Train)).Features))
        {
            throw section.Error(
                "algorithm",
                $"{section.Name("algorithm")} needs one-hot observations, but those of {family.Name} are not; "
                + "use 'observation: one-hot' where the family has it, or deep-q-learning.");
        }
    }

    private static bool IsOneHot(Tensor features) =>
        features.eq(1).sum(-1).eq(1).logical_and(features.eq(0).sum(-1).eq(features.size(-1) - 1)).all().ToBoolean();
}
