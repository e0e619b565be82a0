using MetaRL.Cluster.Addresses;
using StackExchange.Redis;

namespace MetaRL.Cluster.Hosting;

/// <summary>The Redis in which the members of a cluster find each other.</summary>
internal static class RedisServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>How it is connected to; a connection that breaks is made again.</summary>
    public static ConfigurationOptions Options(ClusterUrl url) => new()
    {
        EndPoints = { { url.Host, url.Port } },
        User = url.User,
        Password = url.Password,
        AbortOnConnectFail = false,
        ConnectTimeout = (int)Patience.TotalMilliseconds,
        ConnectRetry = 1,
    };

    /// <summary>Connects once, to know that it can be done.</summary>
    /// <exception cref="ClusterException">It cannot.</exception>
    public static void Require(ClusterUrl url)
    {
        try
        {
            var options = Options(url);
            options.AbortOnConnectFail = true;
            using var connection = ConnectionMultiplexer.Connect(options);
            _ = connection.GetDatabase().Ping();
        }
        catch (Exception wrong) when (wrong is RedisException or TimeoutException)
        {
            var isRefused = wrong.ToString().Contains("auth", StringComparison.OrdinalIgnoreCase);
            throw new ClusterException(
                isRefused
                    ? $"Redis at {url.Host}:{url.Port} wants a password, or another one; write it into the URL:"
                      + $" redis://:password@{url.Host}:{url.Port}/{url.Name}"
                    : $"There is no Redis at {url.Host}:{url.Port}, or it does not answer within"
                      + $" {Patience.TotalSeconds:0} seconds; start redis-server there, or correct --cluster.",
                wrong);
        }
    }
}
