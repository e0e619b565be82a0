using MetaRL.Cli.Output;
using MetaRL.Configuration;

namespace MetaRL.Cli.Listings;

/// <summary>Every entry of a registry, in its order.</summary>
internal static class RegistryTable
{
    /// <summary>The table of a registry.</summary>
    /// <param name="entries">The registry.</param>
    /// <param name="kind">What an entry is called.</param>
    /// <param name="summary">What its one line says.</param>
    public static TextTable Of<T>(Registry<T> entries, string kind, string summary)
    {
        var table = TextTable.Create([kind, summary, "Published"]);
        foreach (var entry in entries)
        {
            table.Add(entry.Name, entry.Summary, entry.Paper ?? "–");
        }

        return table;
    }
}
