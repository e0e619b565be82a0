using MetaRL.Agents.InnerLoops;
using MetaRL.Experiments.Yaml;
using MetaRL.Learners;
using MetaRL.Optimizers;

namespace MetaRL.Experiments;

/// <summary>One entry of <c>algorithms</c>: the keys that algorithms share, read by whoever has them.</summary>
/// <param name="section">The section.</param>
/// <param name="sharedOuter">What the experiment's <c>outer</c> says.</param>
/// <param name="inner">How weights change inside a task.</param>
internal sealed class AlgorithmSection(YamlSection section, OuterSettings sharedOuter, InnerSettings inner)
{
    /// <summary>The experiment's outer optimiser, for algorithms that cannot have one of their own.</summary>
    public OuterSettings SharedOuter => sharedOuter;

    /// <summary><c>order</c> of the meta-gradient.</summary>
    public GradientOrder Order() => section.Choice("order", [("second", GradientOrder.Second), ("first", GradientOrder.First)]);

    /// <summary><c>outer</c>, completed by the experiment's.</summary>
    public OuterSettings Outer() => OuterReader.Read(section.Section("outer"), sharedOuter);

    // As many episodes in a trial as the others play rounds in an iteration: the same budget.
    public RlSquaredSettings RlSquared() => new(
        section.Int("hidden", 128, atLeast: 1),
        section.Int("layers", 1, atLeast: 1),
        section.Int("episodes", inner.Updates + 1, atLeast: 1),
        OuterReader.ReadRecurrentPpo(section.Section("ppo"), new RecurrentPpoSettings()));
}
