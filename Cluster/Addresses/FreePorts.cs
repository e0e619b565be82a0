using System.Net;
using System.Net.Sockets;

namespace MetaRL.Cluster.Addresses;

/// <summary>Ports that nobody listens on.</summary>
internal static class FreePorts
{
    /// <summary>Different ones, wherever they are.</summary>
    public static int[] Any(IPAddress address, int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(address, 0))];
        try
        {
            Array.ForEach(listeners, listener => listener.Start());
            return Array.ConvertAll(listeners, listener => ((IPEndPoint)listener.LocalEndpoint).Port);
        }
        catch (SocketException wrong)
        {
            throw NotHere(address, wrong);
        }
        finally
        {
            Array.ForEach(listeners, listener => listener.Dispose());
        }
    }

    /// <exception cref="ClusterException">One is taken, or the address is another machine's.</exception>
    public static void Require(IPAddress address, params int[] ports)
    {
        foreach (var port in ports)
        {
            using var listener = new TcpListener(address, port);
            try
            {
                listener.Start();
            }
            catch (SocketException wrong) when (wrong.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                throw new ClusterException(
                    $"Port {port} of {address} is in use; name another --port (a worker takes it and the one behind"
                    + " it), or leave --port out.", wrong);
            }
            catch (SocketException wrong) when (wrong.SocketErrorCode == SocketError.AccessDenied)
            {
                throw new ClusterException($"Port {port} needs root; name a --port of at least 1024.", wrong);
            }
            catch (SocketException wrong)
            {
                throw NotHere(address, wrong);
            }
        }
    }

    private static ClusterException NotHere(IPAddress address, SocketException wrong) => new(
        $"--listen {address} is no address of this machine ({wrong.Message.TrimEnd('.')}); `ip address` shows those"
        + " that are.",
        wrong);
}
