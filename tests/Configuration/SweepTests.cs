using System.Globalization;
using FsCheck.Xunit;
using MetaRL.Configuration;
using MetaRL.Configuration.Yaml;
using Xunit;

namespace MetaRL.Tests.Configuration;

public sealed class SweepTests
{
    private const string Yaml = "name: x\nfamily: {name: point-navigation}\nalgorithms: {maml: {}, random: {}}\n";

    [Fact]
    public void Parse_Grid_IsEveryCombinationWithTheLastKeyFirst()
    {
        var points = Parse("sweep: {inner.step_size: [0.05, 0.1], policy.hidden: [[8], [16, 16]]}");
        Assert.Equal(
            [
                "x/inner.step_size=0.05,policy.hidden=8", "x/inner.step_size=0.05,policy.hidden=16-16",
                "x/inner.step_size=0.1,policy.hidden=8", "x/inner.step_size=0.1,policy.hidden=16-16",
            ],
            points.Select(point => point.Path));
        Assert.Equal([0.05, 0.05, 0.1, 0.1], points.Select(point => point.Inner.Loop.StepSize));
        Assert.Equal([1, 2, 1, 2], points.Select(point => point.Policy.Hidden.Count));
        Assert.All(points, point => Assert.Equal("x", point.Name));
    }

    [Fact]
    public void Parse_ListElsewhere_IsNoSweep() =>
        Assert.Null(Assert.Single(Parse("evaluation: {step_sizes: [0.1, 0.5]}")).Point);

