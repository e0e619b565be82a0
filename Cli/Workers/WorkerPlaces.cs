using MetaRL.Cluster.Addresses;
using MetaRL.Cluster.Coordination;
using MetaRL.Cluster.Hosting;

namespace MetaRL.Cli.Workers;

/// <summary>Where runs are computed.</summary>
/// <param name="Workers">Workers to start on this machine; null for none.</param>
/// <param name="ThreadsEach">Threads of each.</param>
/// <param name="Cluster">A cluster whose workers there are; null for none.</param>
/// <param name="KeyFile">Its key.</param>
/// <param name="Sharding">When the tasks of single meta-iterations are spread.</param>
/// <param name="Contributors">Workers that have to add tasks of their own.</param>
/// <param name="Verbose">Whether Orleans writes what it does.</param>
internal sealed record WorkerPlaces(
    int? Workers, int ThreadsEach, ClusterUrl? Cluster, string? KeyFile, Sharding Sharding,
    int Contributors, bool Verbose)
{
    public static readonly WorkerPlaces None = new(null, 1, null, null, Sharding.Never, 0, Verbose: false);

    /// <summary>Further options of the workers that are started.</summary>
    public IReadOnlyList<string> WorkerOptions { get; init; } = [];

    /// <summary>Whether in this process.</summary>
    public bool IsHere => Workers is null && Cluster is null;

    /// <summary>Starts workers or finds a cluster's; null where a token came before there was one.</summary>
    /// <param name="say">Told that there is no worker yet.</param>
    /// <param name="stop">Ends the waiting.</param>
    public IClusterLink? Connect(Action<string> say, CancellationToken stop)
    {
        try
        {
            return Cluster is { } url
                ? RemoteCluster.Connect(url, KeyFile, Verbose, say, stop)
                : LocalCluster.Start(Workers ?? 1, ThreadsEach, Verbose, WorkerOptions);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
