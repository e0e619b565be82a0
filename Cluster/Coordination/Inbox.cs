using System.Buffers;
using MetaRL.Cluster.Messages;
using MetaRL.Files;
using MetaRL.Runs;

namespace MetaRL.Cluster.Coordination;

/// <summary>Puts together the parts of files that a worker sends, and each whole file where it belongs.</summary>
/// <param name="copy">The run's directory.</param>
/// <param name="specialists">File of what specialists of the experiment's tasks reached.</param>
internal sealed class Inbox(RunCopy copy, string specialists)
{
    private const long MostBytes = 1 << 30; // of one file

    private string? _name;
    private ArrayBufferWriter<byte> _content = new();

    /// <summary>Takes a part.</summary>
    /// <exception cref="RunDirectoryException">It is of no file of a run, or not the next part.</exception>
    public void Take(FilePart part)
    {
        if (part.Name == RunFileName.Metrics)
        {
            copy.TakeMetrics(part.Offset, part.Bytes); // rows, which are written one by one anywhere
            return;
        }

        if (part.Name != FilePart.Specialists)
        {
            _ = RunFileName.PathIn(copy.Location, part.Name);
        }

        if (part.Offset == 0)
        {
            (_name, _content) = (part.Name, new ArrayBufferWriter<byte>());
        }

        if (part.Name != _name || part.Offset != _content.WrittenCount || part.Offset + part.Bytes.Length > MostBytes)
        {
            throw new RunDirectoryException(
                $"{copy.Location}: A worker sends parts of files in no order; build it from the same commit.");
        }

        _content.Write(part.Bytes);
        if (part.IsLast)
        {
            var whole = _content.WrittenSpan.ToArray();
            (_name, _content) = (null, new ArrayBufferWriter<byte>());
            if (part.Name == FilePart.Specialists)
            {
                AtomicFile.Write(specialists, whole);
            }
            else
            {
                copy.Take(part.Name, whole);
            }
        }
    }
}
