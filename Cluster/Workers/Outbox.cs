using MetaRL.Checkpoints;
using MetaRL.Cluster.Messages;
using MetaRL.Runs;

namespace MetaRL.Cluster.Workers;

/// <summary>The files of a run that are new or changed since they were sent, in parts of bounded size.</summary>
/// <param name="directory">The run's directory.</param>
/// <param name="known">Files that whoever asked for the job has sent, by name.</param>
internal sealed class Outbox(string directory, IReadOnlyDictionary<string, byte[]> known)
{
    private const int MostParts = 4; // in an answer

    private readonly Dictionary<string, DateTime> _sent = []; // when it was written, by name
    private readonly HashSet<string> _known = [.. known.Keys.Where(RunFileName.IsCheckpoint)];
    private readonly Queue<FilePart> _parts = new(); // of files that are being sent
    private byte[] _metrics = known.GetValueOrDefault(RunFileName.Metrics, []);

    /// <summary>Whether something is still to be sent that was found before.</summary>
    public bool HasParts => _parts.Count > 0;

    /// <summary>The next parts; none where everything is sent.</summary>
    public FilePart[] Next()
    {
        if (_parts.Count == 0)
        {
            Find();
        }

        var next = new List<FilePart>();
        while (next.Count < MostParts && _parts.TryDequeue(out var part))
        {
            next.Add(part);
        }

        return [.. next];
    }

    // Checkpoints are listed before metrics are read, and sent behind them: the rows that they count on are there.
    private void Find()
    {
        var checkpoints = new CheckpointFolder(RunDirectory.CheckpointsOf(directory)).List();
        if (!FindMetrics())
        {
            return;
        }

        foreach (var checkpoint in checkpoints)
        {
            var name = $"checkpoints/{Path.GetFileName(checkpoint.Path)}";
            if (!_known.Contains(name) && Read(checkpoint.Path) is { } content)
            {
                _known.Add(name);
                Add(name, content);
                return; // one at a time in memory
            }
        }

        FindWritten(RunFileName.Provenance);
        var evaluation = Path.Combine(directory, "evaluation");
        foreach (var file in Directory.Exists(evaluation) ? Directory.GetFiles(evaluation, "*.json") : [])
        {
            FindWritten($"evaluation/{Path.GetFileName(file)}");
        }
    }

    private void FindWritten(string name)
    {
        var path = RunFileName.PathIn(directory, name);
        var written = File.GetLastWriteTimeUtc(path);
        if (_sent.GetValueOrDefault(name) != written && Read(path) is { } content)
        {
            _sent[name] = written;
            if (!content.AsSpan().SequenceEqual(known.GetValueOrDefault(name)))
            {
                Add(name, content);
            }
        }
    }

    // Rows that are equal stay; what differs from there on is sent. False where more is to come.
    private bool FindMetrics()
    {
        var path = RunDirectory.MetricsOf(directory);
        var now = ReadShared(path);
        now = now[..(Array.LastIndexOf(now, (byte)'\n') + 1)];
        var same = now.AsSpan().CommonPrefixLength(_metrics);
        same = now.AsSpan(0, same).LastIndexOf((byte)'\n') + 1;
        if (same == now.Length && now.Length == _metrics.Length)
        {
            return true;
        }

        var end = Math.Min(now.Length, same + (FilePart.MostBytes * (MostParts - 1)));
        end = end == now.Length ? end : Array.LastIndexOf(now, (byte)'\n', end - 1) + 1;
        foreach (var part in FilePart.Of(RunFileName.Metrics, now[same..end]))
        {
            _parts.Enqueue(part with { Offset = part.Offset + same });
        }

        _metrics = now[..end];
        return end == now.Length;
    }

    private void Add(string name, byte[] content)
    {
        foreach (var part in FilePart.Of(name, content))
        {
            _parts.Enqueue(part);
        }
    }

    private static byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // thinned out, or never there
        }
    }

    // While the run appends to it.
    private static byte[] ReadShared(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[file.Length];
        var read = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return content[..read];
    }
}
