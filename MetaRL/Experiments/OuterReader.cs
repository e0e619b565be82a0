using MetaRL.Experiments.Yaml;
using MetaRL.Learners;
using MetaRL.Optimizers;

namespace MetaRL.Experiments;

/// <summary>Reads outer optimisers.</summary>
internal static class OuterReader
{
    /// <summary>
    /// An outer optimiser: what it does not say comes from <paramref name="inherited"/> if that is one of the same
    /// name.
    /// </summary>
    public static OuterSettings Read(YamlSection section, OuterSettings? inherited)
    {
        var isAdam = section.Choice(
            "optimizer", inherited is AdamSettings ? "adam" : "trpo", [("trpo", false), ("adam", true)]);
        OuterSettings settings = isAdam
            ? ReadAdam(section, inherited as AdamSettings ?? new AdamSettings())
            : ReadTrpo(section, inherited as TrpoSettings ?? new TrpoSettings());
        section.End();
        return settings;
    }

    /// <summary>The optimiser of a recurrent policy.</summary>
    public static RecurrentPpoSettings ReadRecurrentPpo(YamlSection section, RecurrentPpoSettings defaults)
    {
        var settings = new RecurrentPpoSettings(
            section.Number("clip", defaults.Clip, NumberRule.Positive),
            section.Int("epochs", defaults.Epochs, atLeast: 1),
            section.Int("minibatches", defaults.Minibatches, atLeast: 1),
            section.Number("gamma", defaults.Gamma, NumberRule.UnitInterval),
            section.Number("lambda", defaults.Lambda, NumberRule.UnitInterval),
            section.Number("value_weight", defaults.ValueWeight, NumberRule.AtLeastZero),
            section.Number("entropy_bonus", defaults.EntropyBonus, NumberRule.AtLeastZero),
            section.Number("max_gradient_norm", defaults.MaxGradientNorm, NumberRule.Positive),
            ReadAdam(section, new AdamSettings()));
        section.End();
        return settings;
    }

    private static TrpoSettings ReadTrpo(YamlSection section, TrpoSettings defaults) => new(
        section.Number("max_kl", defaults.MaxKl, NumberRule.Positive),
        section.Int("cg_iterations", defaults.CgIterations, atLeast: 1),
        section.Number("cg_damping", defaults.CgDamping, NumberRule.AtLeastZero),
        section.Int("line_search_steps", defaults.LineSearchSteps, atLeast: 1),
        section.Number("line_search_backtrack", defaults.LineSearchBacktrack, NumberRule.InsideUnitInterval));

    private static AdamSettings ReadAdam(YamlSection section, AdamSettings defaults) => new(
        section.Number("step_size", defaults.StepSize, NumberRule.Positive),
        section.Number("beta1", defaults.Beta1, NumberRule.Decay),
        section.Number("beta2", defaults.Beta2, NumberRule.Decay),
        section.Number("epsilon", defaults.Epsilon, NumberRule.Positive));
}
