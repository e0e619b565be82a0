using MetaRL.Agents.InnerLoops;
using MetaRL.Experiments.Yaml;
using MetaRL.Learners;
using MetaRL.Optimizers;

namespace MetaRL.Experiments;

/// <summary>Reads the entries of <c>algorithms</c> and the outer optimisers.</summary>
internal static class AlgorithmReader
{
    // Folders that an experiment has beside those of its algorithms.
    private static readonly string[] TakenNames = ["plots"];

    private static readonly (string Name, GradientOrder Value)[] Orders =
        [("second", GradientOrder.Second), ("first", GradientOrder.First)];

    private static IReadOnlyCollection<string> Names => [.. Algorithms.All.Select(entry => entry.Name)];

    public static IReadOnlyList<AlgorithmSettings> ReadAll(YamlSection section, object sharedOuter, InnerSettings inner)
    {
        var names = section.Keys.ToArray();
        return names.Length > 0
            ? [.. names.Select(name => Read(section, name, sharedOuter, inner))]
            : throw section.Error(
                "", "algorithms must name at least one algorithm; remove the key for the default comparison.");
    }

    /// <summary>
    /// An outer optimiser: what it does not say comes from <paramref name="inherited"/> if that is one of the same
    /// name.
    /// </summary>
    public static object ReadOuter(YamlSection section, object? inherited)
    {
        var isAdam = section.Choice(
            "optimizer", inherited is AdamSettings ? "adam" : "trpo", [("trpo", false), ("adam", true)]);
        object settings = isAdam
            ? ReadAdam(section, inherited as AdamSettings ?? new AdamSettings())
            : ReadTrpo(section, inherited as TrpoSettings ?? new TrpoSettings());
        section.End();
        return settings;
    }

    private static AlgorithmSettings Read(YamlSection algorithms, string name, object sharedOuter, InnerSettings inner)
    {
        ExperimentReader.RequireName(algorithms, name, name);
        if (TakenNames.Contains(name))
        {
            throw algorithms.Error(
                name, $"An algorithm cannot be named '{name}': an experiment has a folder of that name.");
        }

        var section = algorithms.Section(name);
        var kind = section.Text("algorithm", name);
        var entry = Algorithms.All.FirstOrDefault(entry => entry.Name == kind)
            ?? throw (section.Has("algorithm")
                ? section.Error("algorithm", $"There is no algorithm '{kind}'{NearestName.Cure(kind, Names)}")
                : algorithms.Error(
                    name, $"There is no algorithm '{name}'{NearestName.Cure(name, Names)}{UnderAnotherName(name)}"));

        var order = entry.HasOrder ? section.Choice("order", Orders) : GradientOrder.First;
        if (!entry.HasOrder && section.Has("order"))
        {
            throw section.Error(
                "order", $"{section.Name("order")} has no meaning: only maml has an order; remove the key.");
        }

        if (!entry.Trains && section.Has("outer"))
        {
            throw section.Error(
                "outer", $"{section.Name("outer")} has no meaning: {entry.Name} does not train; remove the key.");
        }

        if (!entry.HasOuter && section.Has("outer"))
        {
            throw section.Error(
                "outer", $"{section.Name("outer")} has no meaning: {entry.Name} has an optimiser of its own, ppo; remove the key.");
        }

        var outer = entry is { Trains: true, HasOuter: true } ? ReadOuter(section.Section("outer"), sharedOuter) : sharedOuter;
        var rlSquared = entry.Kind == AlgorithmKind.RlSquared ? ReadRlSquared(section, inner) : null;
        section.End();
        return new AlgorithmSettings(name, entry.Kind, order, outer, rlSquared);
    }

    private static string UnderAnotherName(string name) => NearestName.Of(name, Names) is null
        ? $" Under a name of your own, say which: '{name}: {{algorithm: maml}}'."
        : "";

    // As many episodes in a trial as the others play rounds in an iteration: the same budget.
    private static RlSquaredSettings ReadRlSquared(YamlSection section, InnerSettings inner) => new(
        section.Int("hidden", 128, atLeast: 1),
        section.Int("layers", 1, atLeast: 1),
        section.Int("episodes", inner.Updates + 1, atLeast: 1),
        ReadRecurrentPpo(section.Section("ppo"), new RecurrentPpoSettings()));

    private static RecurrentPpoSettings ReadRecurrentPpo(YamlSection section, RecurrentPpoSettings defaults)
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
