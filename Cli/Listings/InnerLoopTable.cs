using MetaRL.Cli.Output;
using MetaRL.Configuration;

namespace MetaRL.Cli.Listings;

/// <summary>Every inner loop, the default first.</summary>
internal static class InnerLoopTable
{
    public static TextTable Create()
    {
        var table = TextTable.Create(["Inner loop", "What an update is", "Published"]);
        foreach (var entry in InnerLoops.All)
        {
            table.Add(entry.Name, entry.Summary, entry.Paper ?? "–");
        }

        return table;
    }
}
