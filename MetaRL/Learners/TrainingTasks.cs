using System.Runtime.InteropServices;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>
/// A set of tasks that a learner trains on from beginning to end, as named tensors of its state and so part of its
/// checkpoints.
/// </summary>
public static class TrainingTasks
{
    private const string Prefix = "tasks.";
    private const int DrawsPerTask = 64; // of a family of as many tasks, one is then missed with probability 10⁻²⁶

    /// <summary>The first M different ones of many tasks that are drawn; all of a family that has fewer.</summary>
    /// <param name="key">Every random number.</param>
    /// <param name="family">Theirs.</param>
    /// <param name="most">M.</param>
    public static TaskSet Draw(RngKey key, TaskFamily family, int most)
    {
        var drawn = family.Tasks.Sample(key, DrawsPerTask * most, TaskSplit.Train);
        var known = new HashSet<string>();
        return drawn.Choose(
        [
            .. Enumerable.Range(0, drawn.Count).Where(task => known.Add(Identity(drawn, task))).Take(most)
        ]);
    }

    /// <summary>They as a part of a state.</summary>
    public static IEnumerable<KeyValuePair<string, Tensor>> ToState(TaskSet tasks, Device device) =>
        tasks.Names.Select(name => KeyValuePair.Create(Prefix + name, tasks[name].ToTensor().to(device)));

    /// <summary>That part of a state.</summary>
    public static IEnumerable<KeyValuePair<string, Tensor>> InState(IReadOnlyDictionary<string, Tensor> state) =>
        state.Where(entry => entry.Key.StartsWith(Prefix, StringComparison.Ordinal));

    /// <summary>They from that part of a state.</summary>
    public static TaskSet Of(IReadOnlyDictionary<string, Tensor> state) => new(InState(state).ToDictionary(
        entry => entry.Key[Prefix.Length..], entry => TaskValues.Of(entry.Value)));

    private static string Identity(TaskSet tasks, int task) => string.Join(
        ' ', tasks.Names.Select(name => Convert.ToHexString(MemoryMarshal.AsBytes(tasks[name].Of(task)))));
}
