using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary>What <c>view</c> says where there is nothing to see.</summary>
public sealed class ViewTests
{
    [Fact]
    public void View_WithoutADisplay_IsOneLineWithTheCure()
    {
        using var folder = new ExperimentFolder();
        var variables = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Where(entry => (string)entry.Key is not ("DISPLAY" or "WAYLAND_DISPLAY"))
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
        using var metarl = new Started(
            "dotnet", folder.Path, variables, Path.Combine(AppContext.BaseDirectory, "metarl.dll"), "view", "tiny.yaml",
            "--agent", "maml");
        var ended = metarl.Ended();
        Assert.Equal((1, ""), (ended.ExitCode, ended.Out));
        Assert.EndsWith(
            "A window needs a display with OpenGL 3.3: start it on a desktop, or with `xvfb-run`; `metarl render`"
            + " needs none.\n", ended.Error);
        Assert.Equal(1, ended.Error.Count(character => character == '\n'));
    }

    [Fact]
    public void View_OfAFolderWithoutRuns_Fails()
    {
        using var folder = new ExperimentFolder();
        var ended = Invocation.Of("view", folder.Path);
        Assert.Equal(
            (
                2,
                $"{folder.Path}: There is no run; name the folder of one, or of an experiment, such as"
                + " runs/quickstart/point-navigation,"
                + " or train with `metarl run configs/quickstart.yaml`.\n"),
            (ended.ExitCode, ended.Error));
    }

    [Fact]
    public void View_WithoutARun_AsksForOne()
    {
        var ended = Invocation.Of("view");
        Assert.Equal(2, ended.ExitCode);
        Assert.StartsWith("'metarl view' needs RUN: ", ended.Error);
    }
}
