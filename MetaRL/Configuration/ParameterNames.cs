using MetaRL.Configuration.Yaml;

namespace MetaRL.Configuration;

/// <summary>Parameters of tasks in <c>family.tasks</c>, which may stand there under any of their names.</summary>
internal static class ParameterNames
{
    /// <summary>
    /// A tree without the parameters that take precedence elsewhere, whatever name they have here and there.
    /// </summary>
    /// <param name="root">An experiment, or what several of them share.</param>
    /// <param name="others">Names of the parameters elsewhere.</param>
    /// <param name="family">Name of the family; with one that does not exist nothing is left out.</param>
    public static ConfigMap Without(ConfigMap root, IReadOnlyCollection<string> others, string? family)
    {
        if (
            others.Count == 0 || Section(root, "family") is not { } section
                || Section(section, "tasks") is not { } tasks
            || Families.All.Find(family ?? "") is not { } entry)
        {
            return root;
        }

        var parameters = Families.Create(entry.Name).Tasks.Parameters;
        string[] known =
            [.. parameters.Where(one => others.Any(one.IsCalled)).SelectMany(one => one.Aliases.Prepend(one.Name))];
        return With(root, "family", With(section, "tasks", tasks.Without(known)));
    }

    /// <summary>A tree with an override, which replaces parameters whatever name they have in the tree.</summary>
    public static ConfigMap Apply(ConfigMap root, Override set) =>
        set.ApplyTo(Without(root, Of(set.ApplyTo(new ConfigMap(set.Origin, []))), Family(root)));

    /// <summary>Names in <c>family.tasks</c> of a tree.</summary>
    public static IReadOnlyCollection<string> Of(ConfigMap root) =>
        Section(root, "family") is { } family && Section(family, "tasks") is { } tasks
            ? [.. tasks.Entries.Select(entry => entry.Key)]
            : [];

    /// <summary>Name of the family of a tree.</summary>
    public static string? Family(ConfigMap root) =>
        (Section(root, "family")?.Find("name")?.Value as ConfigScalar)?.Value;

    private static ConfigMap? Section(ConfigMap map, string key) => map.Find(key)?.Value as ConfigMap;

    private static ConfigMap With(ConfigMap map, string key, ConfigMap section) =>
        map.With(map.Find(key)! with { Value = section });
}
