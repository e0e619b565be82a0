using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary>When ./metarl builds, and what it hands on.</summary>
public sealed class LauncherTests : IDisposable
{
    private const string Building = "Building MetaRL (once) ...\n";

    private readonly FakeMachine _machine = new();

    [Fact]
    public void Metarl_FirstStart_SaysThatItBuilds() => Assert.Equal(Building, Metarl().Error);

    [Fact]
    public void Metarl_SecondStart_SaysNothing()
    {
        _ = Metarl();
        Assert.Equal("", Metarl().Error);
    }

    [Fact]
    public void Metarl_SecondStart_DoesNotBuild()
    {
        _ = Metarl();
        _ = Metarl();
        Assert.Equal("publish\n", _machine.Calls);
    }

    [Fact]
    public void Metarl_Arguments_ArriveAsTheyAre() => Assert.EndsWith(" <a b> <*> <>\n", Metarl("a b", "*", "").Out);

    [Fact]
    public void Metarl_CurrentDirectory_StaysTheCallers() => Assert.StartsWith(_machine.Path() + " <", Metarl("x").Out);

    [Fact]
    public void Metarl_CurrentDirectoryIsGone_IsOneLine()
    {
        var launcher = _machine.Path("MetaRL", "metarl");
        using var shell = _machine.StartCommands(
            $"mkdir gone && cd gone && rm -r ../gone && bash '{launcher}' 2>&1 | tail -n 1; exit ${{PIPESTATUS[0]}}");
        Assert.Equal(
            new Invocation(1, "The folder that you are in is gone; change into another.\n", ""), shell.Ended());
    }

    [Fact]
    public void Metarl_ThroughALink_FindsTheProject()
    {
        File.CreateSymbolicLink(_machine.Path("MetaRL", "link"), _machine.Path("MetaRL", "metarl"));
        File.Move(_machine.Path("MetaRL", "link"), _machine.Path("elsewhere"));
        Assert.Equal(0, _machine.Run("../elsewhere").ExitCode);
    }

    [Fact]
    public void Metarl_ChangedSource_BuildsAnew()
    {
        _ = Metarl();
        File.WriteAllText(_machine.Path("MetaRL/Cli/Program.cs"), "changed");
        Assert.Equal(Building, Metarl().Error);
    }

    [Fact]
    public void Metarl_RemovedSource_BuildsAnew()
    {
        File.WriteAllText(_machine.Path("MetaRL/Cli/More.cs"), "");
        _ = Metarl();
        File.Delete(_machine.Path("MetaRL/Cli/More.cs"));
        Assert.Equal(Building, Metarl().Error);
    }

    [Fact]
    public void Metarl_SourceWithNewTimeOnly_DoesNotBuild()
    {
        _ = Metarl();
        File.SetLastWriteTimeUtc(_machine.Path("MetaRL/Cli/Program.cs"), DateTime.UtcNow.AddHours(1));
        Assert.Equal("", Metarl().Error);
    }

    [Fact]
    public void Metarl_BuildOutputBesideTheSources_DoesNotBuild()
    {
        _ = Metarl();
        Directory.CreateDirectory(_machine.Path("MetaRL/Cli/obj"));
        File.WriteAllText(_machine.Path("MetaRL/Cli/obj/x.cs"), "");
        Assert.Equal("", Metarl().Error);
    }

    [Fact]
    public void Metarl_OtherLibtorch_BuildsNothing()
    {
        _ = Metarl();
        OtherLibtorch();
        Assert.Equal("", Metarl().Error);
    }

    // That build brings its own.
    [Fact]
    public void Metarl_NoLibtorchAnyMore_BuildsAnew()
    {
        _ = Metarl();
        _machine.Set("LIBTORCH", "");
        Assert.Equal(Building, Metarl().Error);
    }

    [Fact]
    public void Metarl_SourcesKnownFromTheLastStart_AreNotReadAgain()
    {
        Remember();
        _machine.Install("sha256sum", "exit 1");
        Assert.Equal(0, Metarl().ExitCode);
    }

    [Fact]
    public void Metarl_ChangeThatSizeAndTimeDoNotShow_BuildsAnew()
    {
        var source = _machine.Path("MetaRL/Cli/Program.cs");
        File.WriteAllText(source, "one");
        var time = File.GetLastWriteTimeUtc(source);
        Remember();
        File.WriteAllText(source, "two");
        File.SetLastWriteTimeUtc(source, time);
        Assert.Equal(Building, Metarl().Error);
    }

