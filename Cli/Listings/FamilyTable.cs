using MetaRL.Cli.Output;
using MetaRL.Configuration;
using MetaRL.Environments.Tasks;

namespace MetaRL.Cli.Listings;

/// <summary>Every family at its default settings.</summary>
internal static class FamilyTable
{
    public static TextTable Create()
    {
        var table = TextTable.Create(["Family", "Tasks", "Differ in", "Actions", "Optimum", "Frozen task sets"]);
        foreach (var entry in Families.All)
        {
            var family = Families.Create(entry.Name);
            table.Add(
                entry.Name,
                entry.Summary,
                string.Join(
                    ", ",
                    family.Tasks.Parameters.Where(parameter => parameter.Distribution is not FixedValue)
                        .Select(parameter => parameter.Name)),
                Text(family.Actions),
                family.Oracle is null ? "–" : "exact",
                string.Join(", ", family.Tasks.TaskSets.DefaultIfEmpty("–")));
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
