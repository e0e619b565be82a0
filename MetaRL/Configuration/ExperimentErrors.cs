using MetaRL.Configuration.Yaml;

namespace MetaRL.Configuration;

/// <summary>Finds everything that is wrong in an experiment file, where reading it stops at the first error.</summary>
/// <remarks>
/// An error is noted and mended as its message says, by the name that was probably meant or else by leaving the key
/// out, and the file is read again. What follows only from that is no error: unknown keys beside a choice that could
/// not be read, keys that lack where one has been left out, and what depends on a family that there is not.
/// </remarks>
internal sealed class ExperimentErrors
{
    private const int Most = 1000; // readings

    // What can be judged without the family.
    private static readonly string[] OfNoFamily = ["name", "seeds", "training", "outer", "compute", "sweep"];

    private static readonly Origin Mended = new("mended");

    private readonly List<ConfigurationException> _found = [];
    private readonly HashSet<(Origin, string)> _cut = []; // sections that a key has been left out of
    private readonly HashSet<(Origin, string)> _unsure = []; // sections whose keys nobody knows
    private readonly List<Override> _overrides;
    private bool _hasFamily = true;
    private ConfigMap _root;

    private ExperimentErrors(ConfigMap root, IEnumerable<Override> overrides) =>
        (_root, _overrides) = (root, [.. overrides]);

    /// <summary>The errors, a line each, by their places in the file, those of overrides last.</summary>
    /// <param name="root">The file.</param>
    /// <param name="overrides">What is put into it.</param>
    /// <param name="options">What else is said beside it.</param>
    public static IReadOnlyList<string> Of(
        ConfigMap root, IReadOnlyList<Override> overrides, ReadingOptions options) =>
        new ExperimentErrors(root, overrides).Find(options);

    private IReadOnlyList<string> Find(ReadingOptions options)
    {
        var readings = 0;
        for (; readings < Most && FirstError(options) is { } wrong; readings++)
        {
            if (_found.Count == 0 || !Follows(wrong))
            {
                _found.Add(wrong);
            }

            if (!Mend(wrong.Fault))
            {
                break;
            }
        }

        return
        [
            .. _found.OrderBy(wrong => wrong.Fault is { Origin.Number: > 0 and var line } ? line : long.MaxValue)
                .Select(wrong => wrong.Message).Distinct(),
            .. readings == Most ? [$"... and perhaps more than these {_found.Count}"] : (string[])[],
        ];
    }

    private ConfigurationException? FirstError(ReadingOptions options)
    {
        try
        {
            _ = ExperimentFile.Read(_root, _overrides, options);
            return null;
        }
        catch (ConfigurationException wrong)
        {
            return wrong;
        }
    }

    private bool Follows(ConfigurationException wrong)
    {
        if (wrong.Fault is not { Key: { } entry } fault)
        {
            return wrong.Fault?.Lacks == "family" && !_hasFamily;
        }

        var path = TreePath.To(_root, entry);
        return (fault.Lacks is not null && _cut.Contains(Id(entry)))
            || (fault.IsUnknown && path.SkipLast(1).Any(section => _unsure.Contains(Id(section))))
            || (!_hasFamily && path.Count > 0 && !path.Any(section => OfNoFamily.Contains(section.Key)));
    }

    private bool Mend(Fault? fault)
    {
        if (fault is null || _overrides.RemoveAll(set => set.Origin == fault.Origin) > 0)
        {
            return fault is not null;
        }

        if (fault.Key is null && fault.Lacks is "name" or "family" && _root.Find(fault.Lacks) is null)
        {
            _root = _root.With(StandIn(fault.Lacks));
            return true;
        }

        var path = TreePath.To(_root, fault.Key ?? new ConfigEntry("", _root, fault.Origin));
        if (path.Count == 0)
        {
            return false;
        }

        var (entry, section) = (path[^1], path.Count > 1 ? path[^2] : null);
        if (fault is { Meant: null, IsUnknown: false, Lacks: null } && (entry.Key == "family" ? entry
            : entry.Key == "name" && section?.Key == "family" ? section
            : null) is { } family)
        {
            _root = TreePath.Replace(_root, family, StandIn("family"));
            return true;
        }

        if (section is null && entry.Key == "experiments")
        {
            return false; // nobody knows what there is
        }

        if (section is not null)
        {
            _ = _cut.Add(Id(section));
            _ = fault is { Decides: true, Meant: null } && _unsure.Add(Id(section));
        }

        _root = TreePath.Replace(
            _root, entry,
            fault.Lacks is not null ? null
            : entry.Key == "name" && (section is null or { Key: "experiments" }) && !fault.Decides ? StandIn("name")
            : Meant(entry, section, fault));
        return true;
    }

    // The key as it was probably meant; null where nothing is near, or that is there already.
    private ConfigEntry? Meant(ConfigEntry entry, ConfigEntry? section, Fault fault)
    {
        // An entry's own name need not be that of an algorithm.
        var names = entry.Key == "algorithm" && section?.Key != "inner" && fault.Decides;
        var stands = fault.Meant ?? (names ? "random" : null);
        if (stands is not { } meant)
        {
            return null;
        }

        return !fault.IsUnknown ? entry with { Value = new ConfigScalar(entry.Value.Origin, meant, IsNull: false) }
            : ((section?.Value as ConfigMap) ?? _root).Find(meant) is null ? entry with { Key = meant }
            : null;
    }

    private ConfigEntry StandIn(string key)
    {
        _hasFamily &= key != "family";
        var name = key == "family" ? "point-navigation" : $"mended-{_found.Count}";
        var value = new ConfigScalar(Mended, name, IsNull: false);
        return new ConfigEntry(
            key,
            key == "name" ? value : new ConfigMap(Mended, [new ConfigEntry("name", value, Mended)]), Mended);
    }

    // A section keeps place and name while its keys change.
    private static (Origin Origin, string Key) Id(ConfigEntry entry) => (entry.Origin, entry.Key);
}
