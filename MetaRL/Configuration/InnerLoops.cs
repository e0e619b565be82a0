using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;

namespace MetaRL.Configuration;

/// <summary>
/// Every inner loop that experiment files can name as <c>inner.algorithm</c>, with the reading of its keys.
/// </summary>
public static class InnerLoops
{
    public static Registry<InnerLoopSettings> All { get; } = new("inner loop",
    [
        new(
            "policy-gradient", "gradient of the log-probabilities times advantages", "Williams 1992 (REINFORCE)",
            (section, _) => PolicyGradient(section)),
        new(
            "actor-critic", "policy gradient with a value that adapts too", "Mnih et al. 2016 (A2C)",
            (section, _) => ActorCritic(section)),
        new(
            "ppo", "several epochs on the clipped ratio of probabilities", "Schulman et al. 2017",
            (section, _) => Ppo(section)),
        new(
            "q-learning", "a table that changes with every step; SARSA, expected SARSA, Q(λ)", "Watkins 1989",
            (section, shared) => QLearning(section, shared.Family)),
        new(
            "deep-q-learning", "steps on the TD errors of a network with double-Q targets",
            "Mnih et al. 2015; van Hasselt et al. 2016", (section, shared) => DeepQLearning(section, shared.Family)),
    ]);

    private static readonly (string Name, StepWeighting Value)[] Weightings =
        [("episodes", StepWeighting.Episodes), ("steps", StepWeighting.Steps)];

    private static PolicyGradientSettings PolicyGradient(YamlSection section)
    {
        var (stepSize, later) = StepSizes(section, new PolicyGradientSettings());
        return new PolicyGradientSettings(stepSize, later, Advantages(section));
    }

    private static AdvantageSettings Advantages(YamlSection section)
    {
        var defaults = new AdvantageSettings();
        return new AdvantageSettings(
            section.Number("gamma", defaults.Gamma, NumberRule.UnitInterval),
            section.Number("lambda", defaults.Lambda, NumberRule.UnitInterval),
            section.Choice("baseline", [("linear", ValueBaseline.Linear), ("none", ValueBaseline.None)]),
            section.Flag("normalize_advantages", defaults.Normalize),
            section.Choice("mean_over", Weightings),
            section.Flag("bootstrap_at_time_limit", defaults.BootstrapAtTimeLimit));
    }

    private static InnerPpoSettings Ppo(YamlSection section)
    {
        var defaults = new InnerPpoSettings();
        var (stepSize, later) = StepSizes(section, defaults);
        return new InnerPpoSettings(
            stepSize,
            later,
            Advantages(section),
            section.Number("clip", defaults.Clip, NumberRule.Positive),
            section.Int("epochs", defaults.Epochs, atLeast: 1));
    }

    private static ActorCriticSettings ActorCritic(YamlSection section)
    {
        var defaults = new ActorCriticSettings();
        var (stepSize, later) = StepSizes(section, defaults);
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

    private static QLearningSettings QLearning(YamlSection section, TaskFamily family)
    {
        RequireDiscrete(section, family);
        RequireOneHot(section, family);
        return QLearning(section);
    }

    /// <summary>Keys of Q-learning with a table.</summary>
    internal static QLearningSettings QLearning(YamlSection section)
    {
        var defaults = new QLearningSettings();
        var (stepSize, later) = StepSizes(section, defaults);
        var gamma = section.Number("gamma", defaults.Gamma, NumberRule.UnitInterval);
        var target = section.Choice("target",
        [
            ("q-learning", QTarget.Max), ("sarsa", QTarget.Sarsa), ("expected-sarsa", QTarget.ExpectedSarsa),
            ("q-lambda", QTarget.WatkinsTraces),
        ]);
        var exploration = Exploration(section, "boltzmann");
        return new QLearningSettings(
            stepSize,
            later,
            gamma,
            target,
            target == QTarget.WatkinsTraces
                ? section.Number("lambda", defaults.Lambda, NumberRule.UnitInterval)
                : defaults.Lambda,
            section.Number("visit_exponent", defaults.VisitExponent, NumberRule.UnitInterval),
            exploration,
            section.Flag("learn_step_size", defaults.LearnStepSize),
            exploration is Boltzmann && section.Flag("learn_temperature", defaults.LearnTemperature));
    }

    private static DeepQLearningSettings DeepQLearning(YamlSection section, TaskFamily family)
    {
        RequireDiscrete(section, family);
        var defaults = new DeepQLearningSettings();
        var (stepSize, later) = StepSizes(section, defaults);
        return new DeepQLearningSettings(
            stepSize,
            later,
            section.Number("gamma", defaults.Gamma, NumberRule.UnitInterval),
            section.Int("gradient_steps", defaults.GradientSteps, atLeast: 1),
            section.Choice("loss", [("squared", false), ("huber", true)])
                ? section.Number("huber_width", 1, NumberRule.Positive)
                : defaults.HuberWidth,
            Exploration(section, "epsilon-greedy"));
    }

    private static (double First, double Later) StepSizes(YamlSection section, InnerLoopSettings defaults)
    {
        var first = section.Number("step_size", defaults.StepSize, NumberRule.Positive);
        var later = section.Number("later_step_size", first, NumberRule.Positive);
        var ratio = later / first; // evaluation.later_step_ratios by default
        return ValueRule.Positive.Holds(ratio)
            ? (first, later)
            : throw section.Error(
                "later_step_size",
                section.Name("later_step_size") + FormattableString.Invariant(
                    $" must be from 1.5E-45 to 3.4E+38 times step_size, {first}, but is {later}."));
    }

    private static Exploration Exploration(YamlSection section, string fallback)
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
                "algorithm",
                $"{section.Name("algorithm")} needs discrete actions, but those of {family.Name} are a"
                + $" {family.Actions}; policy-gradient fits.");
        }
    }

    // The table has a row for each observation.
    private static void RequireOneHot(YamlSection section, TaskFamily family)
    {
        if (family is not TabularFamily { ObservesOneHot: true })
        {
            throw section.Error(
                "algorithm",
                $"{section.Name("algorithm")} needs one-hot observations, but those of {family.Name} are not; "
                + "use 'observation: one-hot' where the family has it, or deep-q-learning.");
        }
    }
}
