using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Control;

/// <summary>
/// First states uniform between two task parameters: the options <c>low</c> and <c>high</c> of Gymnasium's
/// <c>reset</c>.
/// </summary>
internal static class StartBounds
{
    /// <summary>The lower bound of every drawn number of a state.</summary>
    public static TaskParameter Low(string unit, double standard, Interval train, Interval extrapolation) =>
        new(
            "start_low", unit, standard, train, extrapolation)
        {
            Varies = false, AtMost = "start_high",
            Aliases = ["low"]
        };

    /// <summary>The upper bound.</summary>
    public static TaskParameter High(string unit, double standard, Interval train, Interval extrapolation) =>
        new("start_high", unit, standard, train, extrapolation) { Varies = false, Aliases = ["high"] };

    /// <summary>The tasks with the bounds' distance in 64 bits: in 32, −0.4 − (−0.6) is 0.2's neighbour.</summary>
    public static TaskBatch Prepare(TaskBatch tasks) => new(
        tasks.Names.ToDictionary(name => name, name => tasks[name]),
        new Dictionary<string, Tensor> { ["start_width"] = (tasks["start_high"] - tasks["start_low"]).view(-1, 1, 1) });

    /// <summary>low + (high − low) noise, [N, E, S] as <paramref name="noise"/>.</summary>
    public static Tensor Draw(TaskBatch tasks, Tensor noise)
    {
        using var scope = NewDisposeScope();
        return (noise * tasks.Derived("start_width") + tasks.Column("start_low").unsqueeze(-1))
            .MoveToOuterDisposeScope();
    }
}
