using System.Net;
using System.Text;
using MetaRL.Tests.Cluster;

namespace MetaRL.Tests.Cli;

/// <summary>Takes what is sent by Protocol Buffers over HTTP, as an OpenTelemetry collector does.</summary>
internal sealed class Collector : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Dictionary<string, StringBuilder> _received = []; // by path

    public Collector()
    {
        Url = FormattableString.Invariant($"http://127.0.0.1:{RedisFixture.FreePort()}");
        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        new Thread(Listen) { IsBackground = true }.Start();
    }

    public string Url { get; }

    /// <summary>All bytes that came to a path, each as a letter.</summary>
    public string Received(string path)
    {
        lock (_received)
        {
            return _received.TryGetValue(path, out var text) ? text.ToString() : "";
        }
    }

    public void Dispose() => _listener.Close();

    private void Listen()
    {
        try
        {
            while (true)
            {
                Take(_listener.GetContext());
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
        }
    }

    private void Take(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        context.Request.InputStream.CopyTo(body);
        lock (_received)
        {
            var path = context.Request.Url!.AbsolutePath;
            _received.TryAdd(path, new StringBuilder());
            _received[path].Append(Encoding.Latin1.GetString(body.ToArray()));
        }

        context.Response.Close();
    }
}
