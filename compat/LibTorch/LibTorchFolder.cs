namespace MetaRL.Compat;

/// <summary>
/// A libtorch that the variable LIBTORCH names: unpacked, or the folder <c>torch</c> of a Python installation.
/// </summary>
/// <param name="path">The folder above <c>lib</c>.</param>
internal sealed class LibTorchFolder(string path)
{
    /// <summary>Release that TorchSharp is built for.</summary>
    public const string Supported = "2.10";

    /// <summary>Dependencies of libLibTorchSharp.so, in the order of loading.</summary>
    public static readonly IReadOnlyList<string> Libraries = ["libc10.so", "libtorch_cpu.so", "libtorch.so"];

    /// <summary>The folder that the variable names; null if it is not set.</summary>
    public static LibTorchFolder? FromEnvironment() =>
        Environment.GetEnvironmentVariable("LIBTORCH") is { Length: > 0 } path
            ? new(System.IO.Path.GetFullPath(path))
            : null;

    public string Path => path;

    /// <summary>Where its libraries lie.</summary>
    public string Library => System.IO.Path.Combine(path, "lib");

    /// <summary>As it says itself, such as 2.10.0+cu128.</summary>
    public string Version => Unpacked() ?? Python() ?? "of unknown version";

    public bool IsSupported => Version.Split('.', '+') is [var major, var minor, ..] && $"{major}.{minor}" == Supported;

    /// <summary>Loads TorchSharp's C interface with this libtorch.</summary>
    /// <exception cref="LibTorchException">This libtorch lacks a function that TorchSharp needs.</exception>
    public nint OpenAgainst(string sharp)
    {
        try
        {
            return OlderStandardLibrary.Open(sharp, complete: true);
        }
        catch (LibTorchException lacking) when (lacking.Message.Contains("undefined symbol", StringComparison.Ordinal))
        {
            var symbol = lacking.Message.Split("undefined symbol:")[^1].Trim();
            throw new LibTorchException(
                $"LIBTORCH is '{path}', libtorch {Version}, which lacks a function that TorchSharp needs ({symbol}):"
                    + $" use libtorch {Supported}.",
                lacking);
        }
    }

    private string? Unpacked() => FirstLine("build-version", line => line);

    private string? Python() => FirstLine(
        "version.py",
        line =>
            line.StartsWith("__version__ = ", StringComparison.Ordinal)
                ? line.Split('=')[1].Trim(' ', '\'', '"')
                : null);

    private string? FirstLine(string file, Func<string, string?> read)
    {
        var whole = System.IO.Path.Combine(path, file);
        return File.Exists(whole)
            ? File.ReadLines(whole).Select(read).FirstOrDefault(found => found is { Length: > 0 })
            : null;
    }
}
