using MetaRL.Environments.Tasks;

namespace MetaRL.Environments.Locomotion;

/// <summary>Tasks whose goals are uniform over a disc: points of the square around it until one is within.</summary>
/// <param name="family">Name of the family.</param>
/// <param name="parameters">What differs between tasks.</param>
/// <param name="radius">Radius; m.</param>
internal sealed class GoalsOnDisc(string family, IReadOnlyList<TaskParameter> parameters, double radius)
    : TaskDistribution(family, parameters, TrainAndTest)
{
    protected override TaskSet Draw(RngKey key, int tasks, TaskSplit split, double share)
    {
        var drawn = base.Draw(key, tasks, split, share);
        if (IsChanged(Parameter("goal_x")) || IsChanged(Parameter("goal_y")))
        {
            return drawn;
        }

        var (x, y) = (new double[tasks], new double[tasks]);
        for (var task = 0; task < tasks; task++)
        {
            var numbers = new Philox(key.For("goal").At(task));
            do
            {
                (x[task], y[task]) = ((2 * numbers.Unit()) - 1, (2 * numbers.Unit()) - 1);
            }
            while ((x[task] * x[task]) + (y[task] * y[task]) > 1);
        }

        return new TaskSet(drawn.Names.ToDictionary(name => name, name => name switch
        {
            "goal_x" => Spread(x, name),
            "goal_y" => Spread(y, name),
            _ => drawn[name],
        }));

        // a share of the disc around the default goal
        TaskValues Spread(double[] units, string name)
        {
            var centre = Parameter(name).Default;
            return new TaskValues([tasks], [.. units.Select(unit => centre + (share * ((unit * radius) - centre)))]);
        }
    }
}
