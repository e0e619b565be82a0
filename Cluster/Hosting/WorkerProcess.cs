using System.Net;
using System.Security.Cryptography.X509Certificates;
using MetaRL.Cluster.Addresses;
using MetaRL.Cluster.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MetaRL.Cluster.Hosting;

/// <summary>
/// A worker: a silo that does jobs until it is asked to leave. Where the others took it for dead, it joins anew.
/// </summary>
/// <param name="place">Which cluster, and where.</param>
/// <param name="settings">What it gives to jobs.</param>
/// <param name="say">Told what there is to know, a line each.</param>
public sealed class WorkerProcess(WorkerPlace place, WorkerSettings settings, Action<string> say)
{
    private const int Threads = 32; // of the pool at least, so that answers do not wait for what computes
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30); // until a job's last checkpoint was fetched
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Works until a token asks to leave; the job that is under way stops after its meta-iteration.</summary>
    /// <exception cref="ClusterException">The cluster cannot be joined.</exception>
    public void Run(CancellationToken leave) => RunAsync(leave).GetAwaiter().GetResult();

    /// <summary>Ends this process, whatever it computes, and leaves no files behind.</summary>
    public static void EndAtOnce()
    {
        JobFolder.DeleteOwn();
        using var own = System.Diagnostics.Process.GetCurrentProcess();
        own.Kill();
    }

    private async Task RunAsync(CancellationToken leave)
    {
        place.RequireKey();
        using var key = place.KeyFile is { } file ? ClusterKey.Load(file) : null;
        if (place.Url is { } url)
        {
            RedisServer.Require(url);
        }

        _ = ThreadPool.SetMinThreads(Threads, Threads);
        using var jobs = new JobHost(settings);
        using var shards = new ShardHost(settings, say);
        for (var joined = 0; !leave.IsCancellationRequested; joined++)
        {
            var fatal = new FatalSignal();
            using var host = Build(jobs, shards, fatal, key, Ports());
            if (!await Started(host, again: joined > 0, leave))
            {
                continue;
            }

            say(joined == 0
                ? Greeting(host)
                : "This worker had counted as dead, or Redis had forgotten it; it has joined anew.");
            using var watch = CancellationTokenSource.CreateLinkedTokenSource(leave);
            var lost = place.Url is null ? Task.Delay(Timeout.Infinite, leave) : TableWatch.Lost(host, watch.Token);
            await Task.WhenAny(fatal.Happened, lost);
            await watch.CancelAsync();
            if (leave.IsCancellationRequested)
            {
                jobs.Leave();
                await Finished(jobs);
            }

            await Stopped(host);
            jobs.Forget(); // only now, or a new one could come through the silo that goes
        }
    }

    private static async Task Finished(JobHost jobs)
    {
        var until = DateTime.UtcNow + Patience;
        while (jobs.IsRunning || (jobs.IsBusy && DateTime.UtcNow < until))
        {
            until = jobs.IsRunning ? DateTime.UtcNow + Patience : until;
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    // The first time a failure is the caller's; later there was a cluster, and there will be again.
    private static async Task<bool> Started(IHost host, bool again, CancellationToken leave)
    {
        try
        {
            await host.StartAsync(leave);
            return true;
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception) when (again)
        {
            await Task.Delay(Pause, CancellationToken.None);
            return false;
        }
        catch (Exception wrong)
        {
            if (wrong.ToString().Contains("ping responses", StringComparison.Ordinal))
            {
                throw new ClusterException(
                    "The other workers of this cluster do not answer this one: they have another --key or none, or are"
                    + " not reached from here. Without them it does not join.", wrong);
            }

            throw new ClusterException(
                $"The cluster cannot be joined: {wrong.GetBaseException().Message.ReplaceLineEndings(" ")}"
                + " --verbose shows what happens.", wrong);
        }
    }

    private static async Task Stopped(IHost host)
    {
        using var patience = new CancellationTokenSource(Ending);
        try
        {
            await host.StopAsync(patience.Token);
        }
        catch (Exception) when (!Environment.HasShutdownStarted)
        {
            // it is gone one way or the other
        }
    }

    private (int Silo, int Gateway) Ports()
    {
        if (place.Port is { } port)
        {
            FreePorts.Require(place.Listen, port, port + 1);
            return (port, port + 1);
        }

        return FreePorts.Any(place.Listen, 2) is [var one, var other] ? (one, other) : default;
    }

    private IHost Build(
        JobHost jobs, ShardHost shards, FatalSignal fatal, X509Certificate2? key, (int Silo, int Gateway) ports)
    {
        var builder = SiloDefaults.Host(place.Verbose);
        builder.UseOrleans(silo =>
        {
            SiloDefaults.Configure(
                silo, place.Url?.Name ?? LocalCluster.Name, WorkerName, new IPEndPoint(place.Listen, ports.Silo),
                place.Url is null ? 0 : ports.Gateway, key,
                judges: place.Url is not null); // a stopped parent is still the parent
            if (place.Url is { } url)
            {
                silo.UseRedisClustering(options => SiloDefaults.Connect(options, url));
            }
            else
            {
                silo.UseDevelopmentClustering(place.Primary!);
            }

            silo.Services.AddSingleton(jobs);
            silo.Services.AddSingleton(shards);
            silo.Services.AddSingleton<IFatalErrorHandler>(fatal);
        });
        return builder.Build();
    }

    private static string WorkerName =>
        FormattableString.Invariant($"{Environment.MachineName}-{Environment.ProcessId}");

    private string Greeting(IHost host)
    {
        var address = host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.Endpoint;
        var gives = settings.Contribution is { } own ? $"contributes sums over {own.Tasks} tasks and nothing else"
            : settings.Threads == 1 ? "1 thread"
            : $"{settings.Threads} threads";
        return $"Worker {address} of {place.Url?.ToString() ?? "this machine"}, {gives}; interrupt it to leave.";
    }
}
