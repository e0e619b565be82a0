using MetaRL.Cli.Output;
using MetaRL.Scheduling;
using Spectre.Console;

namespace MetaRL.Cli.Progress;

/// <summary>The ranking of a sweep in the terminal.</summary>
internal static class SweepView
{
    private const int MostRows = 10; // of an algorithm; all are in sweep.md

    public static void Write(IAnsiConsole console, SweepRanking ranking, string folder)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{ranking.Experiment}[/]: {SweepFile.Words(ranking)}");
        foreach (var algorithm in ranking.Algorithms)
        {
            var (columns, rows) = SweepFile.Table(algorithm);
            var table = TextTable.Create([algorithm.Name, .. columns], numbers: true);
            foreach (var (index, row) in rows.Take(MostRows).Index())
            {
                var isBest = index == 0 && double.IsFinite(algorithm.Arms[0].Score) && !algorithm.IsIndifferent;
                table.Add([isBest ? "best" : "", .. row]);
            }

            TextTable.Write(console, table);
            if (rows.Count > MostRows)
            {
                console.WriteLine($"... and {rows.Count - MostRows} more");
            }

            if (algorithm.IsIndifferent)
            {
                console.WriteLine(SweepFile.Indifference(algorithm));
            }
        }

        console.WriteLine(Path.Combine(folder, SweepFile.Name));
    }
}
