using MetaRL.Experiments.Yaml;
using MetaRL.Learners;
using MetaRL.Optimizers;

namespace MetaRL.Experiments;

/// <summary>An outer optimiser that experiment files can name.</summary>
/// <param name="Name">The value of <c>optimizer</c>.</param>
/// <param name="Read">Reads its keys: (section, the settings to complete it with, the budget) → settings.</param>
internal sealed record OuterEntry(string Name, Func<YamlSection, OuterSettings?, TrainingSettings, OuterSettings> Read);

/// <summary>Reads outer optimisers.</summary>
internal static class OuterReader
{
    public static readonly OuterEntry Trpo = new("trpo", (section, from, _) => ReadTrpo(section, from as TrpoSettings ?? new TrpoSettings()));

    public static readonly OuterEntry Adam =
        new("adam", (section, from, training) => ReadAdam(section, from as AdamSettings ?? new AdamSettings(), training));

    public static readonly OuterEntry Sgd =
        new("sgd", (section, from, training) => ReadSgd(section, from as SgdSettings ?? new SgdSettings(), training));

    public static readonly OuterEntry Ppo =
        new("ppo", (section, from, training) => ReadPpo(section, from as PpoSettings ?? PpoSettings.Default, training));

    /// <summary>Every outer optimiser; the first is the default.</summary>
    public static readonly IReadOnlyList<OuterEntry> All = [Trpo, Ppo, Adam, Sgd];

    /// <summary>
    /// An outer optimiser: what it does not say comes from <paramref name="inherited"/> if that is one of the same
    /// name.
    /// </summary>
    public static OuterSettings Read(
        YamlSection section, OuterSettings? inherited, TrainingSettings training, IReadOnlyList<OuterEntry> choices)
    {
        var fallback = choices.FirstOrDefault(entry => entry.Name == inherited?.Name) ?? choices[0];
        var chosen = section.Choice("optimizer", fallback.Name, [.. choices.Select(entry => (entry.Name, entry))]);
        var settings = chosen.Read(section, inherited, training);
        section.End();
        return settings;
    }

    /// <summary>The optimiser of a recurrent policy.</summary>
    public static RecurrentPpoSettings ReadRecurrentPpo(YamlSection section, RecurrentPpoSettings defaults, TrainingSettings training)
    {
        var settings = new RecurrentPpoSettings(
            section.Number("clip", defaults.Clip, NumberRule.Positive),
            section.Int("epochs", defaults.Epochs, atLeast: 1),
            section.Int("minibatches", defaults.Minibatches, atLeast: 1),
            section.Number("gamma", defaults.Gamma, NumberRule.UnitInterval),
            section.Number("lambda", defaults.Lambda, NumberRule.UnitInterval),
            section.Number("value_weight", defaults.ValueWeight, NumberRule.AtLeastZero),
            section.Number("entropy_bonus", defaults.EntropyBonus, NumberRule.AtLeastZero),
            section.Number("reward_weight", defaults.RewardWeight, NumberRule.AtLeastZero),
            section.Number("max_gradient_norm", defaults.MaxGradientNorm, NumberRule.Positive),
            ReadMoments(section, new AdamSettings()) with { Schedule = ReadSchedule(section, StepSchedule.Constant, training) });
        section.End();
        return settings;
    }

    private static TrpoSettings ReadTrpo(YamlSection section, TrpoSettings defaults) => new(
        section.Number("max_kl", defaults.MaxKl, NumberRule.Positive),
        section.Int("cg_iterations", defaults.CgIterations, atLeast: 1),
        section.Number("cg_damping", defaults.CgDamping, NumberRule.AtLeastZero),
        section.Int("line_search_steps", defaults.LineSearchSteps, atLeast: 1),
        section.Number("line_search_backtrack", defaults.LineSearchBacktrack, NumberRule.InsideUnitInterval));

    private static PpoSettings ReadPpo(YamlSection section, PpoSettings defaults, TrainingSettings training) => new(
        section.Number("clip", defaults.Clip, NumberRule.Positive),
        section.Int("epochs", defaults.Epochs, atLeast: 1),
        ReadAdam(section, defaults.Adam, training));

    private static SgdSettings ReadSgd(YamlSection section, SgdSettings defaults, TrainingSettings training) => new SgdSettings(
        section.Number("step_size", defaults.StepSize, NumberRule.Positive),
        section.Number("momentum", defaults.Momentum, NumberRule.Decay)) with
    {
        Schedule = ReadSchedule(section, defaults.Schedule, training),
        MaxGradientNorm = ReadMaxNorm(section, defaults.MaxGradientNorm),
    };

    private static AdamSettings ReadAdam(YamlSection section, AdamSettings defaults, TrainingSettings training) => ReadMoments(section, defaults) with
    {
        Schedule = ReadSchedule(section, defaults.Schedule, training),
        MaxGradientNorm = ReadMaxNorm(section, defaults.MaxGradientNorm),
    };

    private static AdamSettings ReadMoments(YamlSection section, AdamSettings defaults) => new(
        section.Number("step_size", defaults.StepSize, NumberRule.Positive),
        section.Number("beta1", defaults.Beta1, NumberRule.Decay),
        section.Number("beta2", defaults.Beta2, NumberRule.Decay),
        section.Number("epsilon", defaults.Epsilon, NumberRule.Positive));

    private static double? ReadMaxNorm(YamlSection section, double? inherited) => !section.HasOptional("max_gradient_norm") && inherited is null
        ? null
        : section.Number("max_gradient_norm", inherited ?? double.NaN, NumberRule.Positive);

    private static StepSchedule ReadSchedule(YamlSection optimizer, StepSchedule inherited, TrainingSettings training)
    {
        if (!optimizer.HasOptional("schedule") && inherited == StepSchedule.Constant)
        {
            return inherited;
        }

        var section = optimizer.Section("schedule");
        var shape = section.Choice(
            "shape", inherited == StepSchedule.Constant ? "linear" : Shapes.Single(one => one.Shape == inherited.Shape).Name, Shapes);
        var same = shape == inherited.Shape;
        var iterations = section.Int("iterations", same ? inherited.Iterations : training.Iterations, atLeast: 1);
        var warmup = section.Int("warmup", same ? inherited.Warmup : 0, atLeast: 0, atMost: iterations - 1);
        var final = shape == ScheduleShape.Constant
            ? 1
            : section.Number(
                "final_ratio", same ? inherited.FinalRatio : shape == ScheduleShape.Exponential ? 0.01 : 0,
                shape == ScheduleShape.Exponential ? NumberRule.InsideUnitInterval : NumberRule.UnitInterval);
        section.End();
        return new StepSchedule(shape, iterations, warmup, final);
    }

    private static readonly (string Name, ScheduleShape Shape)[] Shapes =
    [
        ("constant", ScheduleShape.Constant), ("linear", ScheduleShape.Linear), ("cosine", ScheduleShape.Cosine),
        ("exponential", ScheduleShape.Exponential),
    ];
}
