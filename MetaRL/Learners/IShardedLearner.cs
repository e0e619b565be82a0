using TorchSharp;

namespace MetaRL.Learners;

/// <summary>A learner whose meta-iterations are sums over tasks, which several may compute.</summary>
public interface IShardedLearner
{
    /// <summary>Tasks of a block, of which each has one part in every sum.</summary>
    long BlockTasks { get; }

    /// <summary>Whether others can add sums over tasks of their own to those over its tasks.</summary>
    bool TakesContributions => false;

    /// <summary>Gathers the data of some tasks, for the sums over them.</summary>
    /// <param name="scope">The calling thread's dispose scope, which gets everything that is kept.</param>
    /// <param name="iteration">Random numbers and θ.</param>
    /// <param name="range">Which tasks.</param>
    ITaskRange Gather(DisposeScope scope, MetaIteration iteration, TaskRange range);
}

/// <summary>Some tasks of a meta-iteration with their data.</summary>
/// <remarks>
/// Used by the thread whose dispose scope it was given. Gathered anew from the same key it answers with the same bits.
/// </remarks>
public interface ITaskRange
{
    /// <summary>The tasks' share of a sum over all.</summary>
    /// <exception cref="ArgumentException">The question is none for these data.</exception>
    /// <exception cref="ContributionException">The answer would tell more than it may.</exception>
    RangeAnswer Answer(RangeQuestion question);
}

/// <summary>Who answers for the tasks of a meta-iteration.</summary>
public interface IShards
{
    /// <summary>Answers for ranges that cover all tasks.</summary>
    /// <param name="iteration">Which data; the same object for all questions about them.</param>
    /// <param name="tasks">N.</param>
    /// <param name="block">Tasks of a block.</param>
    /// <param name="question">What is asked.</param>
    /// <returns>Of ranges as <see cref="TaskRange.Split"/> makes them, in the order of the tasks.</returns>
    IReadOnlyList<RangeAnswer> Ask(MetaIteration iteration, long tasks, long block, RangeQuestion question);

    /// <summary>Answers of those who add tasks of their own to the meta-iteration; none by default.</summary>
    /// <param name="iteration">Which data.</param>
    /// <param name="question">What is asked.</param>
    /// <returns>Means over the tasks of each, with their number.</returns>
    IReadOnlyList<(long Tasks, RangeAnswer Mean)> AskContributors(MetaIteration iteration, RangeQuestion question) =>
        [];
}
