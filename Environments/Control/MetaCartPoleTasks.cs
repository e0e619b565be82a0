using MetaRL.Environments.Tasks;

namespace MetaRL.Environments.Control;

/// <summary>The tasks of <see cref="MetaCartPole"/>, whose maps' rows are drawn together.</summary>
/// <remarks>
/// Normal numbers made orthogonal row by row (Gram, Schmidt) are uniform over all such maps. A distribution given to
/// the parameter <c>map</c> is that of the numbers before. A curriculum begins with the default map and then has all.
/// </remarks>
internal sealed class MetaCartPoleTasks() : TaskDistribution("meta-cart-pole", All, TrainAndTest)
{
    private const int Seen = MetaCartPole.Seen;

    private static readonly double Length = Math.Sqrt(2);
    private static readonly WholeNormalDistribution Normal = new(0, 1);

    private static readonly IReadOnlyList<TaskParameter> All =
    [
        new("map", "seen per m and per rad", 0, Normal.Support, Normal.Support)
        {
            Shape = [2, Seen], Distribution = Normal, Drawn = "rows of norm √2 at right angles",
        },
        .. CartPole.Parameters.Select(parameter => parameter with { Varies = false }),
    ];

    // x and θ themselves, times √2.
    public override TaskSet Standard(int tasks)
    {
        var standard = base.Standard(tasks);
        double[] map = [Length, 0, 0, 0, 0, Length, 0, 0];
        return With(standard, [.. Enumerable.Repeat(map, tasks).SelectMany(row => row)]);
    }

    protected override TaskSet Draw(RngKey key, int tasks, TaskSplit split, double share)
    {
        var drawn = base.Draw(key, tasks, split, share);
        var maps = drawn["map"].Numbers.ToArray();
        for (var task = 0; task < tasks; task++)
        {
            var map = maps.AsSpan(task * 2 * Seen, 2 * Seen);
            var place = map[..Seen];
            var angle = map[Seen..];
            if (share == 0 || !Scale(place))
            {
                Standard(1)["map"].Numbers.CopyTo(map);
                continue;
            }

            var along = Product(place, angle) / (Length * Length);
            for (var number = 0; number < Seen; number++)
            {
                angle[number] -= along * place[number];
            }

            Scale(angle);
        }

        return With(drawn, maps);
    }

    private static TaskSet With(TaskSet tasks, double[] maps) => new(tasks.Names.ToDictionary(
        name => name, name => name == "map" ? new TaskValues([tasks.Count, 2, Seen], maps) : tasks[name]));

    private static bool Scale(Span<double> row)
    {
        var norm = Math.Sqrt(Product(row, row));
        for (var number = 0; norm > 0 && number < row.Length; number++)
        {
            row[number] *= Length / norm;
        }

        return norm > 0;
    }

    private static double Product(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        var sum = 0.0;
        for (var number = 0; number < one.Length; number++)
        {
            sum += one[number] * other[number];
        }

        return sum;
    }
}
