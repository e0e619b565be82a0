using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary>The program on a machine without .NET.</summary>
public sealed class BundleTests(Bundle bundle) : IClassFixture<Bundle>
{
    private const long MiB = 1 << 20;

    [Fact]
    public void Archive_Always_IsAtMost60MiB() =>
        Assert.InRange(new FileInfo(bundle.Archive).Length, 1 * MiB, 60 * MiB);

    [Fact]
    public void Metarl_Doctor_FindsEverythingInOrder() =>
        Assert.EndsWith("\nEverything is in order.\n", bundle.Metarl("doctor").Out, StringComparison.Ordinal);

    [Fact]
    public void Metarl_Doctor_MapsTheNamedLibtorchAndNoOther() => Assert.Matches(
        $@"\nlibtorch +[^,\n]*, {Regex.Escape(bundle.LibTorch)}/lib/libtorch_cpu.so\n", bundle.Metarl("doctor").Out);

    [Fact]
    public void Metarl_WithoutLibtorch_SaysWhatToSet() => Assert.Matches(
        @"^libtorch_cpu.so is not beside the program. Set LIBTORCH to an unpacked libtorch; [^\n]*\n$",
        bundle.Metarl("", ["oracle", "bandit"]).Error);

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
        var run = bundle.Metarl(
            "bench", "--device", "cpu", "--quick", "--families", "bandit", "--lanes", "64,128", "--output", file);
        Assert.Contains("\n| bandit |    64 |", run.Out, StringComparison.Ordinal);
        Assert.Contains("\n| outer step ", run.Out, StringComparison.Ordinal);
        using var numbers = JsonDocument.Parse(File.ReadAllText(file));
        var stepping = numbers.RootElement.GetProperty("stepping");
        Assert.Equal(
            [(64, true), (64, false), (128, true), (128, false)],
            stepping.EnumerateArray().Select(
                one => (one.GetProperty("lanes").GetInt32(), one.GetProperty("by_kernels").GetBoolean())));
        Assert.True(stepping[0].GetProperty("random_actions").GetProperty("seconds").GetDouble() > 0);
    }

    [Fact]
    public void Metarl_ListConfigs_HasThoseOfTheBundle() =>
        Assert.Contains(
            "/metarl/configs/quickstart.yaml", bundle.Metarl("list", "configs").Out, StringComparison.Ordinal);
}
