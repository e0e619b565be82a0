using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
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

    /// <summary>
    /// high − low [N], in 64 bits: in 32, −0.4 − (−0.6) is 0.2's neighbour. A constant that the equations need.
    /// </summary>
    public static KeyValuePair<string, Tensor> Width(TaskBatch tasks) =>
        new("start_width", tasks["start_high"] - tasks["start_low"]);
}

/// <summary>The same in the equations.</summary>
internal readonly struct StartBounds<T>(ITaskConstants<T> task)
    where T : struct, IReal<T>
{
    private readonly T _low = task["start_low"];
    private readonly T _width = task["start_width"];

    /// <summary>low + (high − low) noise.</summary>
    public T Draw(T noise) => _low.Plus(noise, _width);

    /// <summary>A state whose numbers are all drawn so.</summary>
    public void Draw(ReadOnlySpan<T> noise, Span<T> state)
    {
        for (var number = 0; number < state.Length; number++)
        {
            state[number] = Draw(noise[number]);
        }
    }
}
