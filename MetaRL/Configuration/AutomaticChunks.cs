using MetaRL.Environments.Tasks;

namespace MetaRL.Configuration;

/// <summary>How many tasks one thread takes at once where <c>compute.chunk_tasks</c> is <c>auto</c>.</summary>
/// <remarks>It depends on the work alone: with other threads, the same chunks give the same bytes.</remarks>
public static class AutomaticChunks
{
    // Enough for the threads of most machines, whatever they are.
    private const int Chunks = 8;

    // What a chunk computes on the way is in memory at once; more tasks in one save no time any more.
    private const int MostTasks = 25;

    /// <summary>The chunks of some tasks.</summary>
    /// <param name="tasks">N.</param>
    /// <param name="threads">Threads that walk them.</param>
    /// <param name="onGpu">Whether on a GPU.</param>
    public static TaskChunks Of(int tasks, int threads, bool onGpu) => new(Tasks(tasks, onGpu), threads);

    /// <summary>
    /// ⌈tasks / 8⌉ and at most 25 on a CPU, but no fewer than have the lanes that belong together; all on a GPU.
    /// </summary>
    /// <param name="tasks">N.</param>
    /// <param name="onGpu">Whether on a GPU.</param>
    /// <param name="envs">E.</param>
    /// <param name="lanesAtOnce"><see cref="Agents.InnerLoops.InnerLoopSettings.LanesAtOnce"/>.</param>
    public static int Tasks(int tasks, bool onGpu, int envs = 1, int lanesAtOnce = 0) => onGpu
        ? tasks
        : Math.Min(
            tasks,
            Math.Max(Math.Min(MostTasks, (tasks + Chunks - 1) / Chunks), (lanesAtOnce + envs - 1) / envs));
}
