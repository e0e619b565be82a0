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
    public void Metarl_OtherLibtorch_BuildsAnew()
    {
        _ = Metarl();
        OtherLibtorch();
        Assert.Equal(Building, Metarl().Error);
    }

    [Fact]
    public void Metarl_BackToTheFirstLibtorch_DoesNotBuild()
    {
        _ = Metarl();
        OtherLibtorch();
        _ = Metarl();
        _machine.Set("LIBTORCH", _machine.Path("libtorch"));
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
    public void Metarl_BuildFails_ShowsItsOutput()
    {
        _machine.Install(
            "dotnet", "[[ $1 == --list-sdks ]] && echo '10.0.100 [/sdk]' || (echo 'error CS1002: ; expected'; exit 1)");
        Assert.Equal(
            new Invocation(1, "", $"""
                {Building}error CS1002: ; expected
                MetaRL did not build; the output above is also in {_machine.Path("MetaRL/build/metarl/build.log")}.

                """),
            Metarl());
    }

    [Fact]
    public void Metarl_ProgramFails_EndsWithItsExitCode()
    {
        _ = Metarl();
        _machine.Install("dotnet", "exit 143");
        Assert.Equal(143, Metarl().ExitCode);
    }

    public void Dispose() => _machine.Dispose();

    private Invocation Metarl(params string[] args) => _machine.Run("metarl", args);

    private void OtherLibtorch()
    {
        Directory.CreateDirectory(_machine.Path("other/include/ATen"));
        File.WriteAllText(_machine.Path("other/include/ATen/ATen.h"), "");
        _machine.Set("LIBTORCH", _machine.Path("other"));
    }
}
