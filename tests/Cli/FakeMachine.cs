namespace MetaRL.Tests.Cli;

/// <summary>
/// A copy of the launcher and a PATH with nothing on it but what a bare system has, and a dotnet that only writes down
/// how it was called.
/// </summary>
internal sealed class FakeMachine : IDisposable
{
    private static readonly string[] System =
    [
        "bash", "cat", "cut", "dirname", "env", "find", "flock", "grep", "head", "mkdir", "mktemp", "mv", "readlink",
        "rm", "setpriv", "sha256sum", "sleep", "sort", "stat", "tail", "touch", "xargs",
    ];

    private const string Assets = "MetaRL/build/metarl/work/obj/Cli";

    private readonly string _folder = Directory.CreateTempSubdirectory("metarl machine ").FullName;
    private readonly Dictionary<string, string> _variables;

    public FakeMachine()
    {
        foreach (var folder in (string[])["bin", "libtorch/lib", "MetaRL/Cli", "MetaRL/scripts", "MetaRL/.ci", Assets])
        {
            Directory.CreateDirectory(Path(folder));
        }

        foreach (var name in System)
        {
            var folder = new[] { "/usr/bin", "/bin" }.First(bin => File.Exists($"{bin}/{name}"));
            File.CreateSymbolicLink(Path("bin", name), $"{folder}/{name}");
        }

        foreach (
            var file in (string[])["metarl", "test.sh", ".ci/run", "scripts/dependencies.sh", "scripts/program.sh"])
        {
            File.Copy(Checkout.Path(file), Path("MetaRL", file));
        }

        File.WriteAllText(Path("libtorch/lib/libtorch_cpu.so"), "");
        File.WriteAllText(Path("MetaRL/Cli/Program.cs"), "");
        File.WriteAllText(Path("MetaRL/Cli/Cli.csproj"), "");
        File.WriteAllText(
            Path("MetaRL/Directory.Packages.props"),
            """<PackageVersion Include="libtorch-cpu-linux-x64" Version="2.10.0" />""");
        WritePackages();
        _variables = new()
        {
            ["PATH"] = Path("bin"),
            ["HOME"] = _folder,
            ["CALLS"] = Path("calls"),
            ["LIBTORCH"] = Path("libtorch"),
        };
        Install("id", "echo 0");
        Install("cmake");
        Install("make");
        Install("c++");
        Install("Xvfb");
        Install("xdotool");
        Install("ffmpeg");
        Install("chromium");
        Install("redis-server");
        Install("dotnet", Dotnet);
    }

    /// <summary>What was called of the commands that write it down, one line each.</summary>
    public string Calls => File.Exists(Path("calls")) ? File.ReadAllText(Path("calls")) : "";

    /// <summary>The folder of a package as it lies on the machine.</summary>
    public string Package => Path(".nuget/packages/libtorch-cpu-linux-x64/2.10.0");

    /// <summary>Makes the machine one on which nothing has ever been restored.</summary>
    public void ForgetPackages()
    {
        Directory.Delete(Path(".nuget"), recursive: true);
        Directory.Delete(Path(Assets), recursive: true);
    }

    /// <summary>Writes the package, and what the last restoring knew of its files.</summary>
    /// <param name="file">A file that belongs to it.</param>
    public void WritePackages(string file = ".nupkg.metadata")
    {
        Directory.CreateDirectory(Package);
        File.WriteAllText(global::System.IO.Path.Combine(Package, ".nupkg.metadata"), "");
        File.WriteAllText(
            Path(Assets, "project.assets.json"),
            $$"""
              "libraries": {
                "libtorch-cpu-linux-x64/2.10.0": {
                  "type": "package",
                  "path": "libtorch-cpu-linux-x64/2.10.0",
                  "files": [
                    "{{file}}"
                  ]
                }
              },
            """);
    }

    // Publishing makes the program; starting it shows where it runs and with which arguments.
    private static string Dotnet => Commands("""shift; printf '%s' "$PWD"; printf ' <%s>' "$@"; echo""");

    // A dotnet that starts a program which does this.
    private static string Commands(string program) =>
        $$"""
        case $1 in
        --list-sdks) echo '10.0.100 [/sdk]' ;;
        restore) echo restore >>"$CALLS" ;;
        publish)
            echo publish >>"$CALLS"
            while [[ $1 != --output ]]; do shift; done
            sleep 0.2
            mkdir -p "$2"
            echo >"$2/metarl.dll" ;;
        *) {{program}} ;;
        esac
        """;

    public string Path(params string[] parts) => global::System.IO.Path.Combine([_folder, .. parts]);

    public void Set(string variable, string value) => _variables[variable] = value;

    public void Remove(string command) => File.Delete(Path("bin", command));

    /// <summary>Puts a command on PATH.</summary>
    public void Install(string command, string script = "")
    {
        var file = Path("bin", command);
        File.Delete(file); // may be a link to that of the system
        File.WriteAllText(file, $"#!/bin/bash\n{script}\n");
        File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
    }

    /// <summary>Makes the program one that does this, a script of bash.</summary>
    public void InstallProgram(string script) => Install("dotnet", Commands($"\n{script}\n"));

    /// <summary>Starts a file of the project.</summary>
    public Started Start(string file, params IEnumerable<string> args) =>
        new(Path("bin", "bash"), _folder, _variables, [Path("MetaRL", file), .. args]);

    /// <summary>Starts a file of the project in a process group of its own.</summary>
    public Started StartApart(string file, params IEnumerable<string> args) =>
        new("setsid", _folder, _variables, [Path("bin", "bash"), Path("MetaRL", file), .. args]);

    /// <summary>Starts commands of a shell.</summary>
    public Started StartCommands(string commands) => new(Path("bin", "bash"), _folder, _variables, "-c", commands);

    /// <summary>Starts a shell at a terminal.</summary>
    public Started Shell() => Started.Shell(_folder, _variables);

    /// <summary>Starts a file of the project and waits for its end.</summary>
    public Invocation Run(string file, params IEnumerable<string> args)
    {
        using var started = Start(file, args);
        return started.Ended();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
