using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;

namespace MetaRL.Learners;

/// <summary>All that the data of a meta-iteration depend on, beside the problem.</summary>
/// <param name="Key">Every random number.</param>
/// <param name="Theta">θ [P], at which they are gathered.</param>
/// <param name="Level">Level of the curriculum.</param>
public sealed record MetaIteration(RngKey Key, Params Theta, int Level = 1);

/// <summary>Some neighbouring tasks of a meta-iteration.</summary>
/// <param name="Start">Number of the first one, a multiple of the tasks of a chunk.</param>
/// <param name="Count">How many, whole chunks but for the last one of all.</param>
public readonly record struct TaskRange(long Start, long Count)
{
    /// <summary>All tasks.</summary>
    /// <param name="tasks">N.</param>
    public static TaskRange All(long tasks) => new(0, tasks);

    /// <summary>Tasks in ranges whose sums are subtrees of <see cref="TreeSum"/> over all chunks.</summary>
    /// <remarks>
    /// Each has 2ˡ chunks but for the last: as many as still give each of those who compute about the same work, at
    /// most a quarter more than a fair share. So the ranges follow from how many there are, and the sum does not.
    /// </remarks>
    /// <param name="tasks">N.</param>
    /// <param name="chunk">Tasks of a chunk.</param>
    /// <param name="computers">Who computes, at least 1.</param>
    public static IReadOnlyList<TaskRange> Split(long tasks, long chunk, int computers)
    {
        var chunks = (tasks + chunk - 1) / chunk;
        var size = 1L;
        while (size < chunks && IsFair(size * 2))
        {
            size *= 2;
        }

        var step = size * chunk;
        return
        [
            .. from block in Enumerable.Range(0, (int)((tasks + step - 1) / step))
               select new TaskRange(block * step, Math.Min(step, tasks - (block * step))),
        ];

        bool IsFair(long size)
        {
            var blocks = (chunks + size - 1) / size;
            var most = Math.Min(chunks, (blocks + computers - 1) / computers * size);
            return most * computers <= 1.25 * chunks;
        }
    }
}
