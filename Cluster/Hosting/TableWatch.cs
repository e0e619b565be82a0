using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Clustering.Redis;

namespace MetaRL.Cluster.Hosting;

/// <summary>
/// Notices that Redis knows a silo no more, such as one that was started again without its data; Orleans would write
/// into a table that is not there for ever.
/// </summary>
internal static class TableWatch
{
    private const int Looks = 2; // in a row, since a table may be read while it is written
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(3);

    /// <summary>Ends when the silo of a host is not in the table of members, or with a token.</summary>
    public static async Task Lost(IHost host, CancellationToken stop)
    {
        var own = host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        var table = host.Services.GetRequiredService<IMembershipTable>();
        for (var missing = 0; missing < Looks && !stop.IsCancellationRequested;)
        {
            await Task.Delay(Between, stop).ContinueWith(_ => { }, TaskScheduler.Default);
            missing = await IsMissing(table, own) ? missing + 1 : 0;
        }
    }

    private static async Task<bool> IsMissing(IMembershipTable table, SiloAddress own)
    {
        try
        {
            var members = (await table.ReadAllAsync(CancellationToken.None)).Members;
            return !members.Any(member => member.Item1.SiloAddress.Equals(own));
        }
        catch (RedisClusteringException)
        {
            return true; // there is a Redis, but no table
        }
        catch (Exception)
        {
            return false; // there is no Redis at the moment
        }
    }
}
