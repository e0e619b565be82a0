using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;

namespace MetaRL.Learners;

/// <summary>All that the data of a meta-iteration depend on, beside the problem.</summary>
/// <param name="Key">Every random number.</param>
/// <param name="Theta">θ [P], at which they are gathered.</param>
/// <param name="Level">Level of the curriculum.</param>
/// <param name="Number">Meta-iterations done before, which settings that change with them depend on.</param>
public sealed record MetaIteration(RngKey Key, Params Theta, int Level = 1, long Number = 0);

/// <summary>Some neighbouring tasks of a meta-iteration.</summary>
/// <param name="Start">Number of the first one, a multiple of the tasks of a block.</param>
/// <param name="Count">How many, whole blocks but for the last one of all.</param>
public readonly record struct TaskRange(long Start, long Count)
{
    /// <summary>All tasks.</summary>
    /// <param name="tasks">N.</param>
    public static TaskRange All(long tasks) => new(0, tasks);

    /// <summary>Tasks in ranges whose sums are subtrees of <see cref="TreeSum"/> over all blocks.</summary>
    /// <remarks>
    /// Each has 2ˡ blocks but for the last: as many as still give each of those who compute about the same work, at
    /// most a quarter more than a fair share. So the ranges follow from how many there are, and the sum does not.
    /// </remarks>
    /// <param name="tasks">N.</param>
    /// <param name="block">Tasks of a block, of which each has one part in the sum.</param>
    /// <param name="computers">Who computes, at least 1.</param>
    public static IReadOnlyList<TaskRange> Split(long tasks, long block, int computers)
    {
        var blocks = Ratio(tasks, block);
        var size = 1L;
        while (size < blocks && IsFair(size * 2))
        {
            size *= 2;
        }

        var step = size * block;
        return
        [
            .. from range in Enumerable.Range(0, (int)Ratio(tasks, step))
               select new TaskRange(range * step, Math.Min(step, tasks - (range * step))),
        ];

        bool IsFair(long size) =>
            Math.Min(blocks, Ratio(Ratio(blocks, size), computers) * size) * computers <= 1.25 * blocks;

        static long Ratio(long count, long size) => (count + size - 1) / size; // rounded up
    }

    /// <summary>The blocks of a range.</summary>
    /// <param name="block">Tasks of a block.</param>
    public IEnumerable<TaskRange> Blocks(long block)
    {
        var (start, end) = (Start, Start + Count);
        for (var first = start; first < end; first += block)
        {
            yield return new TaskRange(first, Math.Min(block, end - first));
        }
    }
}
