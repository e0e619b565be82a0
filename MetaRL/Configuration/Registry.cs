using System.Collections;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Tasks;
using MetaRL.Optimizers;

namespace MetaRL.Configuration;

/// <summary>Something that experiment files can name.</summary>
/// <typeparam name="T">What its keys are read into.</typeparam>
public sealed class Entry<T>
{
    internal Entry(string name, string summary, string? paper, Func<YamlSection, SharedSettings, T> read) =>
        (Name, Summary, Paper, Read) = (name, summary, paper, read);

    /// <summary>Its name there.</summary>
    public string Name { get; }

    /// <summary>One line.</summary>
    public string Summary { get; }

    /// <summary>Where it was published; null where it is common knowledge, or said elsewhere.</summary>
    public string? Paper { get; }

    /// <summary>Reads its own keys of a section.</summary>
    internal Func<YamlSection, SharedSettings, T> Read { get; }
}

/// <summary>
/// Everything of one kind that experiment files can name, in the order of tables; the first is the default.
/// </summary>
/// <typeparam name="T">What an entry's keys are read into.</typeparam>
#pragma warning disable CA1710 // a registry by its own name, not a RegistryCollection
public sealed class Registry<T> : IReadOnlyCollection<Entry<T>>
#pragma warning restore CA1710
{
    private readonly IReadOnlyList<Entry<T>> _entries;
    private readonly string _kind;

    internal Registry(string kind, IReadOnlyList<Entry<T>> entries) => (_kind, _entries) = (kind, entries);

    public int Count => _entries.Count;

    public IReadOnlyList<string> Names => [.. _entries.Select(entry => entry.Name)];

    /// <summary>The entry of a name; null where there is none.</summary>
    public Entry<T>? Find(string name) => _entries.FirstOrDefault(entry => entry.Name == name);

    /// <summary>What to say where there is no entry of a name.</summary>
    public string Missing(string name) => $"There is no {_kind} '{Quotation.Of(name)}'{NearestName.Cure(name, Names)}";

    /// <summary>The name that was probably meant by one that there is not; null where nothing is near.</summary>
    internal string? Nearest(string name) => NearestName.Of(name, Names);

    /// <summary>The entry that a key names.</summary>
    /// <param name="section">Where the key may be written.</param>
    /// <param name="key">The key.</param>
    /// <param name="usual">Name of the one where it is not; the first where there is none of that name.</param>
    internal Entry<T> Choose(YamlSection section, string key, string? usual = null)
    {
        var fallback = Names.Contains(usual) ? usual! : Names[0];
        return section.Choice(key, fallback, [.. _entries.Select(entry => (entry.Name, entry))]);
    }

    public IEnumerator<Entry<T>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>What an experiment has said above a section.</summary>
/// <param name="Family">Where the tasks come from.</param>
/// <param name="Inner">How weights change inside a task.</param>
/// <param name="Training">The budget.</param>
/// <param name="Outer">What the experiment's <c>outer</c> says.</param>
internal sealed record SharedSettings(
    TaskFamily? Family = null, InnerSettings? Inner = null, TrainingSettings? Training = null,
    OuterSettings? Outer = null)
{
    /// <summary>Where the tasks come from.</summary>
    public TaskFamily Family { get => Above(field); init; } = Family!;

    /// <summary>How weights change inside a task.</summary>
    public InnerSettings Inner { get => Above(field); init; } = Inner!;

    /// <summary>The budget.</summary>
    public TrainingSettings Training { get => Above(field); init; } = Training!;

    private static T Above<T>(T? value) =>
        value ?? throw new InvalidOperationException($"No {typeof(T).Name} has been read yet.");
}
