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

    [Fact]
    public void Simulate_AnotherVersion_SaysBoth()
    {
        using var folder = new ExperimentFolder();
        var (code, library) = (Path.Combine(folder.Path, "other.c"), Path.Combine(folder.Path, "libother.so"));
        File.WriteAllText(code, "int mj_version(void) { return 237; }\n");
        using (var compiler = new Started("c++", folder.Path, null, "-x", "c", "-shared", "-o", library, code))
        {
            Assert.Equal(0, compiler.Ended().ExitCode);
        }

        Assert.Equal(
            new Invocation(
                1, "", "Bodies need MuJoCo 2.2.2, but the library that was loaded is MuJoCo 2.3.7; install what Debian"
                + " calls libmujoco2.2.2.\n"),
            Simulate(library));
    }

    private static Invocation Simulate(string library)
    {
        using var folder = new ExperimentFolder();
        File.WriteAllText(Path.Combine(folder.Path, "ant.json"), Ant);
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
        variables["MUJOCO"] = library;
        using var metarl = Started.Metarl(folder.Path, variables, "simulate", "ant", "--input", "ant.json");
        return metarl.Ended();
    }
}
