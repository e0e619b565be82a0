using System.Diagnostics;
using System.Globalization;
using System.Net;
using MetaRL.Cluster.Addresses;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MetaRL.Cluster.Hosting;

/// <summary>
/// A cluster on this machine: this process is its first member and does no jobs, and starts workers that end with it. A
/// worker that ends is started again.
/// </summary>
public sealed class LocalCluster : IClusterLink
{
    /// <summary>Of every such cluster; they do not know each other.</summary>
    internal const string Name = "local";

    private const int Restarts = 3; // of each worker

    private readonly IHost _host;
    private readonly SiloAddress _own;
    private readonly Process[] _workers;
    private readonly IReadOnlyList<string> _command;
    private int _restarts;

    private LocalCluster(IHost host, IReadOnlyList<string> command, int workers)
    {
        (_host, _command) = (host, command);
        _own = host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        _workers = [.. Enumerable.Range(0, workers).Select(_ => StartWorker())];
        _restarts = Restarts * workers;
    }

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Starts one.</summary>
    /// <param name="workers">How many workers.</param>
    /// <param name="threads">Threads of each.</param>
    /// <param name="verbose">Whether Orleans writes what it does.</param>
    /// <param name="options">Further options of each worker.</param>
    public static LocalCluster Start(int workers, int threads, bool verbose, params IReadOnlyList<string> options)
    {
        var address = new IPEndPoint(IPAddress.Loopback, FreePorts.Any(IPAddress.Loopback, 1)[0]);
        var builder = SiloDefaults.Host(verbose);
        builder.UseOrleans(silo =>
        {
            SiloDefaults.Configure(silo, Name, "first", address, gatewayPort: 0, key: null);
            silo.UseDevelopmentClustering(address);
        });
        var host = builder.Build();
        host.Start();
        string[] command =
        [
            .. Program(), "worker", "--primary", address.ToString(), "--threads",
            threads.ToString(CultureInfo.InvariantCulture), .. verbose ? ["--verbose"] : (string[])[],
            .. options,
        ];
        return new LocalCluster(host, command, workers);
    }

    public Task<IReadOnlyList<SiloAddress>> Workers()
    {
        Restart();
        var members = _host.Services.GetRequiredService<IClusterMembershipService>().CurrentSnapshot.Members;
        IReadOnlyList<SiloAddress> alive =
        [
            .. members.Values.Where(member => member.Status == SiloStatus.Active && !member.SiloAddress.Equals(_own))
                .Select(member => member.SiloAddress),
        ];
        return Task.FromResult(alive);
    }

    public void Dispose()
    {
        foreach (var worker in _workers)
        {
            worker.StandardInput.Close(); // they end when they read that
        }

        foreach (var worker in _workers)
        {
            if (!worker.WaitForExit(TimeSpan.FromSeconds(5)))
            {
                worker.Kill();
            }

            worker.Dispose();
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        try
        {
            _host.StopAsync(patience.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
        }

        _host.Dispose();
    }

    private void Restart()
    {
        lock (_workers)
        {
            for (var index = 0; index < _workers.Length; index++)
            {
                if (!_workers[index].HasExited || _restarts == 0)
                {
                    continue;
                }

                _restarts--;
                _workers[index].Dispose();
                _workers[index] = StartWorker();
            }

            if (Array.TrueForAll(_workers, worker => worker.HasExited))
            {
                throw new ClusterException(
                    "The worker processes end again and again; without --workers the same command says why.");
            }
        }
    }

    private Process StartWorker()
    {
        var start = new ProcessStartInfo(_command[0], _command.Skip(1))
        {
            RedirectStandardInput = true, // whose end says that this process is no more
            RedirectStandardOutput = true,
        };
        var worker = Process.Start(start)!;
        worker.OutputDataReceived += (_, _) => { }; // read, or it would wait
        worker.BeginOutputReadLine();
        return worker;
    }

    // As this process was started itself.
    private static string[] Program()
    {
        var own = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(own) == "dotnet"
            ? [own, Path.Combine(AppContext.BaseDirectory, "metarl.dll")]
            : [own];
    }
}
