using MetaRL.Baselines;
using MetaRL.Configuration;
using MetaRL.Evaluation.Measuring;
using MetaRL.Runs;
using Xunit;

namespace MetaRL.Tests.Runs;

public sealed class SpecialistFileTests : IDisposable
{
    private const string Yaml =
        """
        name: x
        family: {name: cart-pole, horizon: 6}
        policy: {hidden: [4]}
        training: {iterations: 1, tasks: 2, envs_per_task: 2}
        algorithms: {random: {}}
        evaluation:
          {tasks: 3, envs_per_task: 2, updates: 1,
           specialist: {generations: 2, population: 4, episodes: 1, hidden: 2}}
        """;

    private readonly string _output = SmallRun.Folder();

    public void Dispose() => Directory.Delete(_output, recursive: true);

    [Fact]
    public void Evaluate_WithoutAnExactOptimum_TrainsSpecialistsOnce()
    {
        Assert.Equal([1, 2, 3, 4], Evaluate());
        Assert.Empty(Evaluate());
    }

    [Fact]
    public void Evaluate_WithOtherSettings_TrainsThemAgain()
    {
        _ = Evaluate();
        Assert.Equal([1, 2, 3, 4, 5, 6], Evaluate("evaluation.specialist.generations=3"));
    }

    [Fact]
    public void Evaluate_OnOtherTasks_TrainsThemAgain()
    {
        _ = Evaluate();
        Assert.Equal([1, 2, 3, 4], Evaluate("evaluation.tasks=4"));
    }

    [Fact]
    public void Evaluate_WithADamagedFile_TrainsThemAgain()
    {
        _ = Evaluate();
        File.WriteAllText(SpecialistFile.PathIn(Path.Combine(_output, "x"), "test"), "{\"task_hash\": 3");
        Assert.Equal([1, 2, 3, 4], Evaluate());
    }

    [Theory]
    [InlineData("\"returns\":[0,")]
    [InlineData("\"returns\":[1e999,0,0],\"rest\":[")]
    public void Evaluate_WithReturnsThatCannotBe_TrainsThemAgain(string damaged)
    {
        _ = Evaluate();
        var path = SpecialistFile.PathIn(Path.Combine(_output, "x"), "test");
        var written = File.ReadAllText(path);
        File.WriteAllText(path, written.Replace("\"returns\":[", damaged, StringComparison.Ordinal));
        Assert.Equal([1, 2, 3, 4], Evaluate());
    }

    [Fact]
    public void Evaluate_WithZeroGenerations_TrainsNoneAndKnowsNoOptimum()
    {
        Assert.Empty(Evaluate("evaluation.specialist.generations=0"));
        Assert.Null(Evaluation().Optimal);
    }

    [Fact]
    public void Evaluate_WithSpecialists_HoldsReturnsAgainstThem()
    {
        _ = Evaluate();
        var settings = new SpecialistSettings(Generations: 2, Population: 4, Episodes: 1, Hidden: 2);
        var result = Evaluation();
        var file = SpecialistFile.Find(
            SpecialistFile.PathIn(Path.Combine(_output, "x"), "test"), result.TaskHash, tasks: 3, settings);
        Assert.Equal(OptimumKind.Specialist, result.Optimum);
        Assert.Equal(file!.Returns, result.Optimal);
    }

    [Fact]
    public void Compare_WithSpecialists_SaysThatTheyAreNoBound()
    {
        _ = Evaluate();
        var report = Assert.Single(
            new ExperimentRunner(_output, new Listener(), "test").Compare(SmallRun.Experiment(Yaml)));
        Assert.Equal(OptimumKind.Specialist, report.Protocol.References.Optimum);
        Assert.Contains(
            "the best return known, not a bound", File.ReadAllText(Path.Combine(_output, "x", "comparison.md")),
            StringComparison.Ordinal);
    }

    private EvaluationResult Evaluation() =>
        EvaluationFile.Read(Path.Combine(_output, "x", "random", "seed-1", "evaluation", "test.json"));

    // The generations that were reported
    private List<int> Evaluate(params string[] overrides)
    {
        var experiment = SmallRun.Experiment(Yaml, overrides);
        var listener = new Listener();
        var runner = new ExperimentRunner(_output, listener, "test");
        _ = runner.Train(experiment, default);
        runner.Evaluate(experiment, default);
        return listener.Generations;
    }

    private sealed class Listener : IRunObserver
    {
        public List<int> Generations { get; } = [];

        public void TrainingSpecialists(Experiment experiment, int generation) => Generations.Add(generation);
    }
}
