using MetaRL.Configuration.Yaml;
using MetaRL.Learners;
using MetaRL.Optimizers;

namespace MetaRL.Configuration;

/// <summary>
/// Every outer optimiser that experiment files can name as <c>outer.optimizer</c>, with the reading of its keys.
/// </summary>
/// <remarks>
/// What a section does not say comes from the experiment's <c>outer</c> if that is one of the same name.
/// </remarks>
public static class OuterOptimizers
{
    private const int MostTrials = 1_000_000; // of a replay, which memory holds as a whole

    private static readonly Entry<OuterSettings> Trpo = new(
        "trpo", "the longest step that keeps the mean KL divergence within a bound", "Schulman et al. 2015",
        (section, shared) => ReadTrpo(section, shared.Outer as TrpoSettings ?? new TrpoSettings()));

    private static readonly Entry<OuterSettings> PpoEntry = new(
        "ppo", "several steps of Adam on the clipped surrogate, each after adapting anew", "Schulman et al. 2017",
        (section, shared) => ReadPpo(section, shared.Outer as PpoSettings ?? PpoSettings.Default, shared.Training));

    private static readonly Entry<OuterSettings> Adam = new(
        "adam", "gradient steps in units of the gradient's running deviation", "Kingma, Ba 2015",
        (section, shared) => ReadAdam(section, shared.Outer as AdamSettings ?? new AdamSettings(), shared.Training));

    private static readonly Entry<OuterSettings> Sgd = new(
        "sgd", "gradient descent, with momentum if wanted", "Polyak 1964",
        (section, shared) => ReadSgd(section, shared.Outer as SgdSettings ?? new SgdSettings(), shared.Training));

    public static Registry<OuterSettings> All { get; } = new("outer optimizer", [Trpo, PpoEntry, Adam, Sgd]);

    /// <summary>Those that need nothing of the objective but a gradient.</summary>
    internal static Registry<OuterSettings> ByGradient { get; } = new("outer optimizer", [Sgd, Adam]);

    /// <summary>The one of ProMP.</summary>
    internal static Registry<OuterSettings> Ppo { get; } = new("outer optimizer", [PpoEntry]);

    /// <summary>Reads a section <c>outer</c>.</summary>
    internal static OuterSettings Read(YamlSection section, SharedSettings shared, Registry<OuterSettings> choices)
    {
        var settings = choices.Choose(section, "optimizer", shared.Outer?.Name).Read(section, shared);
        section.End();
        return settings;
    }

    /// <summary>The optimiser of a recurrent policy.</summary>
    internal static RecurrentPpoSettings ReadRecurrentPpo(YamlSection section, TrainingSettings training)
    {
        var defaults = new RecurrentPpoSettings();
        var settings = new RecurrentPpoSettings(
            section.Number("clip", defaults.Clip, NumberRule.Positive),
            section.Int("epochs", defaults.Epochs, atLeast: 1),
            section.Int("minibatches", defaults.Minibatches, atLeast: 1),
            section.Number("gamma", defaults.Gamma, NumberRule.UnitInterval),
            section.Number("lambda", defaults.Lambda, NumberRule.UnitInterval),
            section.Number("value_weight", defaults.ValueWeight, NumberRule.AtLeastZero),
            section.Number("entropy_bonus", defaults.EntropyBonus, NumberRule.AtLeastZero),
            section.Number("reward_weight", defaults.RewardWeight, NumberRule.AtLeastZero),
            ReadClippedAdam(section, defaults.Adam, training))
        {
            EntropyIterations = section.Int("entropy_iterations", defaults.EntropyIterations, atLeast: 0),
        };
        section.End();
        return settings;
    }

    /// <summary>How a policy with a memory learns from labels.</summary>
    internal static ImitationSettings ReadImitation(YamlSection section, TrainingSettings training)
    {
        var defaults = new ImitationSettings();
        var settings = new ImitationSettings(
            section.Int("epochs", defaults.Epochs, atLeast: 1),
            section.Int("minibatches", defaults.Minibatches, atLeast: 1),
            ReadClippedAdam(section, defaults.Adam, training));
        section.End();
        return settings;
    }

    /// <summary>How VariBAD's belief is learnt.</summary>
    internal static BeliefSettings ReadBelief(YamlSection section, TrainingSettings training)
    {
        var defaults = new BeliefSettings();
        var settings = new BeliefSettings(
            section.Int("updates", defaults.Updates, atLeast: 1),
            section.Int("trials", defaults.Trials, atLeast: 1, MostTrials),
            section.Int("replay", defaults.Replay, atLeast: 1, MostTrials),
            section.Int("contexts", defaults.Contexts, atLeast: 1),
            section.Number("divergence_weight", defaults.DivergenceWeight, NumberRule.AtLeastZero),
            ReadAdam(section, defaults.Adam, training));
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

    private static SgdSettings ReadSgd(YamlSection section, SgdSettings defaults, TrainingSettings training)
    {
        var settings = new SgdSettings(
            section.Number("step_size", defaults.StepSize, NumberRule.Positive),
            section.Number("momentum", defaults.Momentum, NumberRule.Decay));
        return Completed(settings, section, defaults, training);
    }

    /// <summary>The keys of <c>adam</c>, where a section has them among others.</summary>
    internal static AdamSettings ReadAdam(YamlSection section, AdamSettings defaults, TrainingSettings training) =>
        Completed(ReadMoments(section, defaults), section, defaults, training);

    // With the keys of every descent: schedule and largest norm
    private static T Completed<T>(T settings, YamlSection section, DescentSettings defaults, TrainingSettings training)
        where T : DescentSettings
    {
        DescentSettings completed = settings with
        {
            Schedule = ReadSchedule(section, defaults.Schedule, training),
            MaxGradientNorm = ReadMaxNorm(section, defaults.MaxGradientNorm),
        };
        return (T)completed;
    }

    // Of a policy whose gradients are always clipped
    private static AdamSettings ReadClippedAdam(YamlSection section, AdamSettings defaults, TrainingSettings training)
    {
        var norm = section.Number("max_gradient_norm", defaults.MaxGradientNorm!.Value, NumberRule.Positive);
        var settings = ReadMoments(section, defaults) with { MaxGradientNorm = norm };
        return settings with { Schedule = ReadSchedule(section, StepSchedule.Constant, training) };
    }

    private static AdamSettings ReadMoments(YamlSection section, AdamSettings defaults) => new(
        section.Number("step_size", defaults.StepSize, NumberRule.Positive),
        section.Number("beta1", defaults.Beta1, NumberRule.Decay),
        section.Number("beta2", defaults.Beta2, NumberRule.Decay),
        section.Number("epsilon", defaults.Epsilon, NumberRule.Positive));

    private static double? ReadMaxNorm(YamlSection section, double? inherited) =>
        !section.HasOptional("max_gradient_norm") && inherited is null
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
            "shape",
            inherited == StepSchedule.Constant ? "linear" : Shapes.Single(one => one.Shape == inherited.Shape).Name,
            Shapes);
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
