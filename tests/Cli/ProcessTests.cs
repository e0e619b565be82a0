using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary>The program as a process of its own.</summary>
public sealed class ProcessTests
{
    [Fact]
    public void Metarl_Version_Succeeds()
    {
        using var metarl = Started.Metarl(".", "--version");
        Assert.Equal(new Invocation(0, "0.1.0\n", ""), metarl.Ended());
    }

    [Fact]
    public void Metarl_MistypedCommand_IsOneLineOnStandardError()
    {
        using var metarl = Started.Metarl(".", "rnu");
        Assert.Equal(new Invocation(2, "", "There is no command 'rnu'; did you mean 'run'?\n"), metarl.Ended());
    }

    [Fact]
    public void Metarl_NoSuchFile_IsOneLineOnStandardError()
    {
        using var metarl = Started.Metarl(".", "run", "nowhere.yaml");
        Assert.Equal(new Invocation(2, "", "nowhere.yaml: There is no such file.\n"), metarl.Ended());
    }

    [Fact]
    public void Metarl_FileNamedLikeAResponseFile_IsAFile()
    {
        using var metarl = Started.Metarl(".", "check", "@args");
        Assert.Equal(new Invocation(2, "", "@args: There is no such file.\n"), metarl.Ended());
    }

    [Fact]
    public void Metarl_ListConfigs_ShowsTheirFirstComment()
    {
        using var folder = new ExperimentFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "configs"));
        File.WriteAllText(Path.Combine(folder.Path, "configs", "a.yaml"), "# A first look\nname: a\n");
        using var metarl = Started.Metarl(folder.Path, "list", "configs");
        Assert.Contains("| configs/a.yaml | A first look |", metarl.Ended().Out);
    }

    [Fact]
    public void Metarl_Redirected_WritesNoControlSequences()
    {
        using var folder = new ExperimentFolder();
        using var metarl = Started.Metarl(folder.Path, "run", folder.Config);
        Assert.DoesNotContain("\e", metarl.Ended().Out);
    }

    [Fact]
    public void Metarl_RelativePaths_AreOfTheCurrentDirectory()
    {
        using var folder = new ExperimentFolder();
        using var metarl = Started.Metarl(folder.Path, "run", "tiny.yaml");
        Assert.EndsWith("\nruns/tiny/comparison.md\nruns/tiny/report.html\n", metarl.Ended().Out);
    }

    // The loader is a native library that says much when asked.
    [Fact]
    public void Metarl_NativeWordsSetApart_GoToTheFileAlone()
    {
        using var folder = new ExperimentFolder();
        using var metarl = new Started(
            "bash", folder.Path, null, "-c",
            "LD_DEBUG=files METARL_NATIVE_ERROR=7 exec dotnet \"$0\" oracle nothing 7>words",
            Path.Combine(AppContext.BaseDirectory, "metarl.dll"));
        var ended = metarl.Ended();
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("\nThere is no family 'nothing'; there are ", ended.Error, StringComparison.Ordinal);
        Assert.Contains(
            "calling fini: ", File.ReadAllText(Path.Combine(folder.Path, "words")), StringComparison.Ordinal);
        Assert.DoesNotContain("calling fini: ", ended.Error, StringComparison.Ordinal);
    }
}
