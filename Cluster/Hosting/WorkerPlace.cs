using System.Net;
using MetaRL.Cluster.Addresses;

namespace MetaRL.Cluster.Hosting;

/// <summary>Which cluster a worker joins, and where it listens.</summary>
/// <param name="Url">The cluster; null where <paramref name="Primary"/> is its first member.</param>
/// <param name="Primary">The member of a cluster on one machine that knows all others.</param>
/// <param name="Listen">Address that the others reach it at.</param>
/// <param name="Port">Port, with the one behind it for those who ask for jobs; null for any two.</param>
/// <param name="KeyFile">The cluster's key; null for none.</param>
/// <param name="Verbose">Whether Orleans writes what it does.</param>
public sealed record WorkerPlace(
    ClusterUrl? Url, IPEndPoint? Primary, IPAddress Listen, int? Port, string? KeyFile, bool Verbose)
{
    /// <summary>Requires a key where others than this machine's users can reach a worker.</summary>
    /// <exception cref="ClusterException">There is none.</exception>
    public void RequireKey()
    {
        if (!IPAddress.IsLoopback(Listen) && KeyFile is null)
        {
            throw new ClusterException(
                $"--listen {Listen} can be reached from other machines, so it needs --key FILE; `metarl cluster key"
                + " FILE` makes one, which every machine needs a copy of.")
            {
                IsUsage = true,
            };
        }
    }

    /// <summary>The address of a text.</summary>
    /// <exception cref="ClusterException">It is none of this machine that others could reach.</exception>
    public static IPAddress AddressOf(string listen)
    {
        var addresses = IPAddress.TryParse(listen, out var one) ? [one] : Resolve(listen);
        var address = addresses.FirstOrDefault(
            each => each.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork, addresses[0]);
        return address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)
            ? throw new ClusterException(
                $"--listen {listen} is no address that others could reach; name one of this machine, such as 10.0.0.5.")
            {
                IsUsage = true,
            }
            : address;
    }

    private static IPAddress[] Resolve(string name)
    {
        try
        {
            return Dns.GetHostAddresses(name) is { Length: > 0 } found ? found : throw Unknown(name, null);
        }
        catch (Exception wrong) when (wrong is System.Net.Sockets.SocketException or ArgumentException)
        {
            throw Unknown(name, wrong);
        }
    }

    private static ClusterException Unknown(string name, Exception? cause) => new(
        $"--listen '{name}' is no address and no name of a machine; name an address of this one, such as 10.0.0.5.",
        cause!)
    {
        IsUsage = true,
    };
}
