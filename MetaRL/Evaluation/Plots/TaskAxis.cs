using MetaRL.Environments.Tasks;

namespace MetaRL.Evaluation.Plots;

/// <summary>A number in which tasks differ.</summary>
/// <param name="Title">Its name and unit.</param>
/// <param name="Values">[N] of each task.</param>
public sealed record TaskAxis(string Title, IReadOnlyList<double> Values)
{
    private const int Groups = 4;

    /// <summary>
    /// Every number in which some of the tasks differ: parameters of one number, and the coordinates of those of two.
    /// </summary>
    public static IReadOnlyList<TaskAxis> Of(TaskDistribution distribution, TaskSet tasks) =>
    [
        .. from parameter in distribution.Parameters
           where parameter.Size <= 2
           from coordinate in Enumerable.Range(0, parameter.Size)
           let values = Enumerable.Range(0, tasks.Count)
               .Select(task => tasks[parameter.Name].Of(task)[coordinate]).ToArray()
           where values.Distinct().Count() > 1
           let name = parameter.Size == 1 ? parameter.Name : $"{parameter.Name}[{coordinate}]"
           select new TaskAxis(parameter.Unit.Length == 0 ? name : $"{name} [{parameter.Unit}]", values),
    ];

    /// <summary>
    /// How much of the variance of scores it explains, in [0, 1]: that of the means of four equal groups of tasks by
    /// rank (the correlation ratio η², Fisher 1925), so that it need not rise or fall.
    /// </summary>
    /// <param name="scores">[N] of the same tasks.</param>
    internal double Explains(IReadOnlyList<double> scores)
    {
        var mean = scores.Average();
        var total = scores.Sum(score => (score - mean) * (score - mean));
        var ranked = Values.Select((value, task) => (value, task)).OrderBy(pair => pair.value).ToArray();
        var between = ranked.Select((pair, rank) => (pair.task, Group: rank * Groups / ranked.Length))
            .GroupBy(pair => pair.Group, pair => scores[pair.task])
            .Sum(group => group.Count() * Math.Pow(group.Average() - mean, 2));
        return total > 0 ? between / total : 0;
    }
}
