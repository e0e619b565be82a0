using MetaRL.Configuration.Yaml;

namespace MetaRL.Configuration;

/// <summary>Reads the entries of <c>algorithms</c>.</summary>
internal static class AlgorithmReader
{
    // Folders that an experiment has beside those of its algorithms.
    private static readonly string[] TakenNames = ["plots", "paper"];

    public static IReadOnlyList<AlgorithmSettings> ReadAll(YamlSection section, SharedSettings shared)
    {
        var names = section.Keys.ToArray();
        return names.Length > 0
            ? [.. names.Select(name => Read(section, name, shared))]
            : throw section.Error(
                "", "algorithms must name at least one algorithm; remove the key for the default comparison.");
    }

    private static AlgorithmSettings Read(YamlSection algorithms, string name, SharedSettings shared)
    {
        ExperimentReader.RequireName(algorithms, name, name);
        if (TakenNames.Contains(name))
        {
            throw algorithms.Error(
                name, $"An algorithm cannot be named '{name}': an experiment has a folder of that name.");
        }

        var section = algorithms.Section(name);
        var kind = section.Has("algorithm") && Algorithms.All.Find(name) is null
            ? section.Required("algorithm", "maml")
            : section.Text("algorithm", name);
        var entry = Algorithms.All.Find(kind) ?? throw (section.Has("algorithm")
            ? section.Error("algorithm", Algorithms.All.Missing(kind), decides: true, Algorithms.All.Nearest(kind))
            : algorithms.Unknown(name, Algorithms.All.Missing(name) + UnderAnotherName(name), Algorithms.All.Names));

        var settings = new AlgorithmSettings(name, entry, entry.Read(section, shared));
        RefuseUnread(section, "order", $"the order of {kind} cannot be chosen");
        RefuseUnread(section, "estimator", $"{kind} does not credit the sampling before it adapts");
        RefuseUnread(
            section, "outer",
            settings.Learner.Trains ? $"{kind} has an optimiser of its own" : $"{kind} does not train");
        section.End();
        return settings;
    }

    // A key that other algorithms have
    private static void RefuseUnread(YamlSection section, string key, string reason)
    {
        if (section.IsUnread(key))
        {
            throw section.Meaningless(key, reason);
        }
    }

    private static string UnderAnotherName(string name) => NearestName.Of(name, Algorithms.All.Names) is null
        ? $" Under a name of your own, say which: '{name}: {{algorithm: maml}}'."
        : "";
}
