using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary>The program on a machine without .NET.</summary>
public sealed class BundleTests(Bundle bundle) : IClassFixture<Bundle>
{
    private const long MiB = 1 << 20;

    [Fact]
    public void Archive_Always_IsAtMost60MiB() => Assert.InRange(new FileInfo(bundle.Archive).Length, 1 * MiB, 60 * MiB);

    [Fact]
    public void Metarl_Doctor_FindsEverythingInOrder() =>
        Assert.EndsWith("\nEverything is in order.\n", bundle.Metarl("doctor").Out, StringComparison.Ordinal);

    [Fact]
    public void Metarl_SecondStart_BuildsNothing()
    {
        _ = bundle.Metarl("--version");
        Assert.Equal(new Invocation(0, "0.1.0\n", ""), bundle.Metarl("--version"));
    }

    [Fact]
    public void Metarl_Run_TrainsEvaluatesAndCompares()
    {
        using var folder = new ExperimentFolder();
        var run = bundle.Metarl("run", folder.Config, "--output", folder.Runs);
        Assert.Equal(0, run.ExitCode);
        Assert.True(File.Exists(folder.Run("comparison.md")));
    }

    [Fact]
    public void Metarl_ListConfigs_HasThoseOfTheBundle() =>
        Assert.Contains("/metarl/configs/quickstart.yaml", bundle.Metarl("list", "configs").Out, StringComparison.Ordinal);
}
