using MetaRL.Tests.Compat;

namespace MetaRL.Tests.Cli;

/// <summary>
/// What <c>scripts/bundle.sh</c> makes, unpacked into an empty folder, a libtorch elsewhere, and a PATH with what a
/// bare system has.
/// </summary>
public sealed class Bundle : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10); // on a busy machine

    private static readonly string[] Commands =
        ["bash", "cat", "cut", "dirname", "env", "mkdir", "mktemp", "mv", "rm", "sha256sum", "stat"];

    private readonly string _folder = Directory.CreateTempSubdirectory("metarl bundle ").FullName;
    private readonly string _commands = Directory.CreateTempSubdirectory("metarl commands ").FullName;

    public Bundle()
    {
        Run("bash", Inherited(), Checkout.Path("scripts/bundle.sh"), Archive);
        Run("tar", Inherited(), "--extract", "--gzip", "--file", Archive, "--directory", _folder);
        _ = Directory.CreateDirectory(LibTorch);
        LinkedFiles.Copy(
            Path.Combine(AppContext.BaseDirectory, "runtimes/linux-x64/native"), Path.Combine(LibTorch, "lib"));
        File.WriteAllText(Path.Combine(LibTorch, "build-version"), "2.10.0+cpu\n");
        foreach (var name in Commands)
        {
            File.CreateSymbolicLink(Path.Combine(_commands, name), $"/usr/bin/{name}");
        }
    }

    /// <summary>Where the archive is.</summary>
    public string Archive => Path.Combine(_folder, "metarl.tar.gz");

    /// <summary>The libtorch of these tests' package, as if it had been unpacked by itself.</summary>
    public string LibTorch => Path.Combine(_folder, "libtorch");

    /// <summary>
    /// Starts the unpacked program, without .NET and with nothing else on PATH, and waits for its end.
    /// </summary>
    internal Invocation Metarl(params IEnumerable<string> args) => Metarl(LibTorch, args);

    /// <summary>The same with another libtorch.</summary>
    internal Invocation Metarl(string libtorch, IEnumerable<string> args)
    {
        var variables = new Dictionary<string, string>
        { ["PATH"] = _commands, ["HOME"] = "/nonexistent", ["LIBTORCH"] = libtorch };
        using var started = new Started(Path.Combine(_folder, "metarl", "metarl"), _folder, variables, args);
        return started.Ended(Patience);
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(_commands, recursive: true);
    }

    private void Run(string program, IReadOnlyDictionary<string, string> variables, params IEnumerable<string> args)
    {
        using var started = new Started(program, _folder, variables, args);
        var ended = started.Ended(Patience);
        if (ended.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program}: {ended.Error}{ended.Out}");
        }
    }

    // Without what `dotnet test` sets for itself, which a build of its own would take over.
    private static Dictionary<string, string> Inherited() =>
        Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
        .Where(pair => !((string)pair.Key).StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
        .ToDictionary(pair => (string)pair.Key, pair => (string)pair.Value!);
}