    [Fact]
    public void Metarl_ChangeAtOnceAfterAStart_BuildsAnew()
    {
        var source = _machine.Path("MetaRL/Cli/Program.cs");
        _ = Metarl();
        File.WriteAllText(source, "one");
        _ = Metarl();
        File.WriteAllText(source, "two");
        Assert.Equal(Building, Metarl().Error);
    }

    [Theory]
    [InlineData("Kernels")]
    [InlineData("compat/Kernels")]
    public void Metarl_ChangedSourceOfANewProject_BuildsAnew(string project)
    {
        Directory.CreateDirectory(_machine.Path("MetaRL", project));
        File.WriteAllText(_machine.Path("MetaRL", project, "Kernels.csproj"), "");
        _ = Metarl();
        File.WriteAllText(_machine.Path("MetaRL", project, "Gru.cs"), "");
        Assert.Equal(Building, Metarl().Error);
    }

    [Theory]
    [InlineData("tests")]
    [InlineData("benchmarks")]
    [InlineData("runs")]
    [InlineData(".vs")]
    public void Metarl_ChangeInAFolderOfOtherThings_DoesNotBuild(string folder)
    {
        _ = Metarl();
        Directory.CreateDirectory(_machine.Path("MetaRL", folder));
        File.WriteAllText(_machine.Path("MetaRL", folder, "x.csproj"), "");
        Assert.Equal("", Metarl().Error);
    }

    [Fact]
    public void Metarl_HiddenFileBesideTheSources_DoesNotBuild()
    {
        _ = Metarl();
        File.WriteAllText(_machine.Path("MetaRL/Cli/.Program.cs.swp"), "");
        Assert.Equal("", Metarl().Error);
    }

    [Fact]
    public void Metarl_ManyVersions_KeepsThree()
    {
        foreach (var version in (string[])["1", "2", "3", "4", "5"])
        {
            File.WriteAllText(_machine.Path("MetaRL/Cli/Program.cs"), version);
            _ = Metarl();
        }

        var builds = _machine.Path("MetaRL/build/metarl");
        var programs = Directory.GetFiles(builds, "metarl.dll", SearchOption.AllDirectories);
        Assert.Equal(3, programs.Length);
    }

    [Fact]
    public void Metarl_TwoAtOnce_BuildOnce()
    {
        using var first = _machine.Start("metarl");
        using var second = _machine.Start("metarl");
        _ = first.Ended();
        _ = second.Ended();
        Assert.Equal("publish\n", _machine.Calls);
    }

    [Fact]
    public void Metarl_NothingEverRestored_SaysEachStep()
    {
        _machine.ForgetPackages();
        Assert.Equal($"Restoring packages (225 MB, once) ...\n{Building}", Metarl().Error);
        Assert.Equal("restore\npublish\n", _machine.Calls);
    }

    [Fact]
    public void Metarl_PackagesOfAnotherCheckout_AreNotFetchedAgain()
    {
        Directory.Delete(_machine.Path("MetaRL/build"), recursive: true);
        Assert.Equal($"Restoring packages (once) ...\n{Building}", Metarl().Error);
    }

    [Fact]
    public void Metarl_BuildFails_ShowsItsErrorsAlone()
    {
        var folder = _machine.Path("MetaRL/Cli");
        FailToBuild($"""
            {folder}/Program.cs(3,7): error CS1002: ; expected [{folder}/Cli.csproj]
            {folder}/Program.cs(3,7): error CS1002: ; expected [{folder}/Cli.csproj]
            Time Elapsed 00:00:03
            """);
        Assert.Equal(
            new Invocation(1, "", $"""
                {Building}Cli/Program.cs(3,7): error CS1002: ; expected
                MetaRL did not build; all that was said is in {Log}.

                """),
            Metarl());
    }

    [Fact]
    public void Metarl_BuildFails_KeepsItsOutput()
    {
        FailToBuild("error CS1002: ; expected\nTime Elapsed 00:00:03");
        _ = Metarl();
        Assert.Equal("error CS1002: ; expected\nTime Elapsed 00:00:03\n", File.ReadAllText(Log));
    }

    [Fact]
    public void Metarl_BuildFailsAndMoreIsAskedFor_ShowsAll()
    {
        _machine.Set("METARL_TRACE", "1");
        FailToBuild("error CS1002: ; expected\nTime Elapsed 00:00:03");
        Assert.StartsWith($"{Building}error CS1002: ; expected\nTime Elapsed 00:00:03\n", Metarl().Error);
    }

