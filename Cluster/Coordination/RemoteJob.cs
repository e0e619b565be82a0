using MetaRL.Cluster.Messages;

namespace MetaRL.Cluster.Coordination;

/// <summary>How a worker fared with a job.</summary>
internal enum JobFate
{
    Ended,
    WorkerBusy,
    WorkerRefused,
    WorkerDied,

    /// <summary>It lives, but has given the job up, since nobody asked for a minute.</summary>
    WorkerForgot,
}

/// <summary>One job on one worker, from its files to its end.</summary>
/// <param name="pool">Where the worker is from.</param>
/// <param name="worker">The worker.</param>
/// <param name="request">The job.</param>
internal sealed class RemoteJob(WorkerPool pool, SiloAddress worker, JobRequest request)
{
    private static readonly TimeSpan MostSilent = TimeSpan.FromSeconds(40); // of a worker that counts as alive
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(300);

    private readonly IWorkerGrain _grain = pool.Grain(worker);

    /// <summary>Why the worker refuses; empty where it does not.</summary>
    public string Refusal { get; private set; } = "";

    /// <summary>What came instead of the latest answer; empty where all came.</summary>
    public string Silence { get; private set; } = "";

    /// <summary>How it ended; null where it did not.</summary>
    public JobEnd? End { get; private set; }

    /// <summary>Does it.</summary>
    /// <param name="files">Files that it goes on from.</param>
    /// <param name="hear">Told of every answer.</param>
    /// <param name="stop">Asks it to stop after its meta-iteration.</param>
    public JobFate Do(IEnumerable<FilePart> files, Action<JobProgress> hear, CancellationToken stop)
    {
        try
        {
            var reply = Ask(() => _grain.Open(request));
            if (reply.Refusal is { } refusal)
            {
                Refusal = refusal;
                return JobFate.WorkerRefused;
            }

            if (reply.IsBusy)
            {
                return JobFate.WorkerBusy;
            }

            foreach (var part in files)
            {
                Ask(() => _grain.Put(request.Job, part));
            }

            Ask(() => _grain.Begin(request.Job));
            return Follow(hear, stop);
        }
        catch (WorkerDiedException)
        {
            return JobFate.WorkerDied;
        }
    }

    private JobFate Follow(Action<JobProgress> hear, CancellationToken stop)
    {
        try
        {
            var isStopped = false;
            for (var received = 0L; End is null;)
            {
                if (stop.IsCancellationRequested && !isStopped)
                {
                    isStopped = true;
                    Ask(() => _grain.Stop(request.Job));
                }

                var last = received;
                if (Ask(() => _grain.Poll(request.Job, last)) is not { } progress)
                {
                    return JobFate.WorkerForgot;
                }

                hear(progress);
                (received, End) = (progress.Number, progress.End);
            }

            Ask(() => _grain.Discard(request.Job));
            return JobFate.Ended;
        }
        catch (WorkerDiedException) when (End is not null)
        {
            return JobFate.Ended;
        }
        catch (Exception failure) when (failure is not WorkerDiedException)
        {
            _ = _grain.Discard(request.Job); // nobody asks any more; where this is lost, it notices in a minute
            throw;
        }
    }

    private void Ask(Func<Task> question) => Ask(async () =>
    {
        await question();
        return true;
    });

    // Until there is an answer, or the others count the worker as dead.
    private T Ask<T>(Func<Task<T>> question)
    {
        var until = DateTime.UtcNow + MostSilent;
        while (true)
        {
            try
            {
                return question().GetAwaiter().GetResult();
            }
            catch (Exception silent) // of whatever kind that the other side had
            {
                Silence = silent.GetBaseException().Message.ReplaceLineEndings(" ");
                if (!pool.IsAlive(worker) || DateTime.UtcNow > until)
                {
                    throw new WorkerDiedException();
                }

                pool.WaitWhileAlive(worker, Between);
            }
        }
    }

    private sealed class WorkerDiedException : Exception;
}
