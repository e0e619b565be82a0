using MetaRL.Agents.InnerLoops;
using MetaRL.Experiments.Yaml;
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

    public static IReadOnlyList<AlgorithmSettings> ReadAll(YamlSection section, object sharedOuter)
    {
        var names = section.Keys.ToArray();
        return names.Length > 0
            ? [.. names.Select(name => Read(section, name, sharedOuter))]
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

    private static AlgorithmSettings Read(YamlSection algorithms, string name, object sharedOuter)
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

        var outer = entry.Trains ? ReadOuter(section.Section("outer"), sharedOuter) : sharedOuter;
        section.End();
        return new AlgorithmSettings(name, entry.Kind, order, outer);
    }

    private static string UnderAnotherName(string name) => NearestName.Of(name, Names) is null
        ? $" Under a name of your own, say which: '{name}: {{algorithm: maml}}'."
        : "";

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
