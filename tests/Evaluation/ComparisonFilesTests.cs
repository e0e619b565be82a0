using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MetaRL.Evaluation;
using MetaRL.Evaluation.Plots;
using MetaRL.Evaluation.Reports;
using MetaRL.Evaluation.Statistics;
using Xunit;

namespace MetaRL.Tests.Evaluation;

public sealed class ComparisonFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("metarl-comparison-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>
    /// A meta-learner of two seeds that adapts, a baseline that does not, one that gets worse on another training
    /// budget, and an agent without updates, oracle or step size.
    /// </summary>
    private static Comparison Compared => Comparison.Of(
    [
        Fixture.Gaining("maml", 3, 0).WithReferences(),
        Fixture.Gaining("maml", 3.5, 1).WithReferences(),
        Fixture.Gaining("multi-task", 0).WithReferences(),
        Fixture.Gaining("reptile", -1.5).WithReferences() with { TrainingEnvSteps = 500_000, StepSize = 0.05 },
        Fixture.Result("oracle", 0, [-2, -2, -2, -1, -1, -1, 0, 0]) with { StepSize = null, TrainingEnvSteps = 0 },
    ], learning: Curves);

    private static readonly LearningSeries[] Curves =
    [
        new("maml", [0, 1e6, 2e6], [-8, -7, -6], [-8, -4, -2]),
        new("maml", [0, 1e6, 2e6], [-8, -7, double.NaN], [-8, -5, -3]),
        new("multi-task", [0, 1e6, 2e6], [-8, -6, -5], [-8, -6, -5]),
    ];

    private static readonly TaskAxis[] Axes = [new("mean [reward]", [1, 2, 3, 4, 5, 6, 7, 8])];

    [Fact]
    public void Write_Comparison_IsTheGoldenMarkdown()
    {
        ComparisonFiles.Write(_folder, [Compared], Curves);
        Assert.Equal(Golden("comparison.md"), Read("comparison.md"));
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytes()
    {
        Write();
        var first = Bytes();
        Write();
        Assert.Equal(first, Bytes());

        void Write() => ComparisonFiles.Write(_folder, [Compared], Curves, Axes, paper: true);
        Dictionary<string, string> Bytes() => Files().ToDictionary(
            file => file, file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(_folder, file)))));
    }

    [Fact]
    public void Write_Comparison_WritesEveryPlotTwice()
    {
        ComparisonFiles.Write(_folder, [Compared], Curves, Axes);
        Assert.Equal(
            """
            comparison.json comparison.md plots/adaptation.png plots/adaptation.svg plots/before-after.png
            plots/before-after.svg plots/learning.png plots/learning.svg plots/profile.png plots/profile.svg
            plots/regret.png plots/regret.svg plots/task-map.png plots/task-map.svg plots/tasks.png plots/tasks.svg
            """.Split(), Files().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Write_ForAPaper_WritesEveryPlotAsPdf()
    {
        ComparisonFiles.Write(_folder, [Compared], Curves, Axes, paper: true);
        Assert.Equal(
            [
                "adaptation.pdf", "before-after.pdf", "learning.pdf", "profile.pdf", "regret.pdf", "task-map.pdf",
                "tasks.pdf",
            ],
            Directory.GetFiles(Path.Combine(_folder, "paper"), "*.pdf").Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Write_SecondTaskSet_NamesItsPlotsByTheSplit()
    {
        var test = Compared;
        var tasks = test.Protocol.Tasks with { Split = "extrapolation" };
        var other = test with { Protocol = test.Protocol with { Tasks = tasks } };
        ComparisonFiles.Write(_folder, [test, other]);
        Assert.Contains("](plots/tasks-extrapolation.svg)", Read("comparison.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_SingleLanes_NamesThePlotsAndTheSection()
    {
        var alone = Comparison.Of([Fixture.Gaining("maml", 1) with { SingleLane = true }]);
        ComparisonFiles.Write(_folder, [Compared, alone]);
        Assert.Contains("](plots/adaptation-test-single-lane.svg)", Read("comparison.md"), StringComparison.Ordinal);
        Assert.Contains(
            "\n## bandit: test, one environment at a time\n", Read("comparison.md"), StringComparison.Ordinal);
    }

    // At 30 s, when multi-task's third iteration ends, maml has made two; the window begins at 27 s.
    [Fact]
    public void Write_CurvesWithTimes_ComparesThemAtTheTimeOfTheQuickest()
    {
        LearningSeries[] timed =
        [
            Curves[0] with { Seconds = [10, 20, 40] }, Curves[1] with { Seconds = [10, 20, 40] },
            Curves[2] with { Seconds = [26.9, 27.1, 30] },
        ];
        ComparisonFiles.Write(_folder, [Compared], timed);
        Assert.EndsWith(
            """
            | Algorithm | Seeds | Whole training | Steps by then | Return before | Return after |
            | --- | ---: | ---: | ---: | ---: | ---: |
            | maml | 2 | 40 s | 1M | −7.00 | −4.50 |
            | multi-task | 1 | 30 s | 2M | −5.50 | −5.50 |

            ![Meta-training curves over time](plots/learning-time.svg)

            """.ReplaceLineEndings("\n"),
            Read("equal-time.md"), StringComparison.Ordinal);
        Assert.Contains("](equal-time.md)", Read("comparison.md"), StringComparison.Ordinal);
    }

    // Half of the way from −10 to 0 is −5: maml's seeds reach it in their second iteration, multi-task in its last.
    [Fact]
    public void Write_CurvesWithTimes_SaysWhenSharesOfTheGapWereReached()
    {
        LearningSeries[] timed =
        [
            Curves[0] with { Seconds = [10, 20, 40] }, Curves[1] with { Seconds = [10, 30, 40] },
            Curves[2] with { Seconds = [26.9, 27.1, 30] },
        ];
        var compared = Comparison.Of(
            [
                Fixture.Gaining("maml", 3, 0).WithReferences(), Fixture.Gaining("maml", 3, 1).WithReferences(),
                Fixture.Gaining("multi-task", 0).WithReferences(),
            ],
            learning: timed);
        ComparisonFiles.Write(_folder, [compared], timed);
        Assert.EndsWith(
            """
            | Algorithm | Until 50 % | Until 90 % |
            | --- | ---: | ---: |
            | maml | 25 s (20 s to 30 s) | not reached |
            | multi-task | 30 s | not reached |

            ![Meta-training curves over time](plots/learning-time.svg)

            """.ReplaceLineEndings("\n"),
            Read("equal-time.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_CurvesWithoutTimes_SaysNothingOfTimes()
    {
        ComparisonFiles.Write(_folder, [Compared], [.. Curves.Select(one => one with { Seconds = [10, 20, 40] })]);
        ComparisonFiles.Write(_folder, [Compared], Curves);
        Assert.DoesNotContain(Files(), file => file.Contains("time", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_NoCurves_LeavesOutTheirPlot()
    {
        ComparisonFiles.Write(_folder, [Compared]);
        Assert.False(File.Exists(Path.Combine(_folder, "plots", "learning.svg")));
    }

    [Fact]
    public void Json_Comparison_HasOutcomesInSnakeCase()
    {
        using var json = JsonDocument.Parse(ComparisonJson.Bytes([Compared]));
        Assert.Equal("no_measurable_change", json.RootElement.GetProperty("comparisons")[0].GetProperty("algorithms")[1]
            .GetProperty("adaptation").GetProperty("outcome").GetString());
    }

    [Fact]
    public void Json_Comparison_HasUnroundedIntervals()
    {
        var comparison = Compared;
        using var json = JsonDocument.Parse(ComparisonJson.Bytes([comparison]));
        Assert.Equal(comparison.Algorithms[0].Rounds[1].Return.Low, json.RootElement.GetProperty("comparisons")[0]
            .GetProperty("algorithms")[0].GetProperty("returns")[1].GetProperty("low").GetDouble());
    }

    // Wall clock would make the bytes those of the machine.
    [Fact]
    public void Json_CurvesWithTimes_HasNoSeconds()
    {
        var timed = Comparison.Of(
            [Fixture.Gaining("maml", 3).WithReferences()], learning: [Curves[0] with { Seconds = [10, 20, 40] }]);
        Assert.DoesNotContain(
            "seconds", Encoding.UTF8.GetString(ComparisonJson.Bytes([timed])), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Written_HasTheStatistics()
    {
        var file = Path.Combine(_folder, "comparison.json");
        ComparisonFiles.Write(_folder, [Compared]);
        var (written, read) = (Compared, ComparisonJson.Read(file)[0]);
        Assert.Equal(
            (written.Algorithms[0].Further.Profile.At(0.5), written.Algorithms[0].Further.Regrets.Optimum!.PerRound[1],
                written.Algorithms[0].Further.Area, written.Algorithms[0].Further.Aggregates,
                written.Algorithms[0].Further.Efficiency[0], written.Pairs[0].Test, written.Pairs[0].SeedsNeeded),
            (read.Algorithms[0].Profile!.At(0.5), read.Algorithms[0].Regrets!.Optimum!.PerRound[1],
                read.Algorithms[0].Area, read.Algorithms[0].Aggregates,
                read.Algorithms[0].SampleEfficiency![0], read.Pairs[0].Test, read.Pairs[0].SeedsNeeded));
    }

    // As the version before these statistics wrote it.
    [Fact]
    public void Read_FileWithoutTheStatistics_LeavesThemEmpty()
    {
        var file = Path.Combine(_folder, "comparison.json");
        var json = JsonNode.Parse(ComparisonJson.Bytes([Compared]))!;
        foreach (var algorithm in json["comparisons"]![0]!["algorithms"]!.AsArray())
        {
            foreach (var key in (string[])["aggregates", "profile", "area", "regrets", "sample_efficiency"])
            {
                Assert.True(algorithm!.AsObject().Remove(key));
            }
        }

        foreach (var pair in json["comparisons"]![0]!["duels"]!.AsArray())
        {
            Assert.True(pair!.AsObject().Remove("test") && pair.AsObject().Remove("seeds_needed"));
        }

        File.WriteAllText(file, json.ToJsonString());
        var read = ComparisonJson.Read(file)[0];
        Assert.Equal(
            (true, true, true),
            (read.Algorithms[0].Profile is null, read.Pairs[0].Test is null,
                read.Algorithms[0].SampleEfficiency is null));
    }

    private IEnumerable<string> Files() => Directory.GetFiles(_folder, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(_folder, file));

    private string Read(string file) => File.ReadAllText(Path.Combine(_folder, file));

    private static string Golden(string name, [CallerFilePath] string source = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(source)!, "golden", name));
}
