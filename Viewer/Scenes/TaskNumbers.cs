using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Viewer.Scenes;

/// <summary>The parameters of one task as plain numbers.</summary>
public sealed class TaskNumbers
{
    private readonly Dictionary<string, double[]> _values;

    /// <param name="tasks">N tasks.</param>
    /// <param name="index">Which of them.</param>
    public TaskNumbers(TaskBatch tasks, int index)
    {
        using var scope = NewDisposeScope();
        var one = tasks.Slice(index, 1).To(CPU, ScalarType.Float64);
        _values = one.Names.ToDictionary(name => name, name => one[name].contiguous().data<double>().ToArray());
    }

    /// <summary>A parameter that is a single number.</summary>
    public double this[string name] => _values[name][0];

    /// <summary>A parameter, row by row.</summary>
    public double[] Values(string name) => _values[name];

    public bool Has(string name) => _values.ContainsKey(name);
}
