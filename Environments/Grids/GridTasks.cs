using MetaRL.Environments.Tasks;

namespace MetaRL.Environments.Grids;

/// <summary>Tasks of a gridworld: layout and dynamics are drawn together until the goal can be reached.</summary>
/// <remarks>Only the slip is drawn from an interval that can be spread over evenly or left.</remarks>
/// <param name="rules">Layout and dynamics.</param>
/// <param name="frozen">As <see cref="TaskDistribution"/> takes them.</param>
internal class GridTasks(GridRules rules, IReadOnlyList<FrozenTaskSet>? frozen = null)
    : TaskDistribution(rules.Family, rules.Parameters, rules.Dynamics.Slip ? null : TrainAndTest, frozen)
{
    private const int MostAttempts = 10_000;

    public GridRules Rules => rules;

    public override TaskSet Standard(int tasks) =>
        GridTask.ToSet(Parameters, [.. Enumerable.Repeat(rules.Standard(), tasks)]);

    /// <param name="key">Stream of the draw; every task and every attempt has a key of its own below it.</param>
    /// <param name="tasks">N.</param>
    /// <param name="split">Where the slip comes from.</param>
    /// <param name="share">The probability that a task is drawn, else it is the default one.</param>
    protected override TaskSet Draw(RngKey key, int tasks, TaskSplit split, double share)
    {
        var (standard, given) = (rules.Standard(), Given(key, tasks, split));
        var slip = rules.Dynamics.Slip ? DrawOne(Parameter("slip"), key, tasks, split, share).Numbers : [];
        var rows = new GridTask[tasks];
        for (var index = 0; index < tasks; index++)
        {
            var own = key.For("grid").At(index);
            var isDrawn = new Philox(own.For("level")).Unit() < share;
            for (var attempt = 0; rows[index] is null; attempt++)
            {
                var task = new GridTask();
                var draws = new Philox(own.At(attempt));
                rules.Layout.AddDrawn(task, draws);
                rules.Dynamics.AddDrawn(task, rules.Layout.Width, draws);
                given?[index].CopyTo(task);
                foreach (var parameter in Parameters)
                {
                    var name = parameter.Name;
                    task[name] = name == "slip" ? [slip[index]] : Adopt(parameter, (isDrawn ? task : standard)[name]);
                }

                if (rules.Fault(task) is not { } fault)
                {
                    rows[index] = task;
                }
                else if (attempt == MostAttempts)
                {
                    throw new TaskParameterException(
                        $"None of {MostAttempts} draws of '{Family}' can be a task; the last one: {fault}");
                }
            }
        }

        return GridTask.ToSet(Parameters, rows);
    }

    /// <summary>Parameters of the N tasks that are not drawn with the grid; null where all are.</summary>
    protected virtual IReadOnlyList<GridTask>? Given(RngKey key, int tasks, TaskSplit split) => null;

    // A value that an experiment has fixed, else the one drawn.
    private double[] Adopt(TaskParameter parameter, double[] drawn) => Distributions[parameter.Name] switch
    {
        _ when !IsChanged(parameter) => drawn,
        FixedValue { Value: var value } => [.. Enumerable.Repeat(value, drawn.Length)],
        _ => throw new TaskParameterException(
            $"The parameter '{parameter.Name}' of '{Family}' is drawn with the whole grid:"
            + " it can be fixed to a value, but not drawn otherwise."),
    };
}
