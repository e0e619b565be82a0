using MetaRL.Cli.Output;
using MetaRL.Cli.Progress;
using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Statistics;
using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary>Two algorithms on eight tasks: one adapts by 2 in each of three updates, the other by 1.</summary>
public sealed class ComparisonViewTests
{
    private static readonly Comparison Compared =
        Comparison.Of([Result("maml", gain: 2), Result("multi-task", gain: 1)]);

    [Fact]
    public void Write_Redirected_ShowsEveryColumn() =>
        Golden.Equal("comparison-plain", Written(live: false, width: 10_000));

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public void Write_AtATerminal_ShowsTheColumnsThatFit(int width) =>
        Golden.Equal($"comparison-{width}", Written(live: true, width));

    private static string Written(bool live, int width)
    {
        var text = new StringWriter();
        var console = new Terminal(text, TextWriter.Null, live).Console;
        console.Profile.Width = width;
        console.Profile.Capabilities.ColorSystem = Spectre.Console.ColorSystem.NoColors;
        console.Profile.Capabilities.Unicode = true;
        ComparisonView.Write(console, [Compared], Path.Combine("runs", "x"));
        return text.ToString();
    }

    private static EvaluationResult Result(string algorithm, double gain) => new(
        Experiment: "x", algorithm, Family: "point-navigation", Seed: 1, Split: "test", TaskHash: "1a2b3c", Horizon: 10,
        EnvsPerTask: 1, StepSize: 0.1, TrainingEnvSteps: 20_000, Returns(gain));

    private static double[][][] Returns(double gain) =>
        [.. Enumerable.Range(0, 4).Select(round => Episodes(gain * round))];

    private static double[][] Episodes(double offset) =>
        [.. Enumerable.Range(0, 8).Select(task => new[] { offset + task - 10 })];
}
