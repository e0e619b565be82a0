using System.Text.Json;
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
    public void Metarl_Bench_WritesBothTablesAndEveryNumber()
    {
        using var folder = new ExperimentFolder();
        var file = Path.Combine(folder.Path, "speed.json");
        var run = bundle.Metarl("bench", "--device", "cpu", "--quick", "--families", "bandit", "--lanes", "64,128", "--output", file);
        Assert.Contains("\n| bandit |    64 |", run.Out, StringComparison.Ordinal);
        Assert.Contains("\n| outer step ", run.Out, StringComparison.Ordinal);
        using var numbers = JsonDocument.Parse(File.ReadAllText(file));
        var stepping = numbers.RootElement.GetProperty("stepping");
        Assert.Equal(2, stepping.GetArrayLength());
        Assert.True(stepping[0].GetProperty("random_actions").GetProperty("seconds").GetDouble() > 0);
    }

    [Fact]
    public void Metarl_ListConfigs_HasThoseOfTheBundle() =>
        Assert.Contains("/metarl/configs/quickstart.yaml", bundle.Metarl("list", "configs").Out, StringComparison.Ordinal);
}
