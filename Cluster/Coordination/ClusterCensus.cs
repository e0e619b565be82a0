using MetaRL.Cluster.Hosting;
using MetaRL.Cluster.Messages;

namespace MetaRL.Cluster.Coordination;

/// <summary>A worker of a cluster.</summary>
/// <param name="Address">Where it listens.</param>
/// <param name="State">What it says of itself; null where it does not answer.</param>
public sealed record WorkerRow(string Address, WorkerState? State);

/// <summary>Who is there and what they do.</summary>
public static class ClusterCensus
{
    /// <summary>All workers, by address.</summary>
    public static IReadOnlyList<WorkerRow> Of(IClusterLink link)
    {
        var workers = link.Workers().GetAwaiter().GetResult();
        var rows = workers.OrderBy(worker => worker.Endpoint.ToString(), StringComparer.Ordinal)
            .Select(async worker => new WorkerRow(worker.Endpoint.ToString(), await Ask(link, worker)));
        return Task.WhenAll(rows).GetAwaiter().GetResult();
    }

    private static async Task<WorkerState?> Ask(IClusterLink link, SiloAddress worker)
    {
        try
        {
            return await link.Grains.GetGrain<IWorkerGrain>(worker.ToParsableString()).Describe();
        }
        catch (Exception silent) when (silent is OrleansException or TimeoutException)
        {
            return null;
        }
    }
}
