using System.Globalization;
using MetaRL.Environments.Tasks;

namespace MetaRL.Environments.Grids;

/// <summary>The parameters of one task as plain numbers: name → values of its shape, row by row.</summary>
internal sealed class GridTask
{
    private readonly Dictionary<string, double[]> _values = [];

    public double[] this[string name]
    {
        get => _values[name];
        set => _values[name] = value;
    }

    /// <summary>The value of a parameter that is a single number.</summary>
    public double Number(string name) => _values[name][0];

    /// <summary>The cell y · width + x of the parameters <c>name_x</c> and <c>name_y</c>.</summary>
    public int Cell(string name, int width) => ((int)Number($"{name}_y") * width) + (int)Number($"{name}_x");

    /// <summary>Sets <c>name_x</c> and <c>name_y</c> to a cell.</summary>
    public void Place(string name, int cell, int width) =>
        (_values[$"{name}_x"], _values[$"{name}_y"]) = ([cell % width], [cell / width]);

    /// <summary>Nothing but <c>name_x</c> and <c>name_y</c>, which are a cell.</summary>
    public static GridTask At(string name, int cell, int width)
    {
        var task = new GridTask();
        task.Place(name, cell, width);
        return task;
    }

    /// <summary>Sets what is set here in another task too.</summary>
    public void CopyTo(GridTask other)
    {
        foreach (var (name, value) in _values)
        {
            other[name] = value;
        }
    }

    /// <summary>Why a place is none of the grid's cells; null where it is one.</summary>
    public string? FaultOfPlace(string name)
    {
        var (x, y) = (Number($"{name}_x"), Number($"{name}_y"));
        return x == Math.Floor(x) && y == Math.Floor(y)
            ? null
            : FormattableString.Invariant(
                $"The parameters '{name}_x' and '{name}_y' must be whole numbers, but are {x} and {y}.");
    }

    public static string Text(IEnumerable<double> values) =>
        string.Join(", ", values.Select(value => value.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The N tasks of a set.</summary>
    public static GridTask[] Of(TaskSet tasks)
    {
        var rows = Enumerable.Range(0, tasks.Count).Select(_ => new GridTask()).ToArray();
        foreach (var name in tasks.Names)
        {
            for (var task = 0; task < rows.Length; task++)
            {
                rows[task][name] = tasks[name].Of(task).ToArray();
            }
        }

        return rows;
    }

    /// <summary>The tasks as a set.</summary>
    public static TaskSet ToSet(IReadOnlyList<TaskParameter> parameters, IReadOnlyList<GridTask> tasks) =>
        new(parameters.ToDictionary(parameter => parameter.Name, parameter => new TaskValues(
            [tasks.Count, .. parameter.Shape], [.. tasks.SelectMany(task => task[parameter.Name])])));
}
