using MetaRL.Agents.InnerLoops;
using MetaRL.Baselines;
using MetaRL.Environments.Tasks;
using MetaRL.Experiments.Yaml;
using MetaRL.Learners;
using MetaRL.Optimizers;

namespace MetaRL.Experiments;

/// <summary>One entry of <c>algorithms</c>: the keys that algorithms share, read by whoever has them.</summary>
/// <param name="section">The section.</param>
/// <param name="family">Where the tasks come from.</param>
/// <param name="sharedOuter">What the experiment's <c>outer</c> says.</param>
/// <param name="inner">How weights change inside a task.</param>
internal sealed class AlgorithmSection(YamlSection section, TaskFamily family, OuterSettings sharedOuter, InnerSettings inner)
{
    /// <summary>The experiment's outer optimiser, for algorithms that cannot have one of their own.</summary>
    public OuterSettings SharedOuter => sharedOuter;

    /// <summary><c>order</c> of the meta-gradient.</summary>
    public GradientOrder Order() => section.Choice("order", [("second", GradientOrder.Second), ("first", GradientOrder.First)]);

    /// <summary><c>outer</c>, completed by the experiment's.</summary>
    public OuterSettings Outer() => OuterReader.Read(section.Section("outer"), sharedOuter);

    /// <summary>How many times the data of the others an ordinary learner gets.</summary>
    public FromScratchSettings FromScratch() => new(section.Int("data_ratio", 10, atLeast: 1));

    /// <summary>One of the family's reference agents.</summary>
    public ClassicalSettings Classical()
    {
        (string Name, ReferenceAgent Agent)[] agents = [.. family.ReferenceAgents.Select(agent => (agent.Name, agent))];
        return agents.Length == 0
            ? throw section.Error("", $"There are no classical agents for {family.Name}, only for bandit and tabular-mdp; remove the algorithm.")
            : section.Has("agent")
                ? new ClassicalSettings(section.Choice("agent", agents))
                : throw section.Error("", $"{section.Name("agent")} is required: {string.Join(", ", agents.Select(agent => agent.Name))}.");
    }

    /// <summary>How a specialist is trained.</summary>
    public SpecialistAgentSettings Specialist() => family.Actions is Box { Low: var low, High: var high } && !double.IsFinite(high - low)
        ? throw section.Error("", $"A specialist needs bounded actions, but those of {family.Name} are {family.Actions}; remove the algorithm.")
        : new SpecialistAgentSettings(SpecialistReader.Read(section, atLeastGenerations: 1));

    // As many episodes in a trial as the others play rounds in an iteration: the same budget.
    public RlSquaredSettings RlSquared() => new(
        section.Int("hidden", 128, atLeast: 1),
        section.Int("layers", 1, atLeast: 1),
        section.Int("episodes", inner.Updates + 1, atLeast: 1),
        OuterReader.ReadRecurrentPpo(section.Section("ppo"), new RecurrentPpoSettings()));
}
