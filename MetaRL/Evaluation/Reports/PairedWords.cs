using MetaRL.Evaluation.Statistics;
using static MetaRL.Evaluation.Reports.NumberText;

namespace MetaRL.Evaluation.Reports;

/// <summary>Words about a paired difference that both kinds of verdict use.</summary>
internal static class PairedWords
{
    /// <summary><c>; higher on 38 of 40 tasks</c>, or how many are lower where that is the verdict.</summary>
    public static string Tasks(PairedDifference difference)
    {
        var equal = difference.TasksEqual == 0 ? "" : $", equal on {difference.TasksEqual}";
        var count = difference.Sign is -1
            ? $"lower on {difference.TasksLower}"
            : $"higher on {difference.TasksHigher}";
        return $"; {count} of {difference.Tasks} tasks{equal}";
    }

    /// <summary>Belongs into the headline: a difference that one seed has and another has not.</summary>
    public static string Seeds(PairedDifference difference) =>
        difference.EverySeedAgrees ? "" : ", but not with every seed";

    /// <summary><c>; seed by seed −0.3 to +0.7</c>, where there are several.</summary>
    public static string Spread(PairedDifference difference, int decimals) => difference.PerSeed is { } seeds
        ? $"; seed by seed {WithSign(seeds.Lowest, decimals)} to {WithSign(seeds.Highest, decimals)}"
        : "";

    /// <summary>
    /// Where the mean tells another story than the middle half of the tasks, it is said, never hidden.
    /// </summary>
    public static string Minority(PairedDifference difference, int decimals)
    {
        var mean = difference.Mean;
        var sign = difference.SignOf(mean.Low, mean.High);
        return sign == 0 || sign == difference.Sign
            ? ""
            : $"; but a minority of tasks moves the mean by {IntervalWithSign(mean, Decimals(mean, decimals))}";
    }
}
