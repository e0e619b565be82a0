using System.Collections;
using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary>What the program says where the engine under bodies will not do.</summary>
public sealed class BodiesTests
{
    private const string Ant =
        """{"actions": [[0, 0, 0, 0, 0, 0, 0, 0]]}""";

    [Fact]
    public void Simulate_EngineThatIsNotThere_SaysWhatToSet() => Assert.Equal(
        new Invocation(
            1, "", "MUJOCO is '/nowhere/libmujoco.so', which cannot be loaded as a library; set it to the file of"
            + " MuJoCo 2.2.2, or unset it.\n"),
        Simulate("/nowhere/libmujoco.so"));

    [Fact]
    public void Simulate_AnotherLibrary_SaysWhatToInstall() => Assert.Equal(
        new Invocation(
            1, "", "Bodies need MuJoCo 2.2.2, but the library that was loaded is no MuJoCo; install what Debian calls"
            + " libmujoco2.2.2.\n"),
        Simulate("libm.so.6"));

    [Theory]
    [InlineData(237, "2.3.7")]
    [InlineData(3005000, "3.5.0")] // from there on by thousands
    [InlineData(3012001, "3.12.1")]
    public void Simulate_AnotherVersion_SaysBoth(int version, string words)
    {
        using var folder = new ExperimentFolder();
        Compile(folder, version);
        Assert.Equal(
            new Invocation(
                1, "", $"Bodies need MuJoCo 2.2.2, but the library that was loaded is MuJoCo {words}; install what"
                + " Debian calls libmujoco2.2.2.\n"),
            Simulate(Path.Combine(folder.Path, "libother.so")));
    }

    [Fact]
    public void Simulate_RightVersionWithoutItsFunctions_NamesTheFirst()
    {
        using var folder = new ExperimentFolder();
        Compile(folder, 222);
        Assert.Equal(
            new Invocation(
                1, "", "Bodies need MuJoCo 2.2.2, but the library that was loaded has no 'mju_user_error'; install what"
                + " Debian calls libmujoco2.2.2.\n"),
            Simulate("libother.so", folder));
    }

    [Fact]
    public void Bench_NothingButBodiesWithoutTheEngine_Fails()
    {
        var ended = BenchWithoutTheEngine("ant,hopper");
        Assert.Equal((1, ""), (ended.ExitCode, ended.Out));
        Assert.Contains("MUJOCO is '/nowhere/libmujoco.so'", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bench_EngineThatIsNotThere_LeavesBodiesOut()
    {
        var ended = BenchWithoutTheEngine("ant,bandit");
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("Left out: ant. MUJOCO is '/nowhere/libmujoco.so'", ended.Error, StringComparison.Ordinal);
        Assert.Contains("bandit", ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Simulate_BareNameOfALibraryInTheFolder_LoadsIt()
    {
        using var folder = new ExperimentFolder();
        Compile(folder, 237);
        Assert.Contains("is MuJoCo 2.3.7", Simulate("libother.so", folder).Error);
    }

    [Fact]
    public void Doctor_VariableThatIsEmpty_NamesTheSystemsLibrary()
    {
        using var folder = new ExperimentFolder();
        using var metarl = Started.Metarl(folder.Path, Variables(library: ""), "doctor");
        Assert.Matches("MuJoCo +2.2.2, libmujoco.so.2.2.2\n", metarl.Ended().Out);
    }

    // libother.so, which says that it is another version
    private static void Compile(ExperimentFolder folder, int version)
    {
        var (code, library) = (Path.Combine(folder.Path, "other.c"), Path.Combine(folder.Path, "libother.so"));
        File.WriteAllText(code, $"int mj_version(void) {{ return {version}; }}\n");
        using var compiler = new Started("c++", folder.Path, null, "-x", "c", "-shared", "-o", library, code);
        Assert.Equal(0, compiler.Ended().ExitCode);
    }

    private static Invocation BenchWithoutTheEngine(string families)
    {
        using var folder = new ExperimentFolder();
        using var metarl = Started.Metarl(
            folder.Path, Variables("/nowhere/libmujoco.so"),
            "bench", "--device", "cpu", "--quick", "--families", families, "--lanes", "64");
        return metarl.Ended();
    }

    private static Invocation Simulate(string library)
    {
        using var folder = new ExperimentFolder();
        return Simulate(library, folder);
    }

    private static Invocation Simulate(string library, ExperimentFolder folder)
    {
        File.WriteAllText(Path.Combine(folder.Path, "ant.json"), Ant);
        using var metarl = Started.Metarl(folder.Path, Variables(library), "simulate", "ant", "--input", "ant.json");
        return metarl.Ended();
    }

    private static Dictionary<string, string> Variables(string library)
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
        variables["MUJOCO"] = library;
        return variables;
    }
}
