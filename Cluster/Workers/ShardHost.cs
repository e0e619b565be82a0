using MetaRL.Cluster.Messages;
using MetaRL.Learners;

namespace MetaRL.Cluster.Workers;

/// <summary>The runs that a worker computes ranges of tasks for, beside its jobs.</summary>
internal sealed class ShardHost : IDisposable
{
    /// <summary>Why a contributor does nothing else.</summary>
    public const string OnlyContributes = "it only contributes tasks of its own.";

    private const int MostSessions = 8;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(4); // until an answer, if it is only "wait"
    private static readonly TimeSpan MostUnheard = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    private readonly WorkerSettings _settings;
    private readonly Action<string>? _say;
    private readonly Dictionary<Guid, ShardSession> _sessions = [];
    private readonly Lock _gate = new();
    private readonly Timer _rounds;
    private readonly ContributionLedger? _ledger;

    /// <param name="settings">What the worker gives.</param>
    /// <param name="say">Told what others are not to know, a line each.</param>
    public ShardHost(WorkerSettings settings, Action<string>? say = null)
    {
        _say = say;
        _settings = settings;
        _ledger = settings.Contribution is { } contribution ? new ContributionLedger(contribution) : null;
        _rounds = new Timer(_ => Forget(MostUnheard), null, Round, Round);
    }

    /// <summary>The run that was asked for last, if lately.</summary>
    public ShardSession? Latest
    {
        get
        {
            lock (_gate)
            {
                return _sessions.Values.Where(session => session.Unheard < Round).MinBy(session => session.Unheard);
            }
        }
    }

    /// <summary>ε that contributed sums have told; 0 where there is no noise.</summary>
    public double Epsilon => _ledger?.Epsilon ?? 0;

    /// <summary>Answers within a few seconds: with the shares, what is lacking, or that it takes longer.</summary>
    public async Task<RangeReply> Ask(RangeRequest request)
    {
        try
        {
            if (request.OwnTasks != _settings.Contribution is not null)
            {
                return new RangeReply
                {
                    Failure = request.OwnTasks ? "It has no tasks to contribute." : OnlyContributes,
                };
            }

            if (Find(request) is not { } session)
            {
                return new RangeReply { Lack = RangeLack.Run };
            }

            var answer = session.Ask(request);
            return await Task.WhenAny(answer, Task.Delay(Longest)) == answer
                ? await answer
                : new RangeReply { IsPending = true };
        }
        catch (Exception failure) // to be told to whoever asked
        {
            return new RangeReply { Failure = Words(failure) };
        }
    }

    // What is wrong with contributed tasks could tell of them.
    private string Words(Exception failure)
    {
        if (failure is ArgumentException or ContributionException)
        {
            return failure.Message;
        }

        var line = _settings.Describe(failure);
        if (_settings.Contribution is null)
        {
            return line;
        }

        _say?.Invoke(line);
        return "Its tasks are of no use to this run; its own terminal says why.";
    }

    public void Dispose()
    {
        _rounds.Dispose();
        Forget(TimeSpan.Zero);
    }

    private ShardSession? Find(RangeRequest request)
    {
        lock (_gate)
        {
            if (_sessions.TryGetValue(request.Session, out var known))
            {
                return known;
            }

            if (request.Run is not { } run)
            {
                return null;
            }

            if (_sessions.Count >= MostSessions)
            {
                Drop(_sessions.MaxBy(pair => pair.Value.Unheard).Key);
            }

            return _sessions[request.Session] = Open(run);
        }
    }

    private ShardSession Open(JobRequest run)
    {
        using var folder = JobFolder.Create();
        var (read, refusal) = JobRun.Refusal(run) is { } refused
            ? (null, refused)
            : JobRun.Read(run, folder.Path, _settings.Threads);
        return read is null ? throw new ArgumentException(refusal)
            : _settings.Contribution is { } own ? ShardSession.Contributing(read.Run, own, _ledger!)
            : ShardSession.Of(read.Run);
    }

    private void Forget(TimeSpan unheard)
    {
        lock (_gate)
        {
            foreach (var (id, _) in _sessions.Where(pair => pair.Value.Unheard >= unheard).ToArray())
            {
                Drop(id);
            }
        }
    }

    private void Drop(Guid session)
    {
        _sessions[session].Dispose();
        _sessions.Remove(session);
    }
}
