using MetaRL.Tests.Cli;
using Xunit;

namespace MetaRL.Tests.Compat;

/// <summary>How the program finds and loads its libtorch, each time in a process and a folder of its own.</summary>
public sealed class LibTorchTests : IDisposable
{
    private const string Natives = "runtimes/linux-x64/native";
    private const string Nobody = "65534";

    private readonly string _folder = Directory.CreateTempSubdirectory("metarl libtorch ").FullName;

    public LibTorchTests()
    {
        LinkedFiles.Copy(AppContext.BaseDirectory, Program);
        foreach (var adapted in Adapted(Program))
        {
            File.Delete(adapted);
        }
    }

    private string Program => Path.Combine(_folder, "program");

    [Fact]
    public void Load_OfTheUntouchedPackage_Works() => Assert.Equal(0, Doctor().ExitCode);

    [Fact]
    public void Load_OfTheUntouchedPackage_MapsOneLibtorch() =>
        Assert.Contains($" 2.10.0, {Program}/{Natives}/libtorch_cpu.so\n", Doctor().Out, StringComparison.Ordinal);

    [Fact]
    public void Load_InTwoProcessesAtOnce_WorksInBoth()
    {
        using Started first = Start(), second = Start();
        Assert.Equal((0, 0), (first.Ended().ExitCode, second.Ended().ExitCode));
        Assert.Empty(Directory.GetFiles(Path.Combine(Program, Natives), "*.partial"));
    }

    [Fact]
    public void Load_InAFolderThatCannotBeWritten_UsesTheCache()
    {
        var home = Directory.CreateDirectory(Path.Combine(_folder, "home")).FullName;
        File.SetUnixFileMode(home, (UnixFileMode)0b111_111_111);
        using var doctor = AsNobody(new Dictionary<string, string>(), home);
        var ended = doctor.Ended();
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Empty(Adapted(Program));
        Assert.Equal(Adapted(AppContext.BaseDirectory).Length, Adapted(home).Length);
    }

    [Fact]
    public void Load_WithNowhereToWrite_IsNamedWithItsReason()
    {
        if (Adapted(AppContext.BaseDirectory).Length == 0)
        {
            return; // this system's standard library is new enough: nothing is written
        }

        using var doctor = AsNobody(new Dictionary<string, string>(), "/proc");
        Assert.Contains(
            "\nTorchSharp needs a copy of libLibTorchSharp.so for this system's C++ library, which cannot be written: ",
            doctor.Ended().Out);
    }

    [Theory]
    [InlineData("libc10.so")]
    [InlineData("libtorch_cpu.so")]
    [InlineData("libLibTorchSharp.so")]
    public void Load_WithoutOneOfTheFiles_IsOneLineWithTheCure(string file)
    {
        File.Delete(Path.Combine(Program, Natives, file));
        using var oracle = Metarl(null, "oracle", "bandit", "--tasks", "2");
        var ended = oracle.Ended();
        Assert.Equal((1, ""), (ended.ExitCode, ended.Out));
        Assert.Matches($@"^[^\n]*{file}[^\n]* Build again: [^\n]*\n$", ended.Error);
    }

