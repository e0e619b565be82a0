using System.Security.Cryptography.X509Certificates;
using MetaRL.Cluster.Addresses;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Messaging;

namespace MetaRL.Cluster.Hosting;

/// <summary>A cluster whose workers were started by somebody, seen by a process that asks them for jobs.</summary>
public sealed class RemoteCluster : IClusterLink
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5); // until workers that are there must answer

    private readonly IHost _host;
    private readonly X509Certificate2? _key;

    private RemoteCluster(IHost host, X509Certificate2? key) => (_host, _key) = (host, key);

    public IGrainFactory Grains => _host.Services.GetRequiredService<IClusterClient>();

    /// <summary>Connects to a cluster; null where it has no worker and nobody waits for one.</summary>
    /// <param name="url">The cluster.</param>
    /// <param name="keyFile">Its key; null for none.</param>
    /// <param name="verbose">Whether Orleans writes what it does.</param>
    /// <param name="waiting">Told that there is no worker yet; null not to wait for one.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <exception cref="ClusterException">It cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public static RemoteCluster? Connect(
        ClusterUrl url, string? keyFile, bool verbose, Action<string>? waiting, CancellationToken stop)
    {
        RedisServer.Require(url);
        var key = keyFile is null ? null : ClusterKey.Load(keyFile);
        IHost? host = null;
        try
        {
            host = Build(url, key, verbose);
            if (!HasWorkers(url, host, waiting, stop).GetAwaiter().GetResult())
            {
                host.Dispose();
                key?.Dispose();
                return null;
            }

            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            patience.CancelAfter(Patience);
            host.StartAsync(patience.Token).GetAwaiter().GetResult();
            return new RemoteCluster(host, key);
        }
        catch (Exception wrong) when (!stop.IsCancellationRequested)
        {
            host?.Dispose();
            key?.Dispose();
            throw new ClusterException(
                $"The workers of {url} do not answer: " + (keyFile is null
                    ? "name their --key if they have one, or start them where this machine reaches them."
                    : $"they have another key than {keyFile} or none, or this machine does not reach them."),
                wrong);
        }
    }

    public async Task<IReadOnlyList<SiloAddress>> Workers()
    {
        var hosts = await Grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
        return [.. hosts.Keys];
    }

    public void Dispose()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            _host.StopAsync(patience.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
        }

        _host.Dispose();
        _key?.Dispose();
    }

    private static IHost Build(ClusterUrl url, X509Certificate2? key, bool verbose)
    {
        var builder = SiloDefaults.Host(verbose);
        builder.UseOrleansClient(client =>
        {
            SiloDefaults.Configure(client, url, key);
            client.UseConnectionRetryFilter(async (_, stop) =>
            {
                await Task.Delay(Between, stop);
                return true;
            });
        });
        return builder.Build();
    }

    private static async Task<bool> HasWorkers(
        ClusterUrl url, IHost host, Action<string>? waiting, CancellationToken stop)
    {
        var gateways = host.Services.GetRequiredService<IGatewayListProvider>();
        await gateways.InitializeGatewayListProvider();
        for (var isSaid = false; (await gateways.GetGateways()).Count == 0; isSaid = true)
        {
            if (waiting is null)
            {
                return false;
            }

            if (!isSaid)
            {
                waiting($"No worker has joined {url} yet; `metarl worker --cluster {url}` starts one. Waiting ...");
            }

            await Task.Delay(Between, stop);
        }

        return true;
    }
}
