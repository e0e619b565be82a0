using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>
/// A ring of the last transitions of each training task: experience replay, whose contents are named tensors of a
/// learner's state and so part of its checkpoints.
/// </summary>
/// <param name="name">
/// Of its tensors in the state: the rows [M, C, W] and, with <c>.count</c>, how many were ever put in, [M].
/// </param>
/// <param name="tasks">M, training tasks.</param>
/// <param name="capacity">C, transitions of each that it holds.</param>
/// <param name="width">W, numbers of a transition.</param>
public sealed class TransitionReplay(string name, int tasks, int capacity, int width)
{
    private readonly string _count = $"{name}.count"; // transitions that were ever put in, of each task

    /// <summary>The empty rings.</summary>
    public IReadOnlyDictionary<string, Tensor> Initialize(Device device, ScalarType dtype) =>
        new Dictionary<string, Tensor>
        {
            [name] = zeros([tasks, capacity, width], dtype, device),
            [_count] = zeros(tasks, ScalarType.Int64, device),
        };

    /// <summary>The rings with some transitions in the places of the oldest ones of their tasks.</summary>
    /// <param name="state">The rings before, among other things.</param>
    /// <param name="to">The task of each of N groups of transitions; there may be several of a task.</param>
    /// <param name="rows">N groups of S transitions, in the order in which they came, [N, S, W].</param>
    /// <param name="exists">1 where there is such a transition, else 0, [N, S].</param>
    /// <param name="replaces">Whether what these tasks had goes first.</param>
    public IReadOnlyDictionary<string, Tensor> Add(
        IReadOnlyDictionary<string, Tensor> state, IReadOnlyList<int> to, Tensor rows, Tensor exists, bool replaces)
    {
#pragma warning disable RS0030 // once a meta-iteration
        var (alive, counts) = (Host<double>(exists.to_type(ScalarType.Float64).cpu()), Host<long>(state[_count].cpu()));
#pragma warning restore RS0030
        foreach (var task in replaces ? to : [])
        {
            counts[task] = 0;
        }

        var steps = (int)rows.size(1);
        var rowAt = new SortedDictionary<long, long>(); // place → the last row that goes there
        for (var row = 0; row < alive.Length; row++)
        {
            if (alive[row] > 0)
            {
                var task = to[row / steps];
                rowAt[(task * (long)capacity) + (counts[task]++ % capacity)] = row;
            }
        }

        var (places, sources) = (rowAt.Keys.ToArray(), rowAt.Values.ToArray());
        var rings = state[name].clone();
        var kept = rows.reshape(-1, width).index_select(0, tensor(sources).to(rings.device));
        _ = rings.view(-1, width).index_copy_(0, tensor(places).to(rings.device), kept);
        return new Dictionary<string, Tensor> { [name] = rings, [_count] = tensor(counts).to(rings.device) };
    }

    /// <summary>Some transitions of some tasks, each of all of its task with equal probability, [B, S, W].</summary>
    /// <param name="key">Every random number.</param>
    /// <param name="state">The rings, among other things; those of the tasks are not empty.</param>
    /// <param name="of">The tasks, int64 [B].</param>
    /// <param name="size">S.</param>
    public Tensor Draw(RngKey key, IReadOnlyDictionary<string, Tensor> state, Tensor of, int size)
    {
        var rings = state[name];
        var held = state[_count].clamp_max(capacity).index_select(0, of).unsqueeze(-1); // [B, 1]
        var places = key.Uniform([of.size(0), size], rings.device, ScalarType.Float64).mul(held)
            .to_type(ScalarType.Int64) + (of.unsqueeze(-1) * capacity);
        return rings.view(-1, width).index_select(0, places.flatten()).view(of.size(0), size, width);
    }

    private static T[] Host<T>(Tensor values)
        where T : unmanaged => HostMemory.Copy<T>(values);
}
