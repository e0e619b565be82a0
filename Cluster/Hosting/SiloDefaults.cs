using System.Net;
using System.Security.Cryptography.X509Certificates;
using MetaRL.Cluster.Addresses;
using MetaRL.Cluster.Placement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using Orleans.Connections.Security;

namespace MetaRL.Cluster.Hosting;

/// <summary>Settings that all members of a cluster have.</summary>
internal static class SiloDefaults
{
    /// <summary>A lost member is noticed when it misses two probes, a second apart.</summary>
    public static readonly TimeSpan Probe = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan Answer = TimeSpan.FromSeconds(10);

    private const string Service = "metarl";
    private const int LargestMessage = 16 << 20; // bytes; parts of files have 1 MiB, at most four in an answer
    private const int MissedProbes = 2;
    private static readonly TimeSpan Alive = TimeSpan.FromSeconds(5); // between signs of life in the table of members
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Join = TimeSpan.FromSeconds(15);

    /// <summary>What a silo of a cluster has in common with all others.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="cluster">Name of the cluster.</param>
    /// <param name="name">Its own.</param>
    /// <param name="address">Where it listens to other silos.</param>
    /// <param name="gatewayPort">Where it listens to those who ask for jobs; 0 for nowhere.</param>
    /// <param name="key">The cluster's key; null for none.</param>
    /// <param name="judges">Whether it may count others as dead.</param>
    public static void Configure(
        ISiloBuilder silo, string cluster, string name, IPEndPoint address, int gatewayPort, X509Certificate2? key,
        bool judges = true)
    {
        silo.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (Service, cluster));
        silo.Configure<SiloOptions>(options => options.SiloName = name);
        silo.Configure<EndpointOptions>(options =>
        {
            options.AdvertisedIPAddress = address.Address;
            options.SiloPort = address.Port;
            options.GatewayPort = gatewayPort;
            options.SiloListeningEndpoint = address;
            options.GatewayListeningEndpoint = gatewayPort == 0 ? null : new IPEndPoint(address.Address, gatewayPort);
        });
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.LivenessEnabled = judges;
            options.ProbeTimeout = Probe;
            options.MaxProbeTimeout = Probe;
            options.NumMissedProbesLimit = MissedProbes;
            options.NumVotesForDeathDeclaration = 1;
            options.IAmAliveTablePublishTimeout = Alive;
            options.NumMissedTableIAmAliveLimit = MissedProbes;
            options.TableRefreshTimeout = Refresh;
            options.MaxJoinAttemptTime = Join;
            options.DefunctSiloExpiration = TimeSpan.FromHours(1);
        });
        silo.Configure<SiloMessagingOptions>(options =>
            (options.ResponseTimeout, options.MaxMessageBodySize) = (Answer, LargestMessage));
        if (key is not null)
        {
            silo.UseTls(options => Secure(options, key));
        }

        silo.AddActivityPropagation();
        silo.Services.AddPlacementDirector<OnItsSilo, OnItsSiloDirector>();
    }

    /// <summary>What a client of a cluster has in common with its silos.</summary>
    public static void Configure(IClientBuilder client, ClusterUrl url, X509Certificate2? key)
    {
        client.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (Service, url.Name));
        client.Configure<ClientMessagingOptions>(options =>
            (options.ResponseTimeout, options.MaxMessageBodySize) = (Answer, LargestMessage));
        client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = Refresh);
        client.AddActivityPropagation();
        client.UseRedisClustering(options => Connect(options, url));
        if (key is not null)
        {
            client.UseTls(options => Secure(options, key));
        }
    }

    public static void Connect(RedisClusteringOptions options, ClusterUrl url) =>
        options.ConfigurationOptions = RedisServer.Options(url);

    /// <summary>A host without logs, unless they are asked for, that leaves signals to the program.</summary>
    public static HostBuilder Host(bool verbose)
    {
        var builder = new HostBuilder();
        builder.ConfigureLogging(logging =>
        {
            logging.ClearProviders();
            if (verbose)
            {
                logging.AddSimpleConsole(options => options.SingleLine = true);
                logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
                    options => options.LogToStandardErrorThreshold = LogLevel.Trace);
                logging.SetMinimumLevel(LogLevel.Information);
            }
        });
        builder.ConfigureServices(services => services.AddSingleton<IHostLifetime, NoLifetime>());
        return builder;
    }

    // Both sides show the cluster's certificate and take no other.
    private static void Secure(TlsOptions options, X509Certificate2 key)
    {
        options.LocalCertificate = key;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.CheckCertificateRevocation = false;
        options.RemoteCertificateValidation = (certificate, _, _) =>
            certificate is not null && certificate.RawData.AsSpan().SequenceEqual(key.RawData);
        options.OnAuthenticateAsClient = (_, ssl) => ssl.TargetHost = Service;
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
