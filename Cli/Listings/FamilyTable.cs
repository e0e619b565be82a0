using MetaRL.Cli.Output;
using MetaRL.Environments.Tasks;
using MetaRL.Experiments;

namespace MetaRL.Cli.Listings;

/// <summary>Every family at its default settings.</summary>
internal static class FamilyTable
{
    public static TextTable Create()
    {
        var table = TextTable.Create(["Family", "Tasks", "Differ in", "Actions", "Optimum", "Frozen task sets"]);
        foreach (var entry in Families.All)
        {
            var family = entry.Create();
            table.Add(
                entry.Name,
                entry.Summary,
                string.Join(
                    ", ",
                    family.Parameters.Where(parameter => parameter.Distribution is not FixedValue)
                        .Select(parameter => parameter.Name)),
                Text(family.Actions),
                family.Oracle is null ? "–" : "exact",
                string.Join(", ", family.TaskSets.DefaultIfEmpty("–")));
        }

        return table;
    }

    private static string Text(Space actions) => actions switch
    {
        Discrete discrete => $"{discrete.Count} discrete",
        Box box => $"{box.Size} continuous",
        _ => actions.ToString(),
    };
}