    [Fact]
    public void Metarl_BuildFailsWithoutAnError_ShowsItsEnd()
    {
        FailToBuild("1\n2\n3\n4\n5\nkilled");
        Assert.StartsWith($"{Building}2\n3\n4\n5\nkilled\nMetaRL did not build; ", Metarl().Error);
    }

    [Fact]
    public void Metarl_NoNetwork_IsOneLine()
    {
        _machine.ForgetPackages();
        FailToBuild(
            "error NU1301: Failed to retrieve information about 'YamlDotNet'.\nerror NU1301: Resource temporarily"
            + " unavailable");
        Assert.Equal(
            new Invocation(
                1, "",
                "Restoring packages (225 MB, once) ...\nMetaRL needs packages, but the network or the feed that has"
                + " them"
                + $" does not answer; start it again when it does. What was said is in {Log}.\n"),
            Metarl());
    }

    [Fact]
    public void Metarl_PackageWithoutAFile_IsOneLine()
    {
        _machine.WritePackages("lib/net8.0/TorchSharp.dll");
        FailToBuild("error CS0246: The type or namespace name 'TorchSharp' could not be found");
        Assert.Equal(
            new Invocation(
                1, "",
                $"{Building}MetaRL did not build, since {_machine.Package}/lib/net8.0/TorchSharp.dll is not there;"
                + $" delete {_machine.Package} and start it again.\n"),
            Metarl());
    }

    // As NuGet says it where no assembly is left.
    [Fact]
    public void Metarl_PackageWithoutItsFiles_IsOneLine()
    {
        FailToBuild(
            "error NU1202: Package libtorch-CPU-linux-x64 2.10.0 is not compatible with net10.0. It does not support"
            + " any.");
        Assert.Equal(
            new Invocation(
                1, "",
                $"{Building}MetaRL did not build, since files are missing in {_machine.Package}; delete it and start"
                + " it again.\n"),
            Metarl());
    }

    // NuGet would take its old list of the package's files for true.
    [Fact]
    public void Metarl_PackageWithoutAFile_ForgetsWhatWasRestored()
    {
        _machine.WritePackages("lib/net8.0/TorchSharp.dll");
        FailToBuild("error CS0246: The type or namespace name 'TorchSharp' could not be found");
        _ = Metarl();
        Assert.Empty(Directory.GetDirectories(_machine.Path("MetaRL/build/metarl")));
    }

    [Fact]
    public void Metarl_FullDisk_IsOneLine()
    {
        FillTheDisk();
        Assert.Equal(
            new Invocation(1, "", $"{Building}MetaRL was not built, since the disk is full; make room for"
                + $" {_machine.Path("MetaRL/build/metarl")} and {_machine.Path(".nuget/packages")} and start it"
                + " again.\n"),
            Metarl());
    }

    [Fact]
    public void Metarl_FullDisk_LeavesNoHalfBuild()
    {
        FillTheDisk();
        _ = Metarl();
        Assert.Empty(Directory.GetDirectories(_machine.Path("MetaRL/build/metarl")));
    }

    [Fact]
    public void Metarl_ProgramFails_EndsWithItsExitCode()
    {
        _ = Metarl();
        _machine.Install("dotnet", "exit 143");
        Assert.Equal(143, Metarl().ExitCode);
    }

    public void Dispose() => _machine.Dispose();

    private string Log => _machine.Path("MetaRL/build/metarl/build.log");

    // Starts until the sources are known: what has changed within the last two seconds is read at each start.
    private void Remember()
    {
        _ = Metarl();
        Thread.Sleep(TimeSpan.FromSeconds(2.1));
        _ = Metarl();
    }

    private void FailToBuild(string output) =>
        _machine.Install(
            "dotnet", $"[[ $1 == --list-sdks ]] && echo '10.0.100 [/sdk]' || {{ echo \"{output}\"; exit 1; }}");

    private void FillTheDisk() => _machine.Install(
        "dotnet",
        """
        [[ $1 == --list-sdks ]] && echo '10.0.100 [/sdk]' && exit
        while [[ $1 != --output ]]; do shift; done
        mkdir "$2"
        echo "error MSB3491: Could not write lines to file. No space left on device : '$2/x'"
        exit 1
        """);

    private Invocation Metarl(params string[] args) => _machine.Run("metarl", args);

    private void OtherLibtorch()
    {
        Directory.CreateDirectory(_machine.Path("other/lib"));
        File.WriteAllText(_machine.Path("other/lib/libtorch_cpu.so"), "");
        _machine.Set("LIBTORCH", _machine.Path("other"));
    }
}