    [Fact]
    public void Parse_Point_IsAsIfItsValuesWereWritten()
    {
        var point = Parse("sweep: {inner.step_size: [0.25]}")[0];
        var written = Parse("inner: {step_size: 0.25}")[0];
        Assert.Equal(
            written.ResolvedYaml.Replace("name: x\n", "name: x/inner.step_size=0.25\n", StringComparison.Ordinal)
                .Replace("\"", "", StringComparison.Ordinal),
            point.ResolvedYaml.Replace("\"", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_ResolvedPoint_IsTheSamePointAgain()
    {
        var point = Parse("sweep: {inner.step_size: [0.25, 1.0e-5]}")[1];
        var again = Assert.Single(ExperimentFile.Parse(point.RunYaml, "config.yaml", []));
        Assert.Equal("x/inner.step_size=1.0e-5", again.Path);
        Assert.Equal(point.ResolvedYaml, again.ResolvedYaml);
    }

    [Fact]
    public void Parse_LogUniformRange_DrawsAsManyBelowTheMiddleOfTheFactorAsAbove()
    {
        var steps = Parse("sweep: {inner.step_size: {log_uniform: [0.001, 1]}, samples: 400}")
            .Select(point => point.Inner.Loop.StepSize).ToArray();
        Assert.Equal(400, steps.Length);
        Assert.All(steps, step => Assert.InRange(step, 0.001, 1));
        Assert.InRange(steps.Count(step => step < Math.Sqrt(0.001)), 160, 240); // 200 ± 4 × 10
        Assert.All(steps, step => Assert.Equal(
            step, double.Parse(step.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Parse_UniformRange_HasTheMiddleInTheMiddle()
    {
        var steps = Parse("sweep: {inner.step_size: {uniform: [0.2, 1]}, samples: 400}")
            .Select(point => point.Inner.Loop.StepSize).ToArray();
        Assert.InRange(steps.Count(step => step < 0.6), 160, 240);
    }

    [Fact]
    public void Parse_WholeRanges_HaveBothEnds()
    {
        var tasks = Parse(
                "sweep: {training.tasks: {int_uniform: [1, 3]}, training.envs_per_task: {int_log_uniform: [1, 3]},"
                + " samples: 9}")
            .Select(point => (point.Training.Tasks, point.Training.EnvsPerTask)).ToArray();
        Assert.Equal(9, tasks.Distinct().Count());
        Assert.Equal([1, 2, 3], tasks.Select(one => one.Tasks).Distinct().Order());
        Assert.Equal([1, 2, 3], tasks.Select(one => one.EnvsPerTask).Distinct().Order());
    }

    [Fact]
    public void Parse_SameSeed_DrawsTheSame()
    {
        const string sweep = "sweep: {inner.step_size: {log_uniform: [0.001, 1]}, samples: 5, seed: ";
        var (first, second, other) = (Paths($"{sweep}1}}"), Paths($"{sweep}1}}"), Paths($"{sweep}2}}"));
        Assert.Equal(first, second);
        Assert.Empty(first.Intersect(other));
    }

    [Fact]
    public void Parse_SweepOfAGroup_IsOneOfEveryExperiment()
    {
        var all = ExperimentFile.Parse(
            "name: g\nfamily: {name: bandit}\nsweep: {training.tasks: [2, 3]}\nexperiments:\n"
            + "  - {name: a}\n  - {name: b, sweep: {training.tasks: [4]}}\n",
            "x.yaml", []);
        Assert.Equal(
            ["g/a/training.tasks=2", "g/a/training.tasks=3", "g/b/training.tasks=4"], all.Select(one => one.Path));
        Assert.Equal(["g/a", "g/a", "g/b"], all.Select(one => one.Name));
    }

    [Fact]
    public void Parse_SweepOption_ComesBesideTheFilesAndInPlaceOfTheSameKey()
    {
        var all = ExperimentFile.Parse(
            Yaml + "sweep: {inner.step_size: [0.05, 0.1], training.tasks: [2, 3]}", "x.yaml", [],
            new ReadingOptions { Sweeps = ["inner.step_size=0.3", "policy.hidden=[4],[4, 4]"] });
        Assert.Equal(
            [
                "x/inner.step_size=0.3,training.tasks=2,policy.hidden=4",
                "x/inner.step_size=0.3,training.tasks=2,policy.hidden=4-4",
                "x/inner.step_size=0.3,training.tasks=3,policy.hidden=4",
                "x/inner.step_size=0.3,training.tasks=3,policy.hidden=4-4",
            ],
            all.Select(one => one.Path));
    }

    [Fact]
    public void Parse_SweepOptionOfTheSameKeyTwice_IsRefused() => Assert.Equal(
        "--sweep inner.step_size=0.3: inner.step_size is swept already; give all its values to one --sweep.",
        Assert.Throws<ConfigurationException>(() => ExperimentFile.Parse(
            Yaml, "x.yaml", [],
            new ReadingOptions { Sweeps = ["inner.step_size=0.1,0.2", "inner.step_size=0.3"] })).Message);

    [Fact]
    public void Parse_RangeAsAnOption_NeedsNoSpace() => Assert.Equal(
        20,
        ExperimentFile.Parse(
            Yaml, "x.yaml", [], new ReadingOptions { Sweeps = ["inner.step_size={log_uniform:[0.01,1]}"] }).Count);

    [Fact]
    public void Parse_LongValues_HaveShortAndDifferentNames()
    {
        var layers = string.Join(", ", Enumerable.Repeat("10", 90));
        var paths = Paths($"sweep: {{policy.hidden: [[{layers}, 11], [{layers}, 12]]}}");
        Assert.All(paths, path => Assert.InRange(path.Length, 100, 200));
        Assert.Equal(2, paths.Distinct().Count());
    }

    [Fact]
    public void Parse_Parallel_SharesTheThreads()
    {
        var alone = Parse("")[0].Compute.Threads;
        var shared = ExperimentFile.Parse(Yaml, "x.yaml", [], new ReadingOptions { Parallel = 2 })[0].Compute.Threads;
        Assert.Equal(Math.Max(1, alone / 2), shared);
        Assert.Equal(3, ExperimentFile.Parse(
            Yaml + "compute: {threads: 3}", "x.yaml", [], new ReadingOptions { Parallel = 2 })[0].Compute.Threads);
    }

    [Theory]
    [InlineData("sweep: {}", "x.yaml:4: sweep names no key, so there is nothing to run")]
    [InlineData("sweep: {method: grid}", "x.yaml:4: sweep names no key, so there is nothing to run")]
    [InlineData("sweep: 3", "x.yaml:4: sweep must be a section of keys with lists of values, but is 3.")]
    [InlineData(
        "sweep: {inner: {step_size: [0.1]}}",
        "x.yaml:4: Unknown key 'inner' in sweep: swept keys are written in full")]
    [InlineData(
        "sweep: {inner.step_size: 0.1}",
        "x.yaml:4: sweep.inner.step_size must be a list of values or a range such as")]
    [InlineData("sweep: {inner.step_size: []}", "x.yaml:4: sweep.inner.step_size must hold at least one value")]
    [InlineData("sweep: {inner.step_size: [1, 1]}", "x.yaml:4: The values of sweep.inner.step_size must be different")]
    [InlineData(
        "sweep: {inner.step_size: [0.1, 1e-1]}", "x.yaml:4: The values of sweep.inner.step_size must be different")]
    [InlineData("sweep: {inner.step_size: [1, -1]}", "x.yaml:4: inner.step_size must be greater than 0, but is -1.")]
    [InlineData(
        "sweep: {inner.stepsize: [1, 2]}",
        "x.yaml:4: Unknown key 'stepsize' in inner; did you mean 'step_size'?")]
    [InlineData("sweep: {inner..a: [1, 2]}", "x.yaml:4: A swept key is words with dots between")]
    [InlineData("sweep: {experiments.a.b: [1, 2]}", "x.yaml:4: 'experiments.a.b' cannot be swept")]
    [InlineData("sweep: {sweep.seed: [1, 2]}", "x.yaml:4: 'sweep.seed' cannot be swept")]
    [InlineData(
        "sweep: {inner.step_size: [1], method: gird}",
        "x.yaml:4: sweep.method must be grid, random or halving, but is gird; did you mean 'grid'?")]
    [InlineData("sweep: {inner.step_size: [1], method: grid, samples: 3}", "x.yaml:4: A grid has all combinations")]
    [InlineData(
        "sweep: {inner.step_size: {uniform: [1, 2]}, method: grid}",
        "x.yaml:4: A grid has values, but sweep.inner.step_size is a range")]
    [InlineData(
        "sweep: {inner.step_size: {uniform: [2, 1]}}",
        "x.yaml:4: sweep.inner.step_size.uniform must be two numbers, the lower first, but is [2, 1].")]
    [InlineData(
        "sweep: {inner.step_size: {log_uniform: [0, 1]}}",
        "x.yaml:4: sweep.inner.step_size.log_uniform must be two numbers, the lower first and above 0")]
    [InlineData(
        "sweep: {training.tasks: {int_uniform: [1, 2.5]}}",
        "x.yaml:4: sweep.training.tasks.int_uniform must be two whole numbers")]
    [InlineData(
        "sweep: {inner.step_size: {uniform: [1, 2], samples: 3}}",
        "x.yaml:4: sweep.inner.step_size must be one range alone")]
    [InlineData(
        "sweep: {inner.step_size: {normal: [1, 2]}}",
        "x.yaml:4: sweep.inner.step_size must be a list of values or a range such as")]
    [InlineData("sweep: {inner.step_size: [1, 2], ratio: 3}", "x.yaml:4: sweep.ratio is for 'method: halving'")]
    [InlineData(
        "sweep: {inner.step_size: [1, 2], method: halving, ratio: 1}",
        "x.yaml:4: sweep.ratio must be at least 2, but is 1.")]
    [InlineData(
        "sweep: {training.iterations: [1, 2], method: halving}",
        "x.yaml:4: Halving compares training returns after equally many iterations")]
    [InlineData(
        "sweep: {family.horizon: [1, 2], method: halving}",
        "x.yaml:4: Halving compares training returns after equally many iterations")]
    [InlineData(
        "sweep: {training.tasks: {int_uniform: [1, 4]}, samples: 5}",
        "x.yaml:4: sweep.samples is 5, but there are hardly more than 4 different combinations")]
    [InlineData(
        "seeds: [1, 2, 3]\nsweep: {training.tasks: {int_uniform: [1, 9999]}, samples: 2000}",
        "x.yaml:5: The sweep comes to 12,000 training runs, more than 10,000; sweep less, or draw some"
        + " with 'method: random', or say --yes if they are meant.")]
    public void Parse_BadSweep_SaysWhatIsWrong(string yaml, string begin)
    {
        var wrong = Assert.Throws<ConfigurationException>(() => Parse(yaml));
        Assert.StartsWith(begin, wrong.Message);
        Assert.DoesNotContain('\n', wrong.Message);
    }

    [Fact]
    public void Parse_TenThousandRunsMeant_AreRead() => Assert.Equal(
        10_001,
        ExperimentFile.Parse(
            "name: x\nfamily: {name: bandit}\nalgorithms: {random: {}}\n"
            + "sweep: {training.tasks: {int_uniform: [1, 99999]}, samples: 10001}",
            "x.yaml", [], new ReadingOptions { AnyNumber = true }).Count);

    [Fact]
    public void Parse_MoreThanAnybodyMeans_IsRefusedEvenSo() => Assert.Contains(
        "more than 1,000,000; sweep less",
        Assert.Throws<ConfigurationException>(() => ExperimentFile.Parse(
            Yaml + "sweep: {training.tasks: {int_uniform: [1, 99999]}, samples: 1000000}",
            "x.yaml", [], new ReadingOptions { AnyNumber = true })).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("x/a=1", true)]
    [InlineData("g/x/a.b=1,c=2-3", true)]
    [InlineData("a=1", false)]
    [InlineData("x/../a=1", false)]
    [InlineData("g/h/x/a=1", false)]
    [InlineData("x/.a=1", false)]
    [InlineData("x/a=1/", false)]
    public void Parse_NameOfAPoint_IsAPath(string name, bool isRead)
    {
        var yaml = Yaml.Replace("name: x\n", $"name: \"{name}\"\n", StringComparison.Ordinal);
        if (isRead)
        {
            Assert.Equal(name, ExperimentFile.Parse(yaml, "x.yaml", [])[0].Path);
        }
        else
        {
            Assert.Throws<ConfigurationException>(() => ExperimentFile.Parse(yaml, "x.yaml", []));
        }
    }

    [Property(MaxTest = 50)]
    public bool Parse_AnyStepSizes_GivePointsWithDifferentFoldersAndThoseSteps(ushort[] numbers)
    {
        double[] steps = [.. numbers.Select(number => (number + 1) / 1000.0).Distinct()];
        if (steps.Length == 0)
        {
            return true;
        }

        var values = string.Join(", ", steps.Select(step => step.ToString("R", CultureInfo.InvariantCulture)));
        var points = Parse($"sweep: {{inner.step_size: [{values}]}}");
        return points.Select(point => point.Inner.Loop.StepSize).SequenceEqual(steps)
            && points.Select(point => point.Path).Distinct().Count() == steps.Length;
    }

    private static IReadOnlyList<Experiment> Parse(string more) => ExperimentFile.Parse(Yaml + more, "x.yaml", []);

    private static string[] Paths(string more) => [.. Parse(more).Select(point => point.Path)];
}
