using MetaRL.Agents.InnerLoops;
using MetaRL.Experiments.Yaml;
using MetaRL.Learners;
using MetaRL.Optimizers;

namespace MetaRL.Experiments;

/// <summary>One entry of <c>algorithms</c>: the keys that algorithms share, read by whoever has them.</summary>
/// <param name="section">The section.</param>
/// <param name="sharedOuter">What the experiment's <c>outer</c> says.</param>
/// <param name="inner">How weights change inside a task.</param>
/// <param name="training">The budget.</param>
internal sealed class AlgorithmSection(YamlSection section, OuterSettings sharedOuter, InnerSettings inner, TrainingSettings training)
{
    /// <summary>The experiment's outer optimiser, for algorithms that cannot have one of their own.</summary>
    public OuterSettings SharedOuter => sharedOuter;

    /// <summary><c>order</c> of the meta-gradient.</summary>
    public GradientOrder Order() => section.Choice("order", [("second", GradientOrder.Second), ("first", GradientOrder.First)]);

    /// <summary><c>outer</c>, completed by the experiment's.</summary>
    public OuterSettings Outer() => OuterReader.Read(section.Section("outer"), sharedOuter, training, OuterReader.All);

    /// <summary><c>outer</c> of a learner that takes some optimisers only, the first of them by default.</summary>
    public T Outer<T>(params IReadOnlyList<OuterEntry> choices)
        where T : OuterSettings =>
        (T)OuterReader.Read(section.Section("outer"), sharedOuter, training, choices);

    /// <summary>A whole number of its own.</summary>
    public int Int(string key, int fallback) => section.Int(key, fallback, atLeast: 1);

    /// <summary>A weight of its own, at least 0.</summary>
    public double Weight(string key, double fallback) => section.Number(key, fallback, NumberRule.AtLeastZero);

    /// <summary>α of a task's first update.</summary>
    public double InnerStepSize => inner.Loop.StepSize;

    /// <summary><c>estimator</c> of the meta-gradient, written or not: whether sampling is credited.</summary>
    public bool SamplingCredit() => section.HasOptional("estimator") && section.Choice("estimator", [("maml", false), ("e-maml", true)]);

    /// <summary>Keys of ProMP, which brings an inner loss of its own.</summary>
    public ProMpSettings ProMp() => inner.Loop is PolicyGradientSettings
        ? new(Weight("inner_kl", 5e-4), Outer<PpoSettings>(OuterReader.Ppo))
        : throw section.Error("", "promp has an inner loss of its own: inner.algorithm must be policy-gradient; set it, or remove promp.");

    // As many episodes in a trial as the others play rounds in an iteration: the same budget.
    public RlSquaredSettings RlSquared() => new(
        section.Int("hidden", 128, atLeast: 1),
        section.Int("layers", 1, atLeast: 1),
        section.Int("episodes", inner.Updates + 1, atLeast: 1),
        OuterReader.ReadRecurrentPpo(section.Section("ppo"), new RecurrentPpoSettings(), training));
}
