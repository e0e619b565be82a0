using MetaRL.Cli.Output;
using MetaRL.Configuration;

namespace MetaRL.Cli.Listings;

/// <summary>Every algorithm, in the order of the default comparison.</summary>
internal static class AlgorithmTable
{
    public static TextTable Create()
    {
        var table = TextTable.Create(["Algorithm", "What it is", "Published"]);
        foreach (var entry in Algorithms.All)
        {
            table.Add(entry.Name, entry.Summary, entry.Paper ?? "–");
        }

        return table;
    }
}