    [Fact]
    public void Load_OfANamedFolder_MapsThatOne()
    {
        MoveLibtorchTo("named");
        Assert.Contains(
            $" 2.10.0+cpu, {_folder}/named/lib/libtorch_cpu.so\n", Doctor("named").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfANamedFolder_SaysNothing()
    {
        MoveLibtorchTo("named");
        Assert.Equal("", Doctor("named").Error);
    }

    [Fact]
    public void Load_OfANamedFolderBesideItsOwn_IsRefused()
    {
        using var oracle = Metarl(Path.Combine(_folder, "named"), "oracle", "bandit", "--tasks", "2");
        Assert.Equal(
            new Invocation(
                1, "", $"LIBTORCH is '{_folder}/named', but this program was built with a libtorch of its own:"
                + " build it with LIBTORCH set, or unset it.\n"),
            oracle.Ended());
    }

    [Fact]
    public void Load_OfANamedFolderThatIsNotThere_IsOneLine()
    {
        MoveLibtorchTo("elsewhere");
        using var oracle = Metarl(Path.Combine(_folder, "named"), "oracle", "bandit", "--tasks", "2");
        var ended = oracle.Ended();
        Assert.Equal(1, ended.ExitCode);
        Assert.Matches(@"^LIBTORCH is '[^\n]*named', but [^\n]*libc10.so: cannot open[^\n]*\n$", ended.Error);
    }

    [Fact]
    public void Load_OfAnotherVersion_SaysSoAndGoesOn()
    {
        MoveLibtorchTo("named");
        File.WriteAllText(Path.Combine(_folder, "named", "build-version"), "2.6.0+cu124\n");
        using var oracle = Metarl(Path.Combine(_folder, "named"), "oracle", "bandit", "--tasks", "2");
        var ended = oracle.Ended();
        Assert.Equal(
            (0, "LIBTORCH is libtorch 2.6.0+cu124, but MetaRL is tested with 2.10 only; going on with it.\n"),
            (ended.ExitCode, ended.Error));
    }

    [Fact]
    public void Load_OfOneThatLacksASymbol_IsOneLine()
    {
        MoveLibtorchTo("named");
        Truncate(Path.Combine(_folder, "named", "lib", "libtorch_cpu.so"), with: "libc10.so");
        using var oracle = Metarl(Path.Combine(_folder, "named"), "oracle", "bandit", "--tasks", "2");
        var ended = oracle.Ended();
        Assert.Equal(1, ended.ExitCode);
        Assert.Matches(
            @"^LIBTORCH is '[^\n]*', libtorch 2.10.0\+cpu, which lacks a function that TorchSharp needs \(_Z[^\n]*\):"
            + @" use libtorch 2.10.\n$",
            ended.Error);
    }

    [Fact]
    public void Load_WithoutAny_SaysWhatToSet()
    {
        MoveLibtorchTo("elsewhere");
        using var oracle = Metarl(null, "oracle", "bandit", "--tasks", "2");
        Assert.Matches(@"^libtorch_cpu.so is not beside the program\. Set LIBTORCH[^\n]*\n$", oracle.Ended().Error);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Invocation Doctor(string? libtorch = null)
    {
        using var doctor = Start(libtorch);
        return doctor.Ended();
    }

    private Started Start(string? libtorch = null) =>
        Metarl(libtorch is null ? null : Path.Combine(_folder, libtorch), "doctor");

    private Started Metarl(string? libtorch, params IEnumerable<string> args) =>
        new("dotnet", _folder, Variables(libtorch), [Path.Combine(Program, "metarl.dll"), .. args]);

    // Root may write everywhere.
    private Started AsNobody(Dictionary<string, string> variables, string home)
    {
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        foreach (var (name, value) in Variables(null))
        {
            variables[name] = value;
        }

        variables["HOME"] = home;
        variables.Remove("XDG_CACHE_HOME");
        return new Started(
            "setpriv", _folder, variables, "--reuid", Nobody, "--regid", Nobody, "--clear-groups", "dotnet",
            Path.Combine(Program, "metarl.dll"), "doctor");
    }

    private static Dictionary<string, string> Variables(string? libtorch)
    {
        var variables = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(pair => (string)pair.Key, pair => (string)pair.Value!);
        _ = variables.Remove("LIBTORCH");
        if (libtorch is not null)
        {
            variables["LIBTORCH"] = libtorch;
        }

        return variables;
    }

    // The package's own libtorch, as if it had been unpacked elsewhere.
    private void MoveLibtorchTo(string name)
    {
        var library = Directory.CreateDirectory(Path.Combine(_folder, name, "lib")).FullName;
        foreach (
            var file in Directory.GetFiles(Path.Combine(Program, Natives))
                .Where(file => !file.Contains(nameof(TorchSharp), StringComparison.Ordinal)))
        {
            File.Move(file, Path.Combine(library, Path.GetFileName(file)));
        }

        File.WriteAllText(Path.Combine(_folder, name, "build-version"), "2.10.0+cpu\n");
    }

    // Another library under its name: all that TorchSharp asks of it is missing.
    private static void Truncate(string library, string with)
    {
        File.Delete(library);
        File.Copy(Path.Combine(Path.GetDirectoryName(library)!, with), library);
    }

    private static string[] Adapted(string folder) =>
        Directory.GetFiles(
            folder, "libLibTorchSharp.*.so",
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 });
}
