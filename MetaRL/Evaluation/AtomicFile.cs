using System.Text;

namespace MetaRL.Evaluation;

/// <summary>A file that appears whole: written beside its place, then renamed into it.</summary>
internal static class AtomicFile
{
    public static void Write(string path, byte[] content)
    {
        string full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        string partial = full + ".partial";
        File.WriteAllBytes(partial, content);
        File.Move(partial, full, overwrite: true);
    }

    /// <summary>UTF-8 without a byte order mark.</summary>
    public static void Write(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content));
}
