using System.Net;
using System.Net.Sockets;
using MetaRL.Tests.Cli;

namespace MetaRL.Tests.Cluster;

/// <summary>A Redis on a free port that keeps nothing.</summary>
public sealed class RedisFixture : IDisposable
{
    private readonly Started _server;

    public RedisFixture()
    {
        Port = FreePort();
        _server = new Started(
            "redis-server", Path.GetTempPath(), null, "--port", $"{Port}", "--bind", "127.0.0.1", "--save", "",
            "--appendonly", "no");
        _ = SpinWait.SpinUntil(Answers, TimeSpan.FromSeconds(10));
    }

    public int Port { get; }

    /// <summary>A cluster of some name.</summary>
    public string Cluster(string name) => $"redis://127.0.0.1:{Port}/{name}";

    public void Dispose() => _server.Dispose();

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private bool Answers()
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            Thread.Sleep(20);
            return false;
        }
    }
}
