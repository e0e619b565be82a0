using MetaRL.Agents.InnerLoops;
using MetaRL.Experiments.Yaml;

namespace MetaRL.Experiments;

/// <summary>An inner loop that experiment files can name.</summary>
public sealed class InnerLoopEntry
{
    internal InnerLoopEntry(string name, string summary, string paper, Func<YamlSection, InnerLoopSettings> read) =>
        (Name, Summary, Paper, Read) = (name, summary, paper, read);

    /// <summary>The value of <c>inner.algorithm</c>.</summary>
    public string Name { get; }

    /// <summary>One line: what an update is.</summary>
    public string Summary { get; }

    /// <summary>Where it was published.</summary>
    public string Paper { get; }

    /// <summary>Reads its keys of the section <c>inner</c>.</summary>
    internal Func<YamlSection, InnerLoopSettings> Read { get; }
}

/// <summary>Every inner loop that experiment files can name; the first is the default.</summary>
public static class InnerLoops
{
    public static IReadOnlyList<InnerLoopEntry> All { get; } =
    [
        new("policy-gradient", "gradient of the log-probabilities times advantages", "Williams 1992 (REINFORCE)", ReadPolicyGradient),
    ];

    private static PolicyGradientSettings ReadPolicyGradient(YamlSection section)
    {
        var defaults = new PolicyGradientSettings();
        var stepSize = section.Number("step_size", defaults.StepSize, NumberRule.Positive);
        return new PolicyGradientSettings(
            stepSize,
            section.Number("later_step_size", stepSize, NumberRule.Positive),
            section.Number("gamma", defaults.Gamma, NumberRule.UnitInterval),
            section.Number("lambda", defaults.Lambda, NumberRule.UnitInterval),
            section.Choice("baseline", [("linear", ValueBaseline.Linear), ("none", ValueBaseline.None)]),
            section.Flag("normalize_advantages", defaults.NormalizeAdvantages),
            section.Choice("mean_over", [("episodes", StepWeighting.Episodes), ("steps", StepWeighting.Steps)]),
            section.Flag("bootstrap_at_time_limit", defaults.BootstrapAtTimeLimit));
    }
}
