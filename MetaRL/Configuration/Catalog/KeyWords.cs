using System.Reflection;
using MetaRL.Configuration.Yaml;

namespace MetaRL.Configuration.Catalog;

/// <summary>What keys mean, in the words of <c>keys.yaml</c>.</summary>
internal static class KeyWords
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>> All = new(() =>
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("MetaRL.keys.yaml")!;
        using var reader = new StreamReader(stream);
        var map = (ConfigMap)YamlComposer.Compose(reader.ReadToEnd(), line => Origin.Line("keys.yaml", line))!;
        return map.Entries.ToDictionary(entry => entry.Key, entry => ((ConfigScalar)entry.Value).Value);
    });

    /// <summary>Everything that is written there, so that tests find what is about no key.</summary>
    public static IEnumerable<string> Written => All.Value.Keys;

    /// <summary>What a key means, in a sentence without its full stop; null where nobody says it.</summary>
    /// <param name="path">The key in full; an algorithm is <c>*</c>.</param>
    /// <param name="kind">The family or algorithm that has it; null where all have.</param>
    public static string? Of(string path, string? kind) =>
        Candidates(path, kind).Select(All.Value.GetValueOrDefault).FirstOrDefault(words => words is not null);

    /// <summary>Where in <c>docs</c> more is written; null where nothing is.</summary>
    public static string? More(string path) => All.Value.GetValueOrDefault(path + "@");

    /// <summary>Entries that can be about a key, the most special first.</summary>
    public static IEnumerable<string> Candidates(string path, string? kind)
    {
        var parts = path.Split('.');
        if (kind is not null)
        {
            yield return string.Join('.', [parts[0], kind, .. parts[(parts[0] == "algorithms" ? 2 : 1)..]]);
        }

        yield return path;
        for (var from = 1; from < parts.Length; from++)
        {
            yield return string.Join('.', ["*", .. parts[from..]]);
        }
    }
}
