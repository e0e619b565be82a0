using System.Globalization;
using System.Text;
using MetaRL.Configuration.Sweeps;
using MetaRL.Evaluation.Reports;
using MetaRL.Files;

namespace MetaRL.Scheduling;

/// <summary><c>sweep.md</c>: the values of a sweep in the order of what they brought in training.</summary>
public static class SweepFile
{
    public const string Name = "sweep.md";

    /// <summary>
    /// Whether each algorithm at its best values can be compared with the others: not where points are of other tasks.
    /// </summary>
    public static bool IsTuned(SweepPoint point) => !point.Values.Any(pair =>
        pair.Key.StartsWith("family.", StringComparison.Ordinal)
        || pair.Key.StartsWith("evaluation.", StringComparison.Ordinal));

    public static void Write(string folder, SweepRanking ranking) =>
        AtomicFile.Write(Path.Combine(folder, Name), Text(ranking));

    internal static string Text(SweepRanking ranking)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Sweep: {ranking.Experiment}\n\n{Words(ranking)}\n");
        foreach (var algorithm in ranking.Algorithms)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {algorithm.Name}\n\n");
            var (columns, rows) = Table(algorithm);
            text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", columns)} |\n");
            text.Append(CultureInfo.InvariantCulture, $"|{string.Concat(columns.Select(_ => "---:|"))}\n");
            foreach (var row in rows)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row)} |\n");
            }

            if (algorithm.IsIndifferent)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n{Indifference(algorithm)}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>A row for each point: its values, iterations and training returns.</summary>
    public static (IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) Table(
        RankedAlgorithm algorithm)
    {
        var values = algorithm.Arms[0].Point.Point!.Values;
        var several = algorithm.Arms[0].Runs.Count > 1;
        string[] columns =
        [
            .. values.Select(pair => pair.Key), "Iterations", "Training return",
            .. several ? ["Seed by seed"] : (string[])[],
        ];
        return (columns, [.. algorithm.Arms.Select(arm => Row(arm, several))]);
    }

    /// <summary>That there is no best.</summary>
    public static string Indifference(RankedAlgorithm algorithm) =>
        $"The values make no difference to {algorithm.Name}: its training is the same with all of them.";

    /// <summary>How the points were chosen and what they are ranked by.</summary>
    public static string Words(SweepRanking ranking)
    {
        var settings = ranking.Settings;
        var how = settings.Method switch
        {
            SearchMethod.Grid => "every combination of the values",
            SearchMethod.Random => $"{settings.Samples} combinations drawn with seed {settings.Seed}",
            _ => $"successive halving: one in {settings.Ratio} goes on",
        };
        return $"{char.ToUpperInvariant(how[0])}{how[1..]}. Ranked by the return on training tasks after adapting,"
            + " mean over seeds and the last tenth of the iterations; test tasks are not looked at.";
    }

    private static string[] Row(SweepArm arm, bool several)
    {
        var known = arm.SeedReturns.Where(double.IsFinite).ToArray();
        var decimals = NumberText.Decimals(known);
        var mean = known.Length == arm.SeedReturns.Count ? NumberText.Fixed(known.Average(), decimals) : "failed";
        var range = known.Length == 0 ? "–"
            : $"{NumberText.Fixed(known.Min(), decimals)} to {NumberText.Fixed(known.Max(), decimals)}";
        return
        [
            .. arm.Point.Point!.Values.Select(pair => pair.Value),
            arm.Iterations.ToString(CultureInfo.InvariantCulture), mean, .. several ? [range] : (string[])[],
        ];
    }
}
