using System.Collections;
using MetaRL.Tests.Cli;
using Xunit;

namespace MetaRL.Tests.Compat;

/// <summary>The native part of the viewer, whose compiler may come after the rest.</summary>
public sealed class ViewShimTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("metarl view shim ").FullName;

    [Fact]
    public void Build_WithoutACompiler_GoesOnWithoutTheViewer()
    {
        var built = Build(Bin("sh"));
        Assert.Equal(0, built.ExitCode);
        Assert.Contains("there will be no viewer", built.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "libviewshim.so")));
    }

    [Fact]
    public void Build_OnceThereIsACompiler_MakesTheViewer()
    {
        _ = Build(Bin("sh", "cmake")); // which remembers what it has not found
        var built = Build(Environment.GetEnvironmentVariable("PATH")!);
        Assert.Equal(0, built.ExitCode);
        Assert.True(File.Exists(Path.Combine(_folder, "libviewshim.so")), built.Out);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Invocation Build(string path)
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);

        // A test run hands its own MSBuild on through these.
        foreach (
            var name in variables.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
                .ToList())
        {
            variables.Remove(name);
        }

        variables["PATH"] = path;
        using var dotnet = new Started(
            Find("dotnet"), Checkout.Path(), variables, "msbuild", "compat/ImGui.NET/ImGui.NET.csproj",
            "-target:BuildViewShim",
            $"-property:ViewBuildDirectory={_folder}/", "-noAutoResponse", "-nodeReuse:false", "-nologo");
        return dotnet.Ended();
    }

    // A folder with these programs alone.
    private string Bin(params string[] programs)
    {
        var bin = Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName;
        foreach (var program in programs)
        {
            File.CreateSymbolicLink(Path.Combine(bin, program), Find(program));
        }

        return bin;
    }

    private static string Find(string program) => Environment.GetEnvironmentVariable("PATH")!.Split(':')
        .Select(folder => Path.Combine(folder, program))
        .First(File.Exists);
}
