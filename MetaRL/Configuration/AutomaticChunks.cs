using MetaRL.Environments.Tasks;

namespace MetaRL.Configuration;

/// <summary>How many tasks one thread takes at once where <c>compute.chunk_tasks</c> is <c>auto</c>.</summary>
public static class AutomaticChunks
{
    // Episodes end at different times in different tasks: with two chunks a thread, one that ends early takes another.
    private const int ChunksPerThread = 2;

    // What a chunk computes on the way is in memory at once; more tasks in one save no time any more.
    private const int MostTasks = 25;

    /// <summary>The chunks of some tasks.</summary>
    public static TaskChunks Of(int tasks, int threads, bool onGpu) => new(Tasks(tasks, threads, onGpu), threads);

    /// <summary>⌈tasks / (threads · 2)⌉ and at most 25 on a CPU, all tasks on a GPU.</summary>
    public static int Tasks(int tasks, int threads, bool onGpu)
    {
        var chunks = (long)threads * ChunksPerThread;
        return onGpu ? tasks : (int)Math.Min(MostTasks, (tasks + chunks - 1) / chunks);
    }
}
