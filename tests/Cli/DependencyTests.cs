using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary>What ./metarl does on a machine that lacks something.</summary>
public sealed class DependencyTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    [Fact]
    public void Metarl_NoDotnet_IsOneLine()
    {
        _machine.Remove("dotnet");
        Assert.Equal(
            new Invocation(1, "", "MetaRL needs the .NET 10 SDK, but there is no 'dotnet' on PATH:"
                + " install dotnet-sdk-10.0, or put its folder on PATH.\n"),
            Metarl());
    }

    [Fact]
    public void Metarl_DotnetInTheHomeFolder_IsFound()
    {
        Directory.CreateDirectory(_machine.Path(".dotnet"));
        File.Move(_machine.Path("bin", "dotnet"), _machine.Path(".dotnet", "dotnet"));
        Assert.Equal(0, Metarl().ExitCode);
    }

    [Fact]
    public void Metarl_OlderDotnet_IsOneLine()
    {
        _machine.Install("dotnet", "echo '8.0.404 [/sdk]'");
        Assert.Equal(
            new Invocation(
                1, "", $"MetaRL needs the .NET 10 SDK, but {_machine.Path("bin", "dotnet")} has only 8.0.404 [/sdk]:"
                + " install dotnet-sdk-10.0.\n"),
            Metarl());
    }

    [Fact]
    public void Metarl_NeitherCompilerNorLibtorch_NeedsNone()
    {
        foreach (var program in (string[])["cmake", "make", "c++"])
        {
            _machine.Remove(program);
        }

        _machine.Set("LIBTORCH", "");
        Assert.Equal("Building MetaRL (once) ...\n", Metarl().Error);
    }

    [Fact]
    public void Metarl_SeveralThingsMissing_InstallsThemAtOnce()
    {
        _machine.Remove("cmake");
        _machine.Remove("c++");
        InstallAptGet(exitCode: 0);
        _ = View();
        Assert.Equal(
            """
            apt-get update -qq
            apt-get install -y --no-install-recommends cmake g++ -o DPkg::Lock::Timeout=300
            publish

            """,
            _machine.Calls);
    }

    [Fact]
    public void Metarl_NotRoot_InstallsThroughSudo()
    {
        _machine.Remove("cmake");
        InstallAptGet(exitCode: 0);
        _machine.Install("id", "echo 1000");
        _machine.Install("sudo", """[[ $2 == true ]] || { echo sudo >>"$CALLS"; shift; exec "$@"; }""");
        _ = View();
        Assert.StartsWith("sudo\napt-get update -qq\nsudo\napt-get install ", _machine.Calls);
    }

    [Fact]
    public void Metarl_NotRootAndNoSudo_SaysWhatToType()
    {
        _machine.Remove("cmake");
        InstallAptGet(exitCode: 0);
        _machine.Install("id", "echo 1000");
        Assert.Equal(
            new Invocation(1, "", "MetaRL needs cmake; type: sudo apt-get install -y --no-install-recommends cmake\n"),
            View());
    }

    [Fact]
    public void Metarl_InstallingFails_ShowsItsOutputAndWhatToType()
    {
        _machine.Remove("cmake");
        InstallAptGet(exitCode: 100);
        Assert.Equal(
            new Invocation(
                1, "", """
                Installing cmake ...
                E: Unable to locate package
                Installing failed; type: sudo apt-get update && sudo apt-get install -y --no-install-recommends cmake

                """),
            View());
    }

    [Fact]
    public void Metarl_OtherDistribution_SaysWhatIsNeeded()
    {
        _machine.Remove("cmake");
        _machine.Remove("make");
        Assert.Equal(
            new Invocation(1, "", "MetaRL needs what Debian calls cmake make: install them.\n"),
            View());
    }

    [Fact]
    public void Metarl_LibtorchThatIsNotThere_SaysWhatToSet()
    {
        _machine.Set("LIBTORCH", "/nowhere");
        Assert.Equal(
            new Invocation(1, "", "LIBTORCH is '/nowhere', but there is no lib/libtorch_cpu.so below it;"
                + " set it to an unpacked libtorch or to torch/ inside a Python installation, or unset it.\n"),
            Metarl());
    }

    [Theory]
    [InlineData("has_imgui", "libimgui-dev\n")]
    [InlineData("has_program", "cmake\nmake\ng++\n")]
    [InlineData("has_library", "libglfw3\nlibegl1\n")]
    [InlineData("has_opengl_driver", "libgl1-mesa-dri\n")]
    [InlineData("has_font", "fonts-dejavu-core\n")]
    public void MissingGraphics_WithoutAPart_NamesIt(string check, string packages)
    {
        using var shell = new Started(
            "bash", ".", null, "-c",
            $"source '{Checkout.Path("scripts", "dependencies.sh")}';"
            + " for part in imgui program library opengl_driver font; do eval \"has_$part() { true; }\"; done;"
            + $" {check}() {{ false; }}; missing_graphics");
        Assert.Equal(packages, shell.Ended().Out);
    }

    [Fact]
    public void MissingGraphics_WindowsFromPackages_NamesNeitherCompilerNorWhatTheyBring()
    {
        using var shell = new Started(
            "bash", ".", null, "-c",
            $"source '{Checkout.Path("scripts", "dependencies.sh")}';"
            + " for part in imgui program library opengl_driver font; do eval \"has_$part() { false; }\"; done;"
            + " Windowing=nuget missing_graphics");
        Assert.Equal("libegl1\nlibgl1-mesa-dri\nfonts-dejavu-core\n", shell.Ended().Out);
    }

    [Theory]
    [InlineData("view")]
    [InlineData("render")]
    public void Metarl_ViewerWithoutItsLibraries_InstallsThem(string command)
    {
        LackImGui();
        InstallAptGet(exitCode: 0);
        using var started = _machine.Start("metarl", command);
        Assert.Equal("Installing libimgui-dev ...\nBuilding MetaRL (once) ...\n", started.Ended().Error);
    }

    [Theory]
    [InlineData("view")]
    [InlineData("render")]
    public void Metarl_ViewerWithoutACompiler_InstallsItBeforeItBuilds(string command)
    {
        foreach (var program in (string[])["cmake", "make", "c++"])
        {
            File.Move(_machine.Path("bin", program), _machine.Path("bin", $"{program}.deb"));
        }

        _machine.Install(
            "apt-get",
            """
            echo "apt-get $*" >>"$CALLS"
            [[ $1 == update ]] || for program in cmake make c++; do mv "$PATH/$program.deb" "$PATH/$program"; done
            """);
        using var started = _machine.Start("metarl", command);
        Assert.Equal("Installing cmake make g++ ...\nBuilding MetaRL (once) ...\n", started.Ended().Error);
        Assert.EndsWith(
            "install -y --no-install-recommends cmake make g++ -o DPkg::Lock::Timeout=300\npublish\n", _machine.Calls);
    }

    // The build without them has no viewer.
    [Fact]
    public void Metarl_ViewerAfterTrainingWithoutGraphics_BuildsAgain()
    {
        LackImGui();
        _ = Metarl();
        File.AppendAllText(_machine.Path("MetaRL/scripts/dependencies.sh"), "has_imgui() { true; }\n");
        using var started = _machine.Start("metarl", "view");
        _ = started.Ended();
        Assert.Equal("publish\npublish\n", _machine.Calls);
    }

    [Fact]
    public void Metarl_ViewerOnAnotherDistribution_SaysWhatIsNeeded()
    {
        LackImGui();
        using var started = _machine.Start("metarl", "view");
        Assert.Equal(
            new Invocation(1, "", "MetaRL needs what Debian calls libimgui-dev: install them.\n"), started.Ended());
    }

    [Fact]
    public void Metarl_TrainingWithoutGraphics_InstallsNothing()
    {
        LackImGui();
        Assert.Equal("Building MetaRL (once) ...\n", Metarl().Error);
    }

    [Theory]
    [InlineData("simulate half-cheetah", true)]
    [InlineData("describe ant-goal --task 3", true)]
    [InlineData("train a.yaml --set family.name=walker", true)]
    [InlineData("train bodies.yaml", true)]
    [InlineData("view runs", true)]
    [InlineData("train other.yaml", false)]
    [InlineData("simulate antelope", false)]
    [InlineData("doctor", false)]
    public void NameABody_OfArguments_FindsFamiliesInThemAndInConfigurations(string arguments, bool expected)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var run = folder.CreateSubdirectory("runs/experiment/maml/seed-1").FullName;
            File.WriteAllText(Path.Combine(run, "config.yaml"), "name: x\nfamily:\n  name: ant-velocity\n");
            File.WriteAllText(Path.Combine(folder.FullName, "bodies.yaml"), "family: {name: \"hopper\"}\n");
            File.WriteAllText(
                Path.Combine(folder.FullName, "other.yaml"), "# an ant\nname: ants\nfamily: {name: maze}\n");
            using var shell = new Started(
                "bash", folder.FullName, null, "-c",
                $"source '{Checkout.Path("scripts", "dependencies.sh")}';"
                + $" name_a_body {arguments} && echo yes || echo no");
            Assert.Equal(expected ? "yes\n" : "no\n", shell.Ended().Out);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Metarl_BodiesWithoutTheirEngine_InstallsIt()
    {
        File.AppendAllText(_machine.Path("MetaRL/scripts/dependencies.sh"), "has_library() { false; }\n");
        InstallAptGet(exitCode: 0);
        using var started = _machine.Start("metarl", "simulate", "ant");
        Assert.Equal("Installing libmujoco2.2.2 ...\nBuilding MetaRL (once) ...\n", started.Ended().Error);
    }

    [Fact]
    public void Metarl_BodiesWithoutTheirEngineOnAnotherDistribution_SaysWhatIsNeeded()
    {
        File.AppendAllText(_machine.Path("MetaRL/scripts/dependencies.sh"), "has_library() { false; }\n");
        using var started = _machine.Start("metarl", "simulate", "ant");
        Assert.Equal(
            new Invocation(
                1, "", "MetaRL needs what Debian calls libmujoco2.2.2: install them, or set MUJOCO to a file of MuJoCo"
                + " 2.2.2.\n"),
            started.Ended());
    }

    [Theory]
    [InlineData("Xvfb", "xvfb")]
    [InlineData("ffmpeg", "ffmpeg")]
    public void TestSh_WithoutWhatTestsNeed_InstallsIt(string program, string package)
    {
        _machine.Remove(program);
        InstallAptGet(exitCode: 0);
        _ = _machine.Run("test.sh");
        Assert.Contains(
            $"apt-get install -y --no-install-recommends {package} -o", _machine.Calls, StringComparison.Ordinal);
    }

    public void Dispose() => _machine.Dispose();

    private void LackImGui() =>
        File.AppendAllText(_machine.Path("MetaRL/scripts/dependencies.sh"), "has_imgui() { false; }\n");

    private Invocation Metarl() => _machine.Run("metarl");

    private Invocation View() => _machine.Run("metarl", "view");

    // Updating works; installing ends as asked.
    private void InstallAptGet(int exitCode) => _machine.Install(
        "apt-get",
        $"""
        echo "apt-get $*" >>"$CALLS"
        [[ $1 == update || {exitCode} == 0 ]] || (echo 'E: Unable to locate package'; exit {exitCode})
        """);
}
