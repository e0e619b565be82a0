using System.Runtime.ExceptionServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Environments.Tasks;

/// <summary>A value made of tensors, so that it can be handed from one dispose scope to another.</summary>
public interface ITensorBundle
{
    /// <summary>Every tensor of the value, each once.</summary>
    IEnumerable<Tensor> Tensors { get; }
}

/// <summary>What is done to all tensors of a bundle.</summary>
public static class TensorBundles
{
    /// <summary>The same bundle, owned by the dispose scope around the current one.</summary>
    /// <typeparam name="T">The bundle.</typeparam>
    public static T MoveToOuterDisposeScope<T>(this T bundle)
        where T : ITensorBundle
    {
        foreach (var tensor in bundle.Tensors)
        {
            tensor.MoveToOuterDisposeScope();
        }

        return bundle;
    }
}

/// <summary>How a batch of tasks is walked: in chunks of neighbouring tasks, one thread a chunk.</summary>
/// <param name="Size">Tasks in one chunk.</param>
/// <param name="Threads">Threads that walk the chunks; libtorch itself should then compute with one thread.</param>
/// <remarks>
/// Results depend on it by rounding only: random numbers are drawn before a batch is split, and sums over chunks are
/// taken in the order of the tasks, whichever thread finishes first.
/// </remarks>
public sealed record TaskChunks(int Size, int Threads)
{
    /// <summary>All tasks at once on the calling thread.</summary>
    public static readonly TaskChunks Whole = new(int.MaxValue, 1);

    /// <summary>Runs <paramref name="body"/> once per chunk; the results come in the order of the tasks.</summary>
    /// <param name="owner">Scope of the calling thread that the results' tensors shall belong to.</param>
    /// <param name="tasks">N.</param>
    /// <param name="body">
    /// (first task, number of tasks) → result. All its other tensors are disposed when it returns.
    /// </param>
    public IReadOnlyList<T> Run<T>(DisposeScope owner, long tasks, Func<long, long, T> body)
        where T : ITensorBundle
    {
        var chunks = (int)((tasks + Size - 1L) / Size);
        var results = new T[chunks];
        try
        {
            Parallel.For(0, chunks, new ParallelOptions { MaxDegreeOfParallelism = Threads }, chunk =>
            {
                using var scope = NewDisposeScope();
                // MKL's number of threads is each thread's own: until libtorch is asked for it, a new thread's products
                // take all processors, and add up in another order.
                _ = get_num_threads();
                var start = (long)chunk * Size;
                var result = body(start, Math.Min(Size, tasks - start));
                scope.Detach(result.Tensors);
                results[chunk] = result;
            });
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }

        foreach (var result in results)
        {
            owner.Attach(result.Tensors);
        }

        return results;
    }
}
