using MetaRL.Tests.Cli;
using Xunit;

namespace MetaRL.Tests.Compat;

/// <summary>The program with a shim that does not fit its libtorch.</summary>
public sealed class ShimMismatchTests : IDisposable
{
    private const string Cure = "remove the folder build and start ./metarl again, so that it is built anew.";

    private readonly string _folder = Directory.CreateTempSubdirectory("metarl shim ").FullName;

    [Fact]
    public void Metarl_LibtorchLacksAFunction_SaysWhich() => Assert.Equal(
        new Invocation(
            1, "", "The shim was built against another libtorch than the one that is loaded, which lacks undefined symbol:"
                + $" c10_of_tomorrow; {Cure}\n"),
        Oracle("int c10_of_tomorrow(void); int shim_version(void) { return c10_of_tomorrow(); }"));

    [Fact]
    public void Metarl_LibtorchOfAnotherVersion_SaysWhich() => Assert.Equal(
        new Invocation(1, "", $"The shim was built against libtorch 2.6.0, but /lib/x.so is libtorch 2.11.0; {Cure}\n"),
        Oracle(
            """
            const char* shim_version(void) { return "2.6.0"; }
            const char* shim_build_configuration(void) { return "LAPACK, TORCH_VERSION=2.11.0, USE_CUDA=1"; }
            const char* shim_library_path(void) { return "/lib/x.so"; }
            """));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Invocation Oracle(string source)
    {
        var (code, library) = (Path.Combine(_folder, "shim.c"), Path.Combine(_folder, "shim.so"));
        File.WriteAllText(code, source);
        using var compiler = new Started("c++", _folder, null, "-x", "c", "-shared", "-fPIC", "-Wl,-z,now", code, "-o", library);
        Assert.Equal(new Invocation(0, "", ""), compiler.Ended());
        var variables = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(pair => (string)pair.Key, pair => (string)pair.Value!);
        variables["TORCHSHIM"] = library;
        using var metarl = new Started(
            "dotnet", _folder, variables, Path.Combine(AppContext.BaseDirectory, "metarl.dll"), "oracle", "bandit");
        return metarl.Ended();
    }
}
