using System.Collections.Concurrent;
using MetaRL.Configuration;
using MetaRL.Learners;
using MetaRL.Runs;
using MetaRL.Scheduling;
using MetaRL.Tests.Runs;
using Xunit;

namespace MetaRL.Tests.Scheduling;

public sealed class ExperimentScheduleTests : IDisposable
{
    private const string Yaml = SmallRun.Quick;
    private const string Grid = "sweep: {inner.step_size: [0.1, 0.2]}";
    private const string Halving =
        "sweep: {method: halving, inner.step_size: [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9]}";

    private const string ToExplode = "sweep: {inner.step_size: [0.1, 1.0e30]}";

    private readonly string _output = SmallRun.Folder();

    [Fact]
    public void Run_SeveralAtATime_LeavesTheSameBytesAsOneAfterTheOther()
    {
        var (one, many) = (Path.Combine(_output, "one"), Path.Combine(_output, "many"));
        Assert.Empty(Run(Yaml + Grid, one, parallel: 1).Failures);
        Assert.Empty(Run(Yaml + Grid, many, parallel: 4).Failures);
        var files = Directory.GetFiles(one, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) is "comparison.md" or "comparison.json" or "sweep.md" or "test.json"
                || file.EndsWith(".safetensors", StringComparison.Ordinal))
            .ToArray();
        Assert.InRange(files.Length, 30, 100);
        Assert.All(files, file => Assert.Equal(
            File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(many, Path.GetRelativePath(one, file)))));
    }

    [Fact]
    public void Run_Grid_ComparesEveryPointAndEachAlgorithmAtItsBest()
    {
        var listener = Run(Yaml + Grid, _output).Listener;
        Assert.Equal(["x/inner.step_size=0.1", "x/inner.step_size=0.2", "x"], listener.Comparisons);
        var ranking = Assert.Single(listener.Rankings);
        Assert.Equal(["maml", "fomaml"], ranking.Algorithms.Select(one => one.Name));
        Assert.All(ranking.Algorithms, one =>
        {
            Assert.Equal(2, one.Arms.Count);
            Assert.True(one.Arms[0].Score >= one.Arms[1].Score);
        });
        var best = Path.Combine(_output, ranking.Algorithms[0].Arms[0].Point.Path);
        Assert.True(File.Exists(Path.Combine(best, "maml", "seed-1", "evaluation", "test.json")));
        Assert.Contains(
            "maml at `inner.step_size: 0.", File.ReadAllText(Path.Combine(_output, "x", "comparison.md")),
            StringComparison.Ordinal);
        Assert.Contains(
            "| 0.1 | 9 |", File.ReadAllText(Path.Combine(_output, "x", "sweep.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_SweptTasks_AreNotComparedWithEachOther() => Assert.Equal(
        ["x/family.horizon=4", "x/family.horizon=5"],
        Run(Yaml + "sweep: {family.horizon: [4, 5]}", _output).Listener.Comparisons);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_Halving_TrainsTheBestThirdThreeTimesAsLong(int parallel)
    {
        var listener = Run(Yaml + Halving, _output, parallel).Listener;
        Assert.Equal(["x"], listener.Comparisons);
        foreach (var algorithm in Assert.Single(listener.Rankings).Algorithms)
        {
            Assert.Equal([9, 3, 3, 1, 1, 1, 1, 1, 1], algorithm.Arms.Select(arm => arm.Iterations));
            var first = algorithm.Arms.Select(arm => (arm.Point, Score: Score(arm, 1)))
                .OrderByDescending(arm => arm.Score);
            Assert.Equal(
                first.Take(3).Select(arm => arm.Point.Path).Order(),
                algorithm.Arms.Take(3).Select(arm => arm.Point.Path).Order());
        }
    }

    [Fact]
    public void Run_HalvingPaused_TrainsAsIfItHadNot()
    {
        var best = Run(Yaml + Halving, _output).Listener.Rankings[0].Algorithms[0].Arms[0];
        var whole = Path.Combine(_output, "whole");
        Run($"{Yaml}sweep: {{inner.step_size: [{best.Point.Inner.Loop.StepSize}]}}", whole);
        var (paused, unpaused) = (
            Directory.GetFiles(_output, "*.safetensors", SearchOption.AllDirectories)
                .Single(file => IsLast(file) && !file.StartsWith(whole, StringComparison.Ordinal)),
            Directory.GetFiles(whole, "*.safetensors", SearchOption.AllDirectories).Single(IsLast));
        Assert.Equal(File.ReadAllBytes(unpaused), File.ReadAllBytes(paused));

        bool IsLast(string file) => file.Contains(
            Path.Combine(best.Point.Path, "maml", "seed-2"), StringComparison.Ordinal) && Latest(file);

        static bool Latest(string file) => file == Directory.GetFiles(
            Path.GetDirectoryName(file)!, "*.safetensors").MaxBy(name => name);
    }

    [Fact]
    public void Run_Again_TrainsNothing()
    {
        Run(Yaml + Halving, _output);
        Assert.Equal(0, Run(Yaml + Halving, _output).Listener.Iterations);
    }

    [Fact]
    public void Run_Stopped_GoesOnWhereItWas()
    {
        using var stop = new CancellationTokenSource();
        var stopping = new Listener { AfterIteration = count => { if (count == 20) { stop.Cancel(); } } };
        Assert.False(Schedule(stopping, _output, Phases.Train).Run(Load(Yaml + Grid), 2, stop.Token));
        var rest = Run(Yaml + Grid, _output, parallel: 2).Listener;
        Assert.Equal((2 * 2 * 2 * 9), stopping.Iterations + rest.Iterations);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_OneFails_TheOthersAreTrainedAndCompared(int parallel)
    {
        var (failures, listener) = Run(Yaml + ToExplode, _output, parallel);
        Assert.Equal(
            ["fomaml 1", "fomaml 2", "maml 1", "maml 2"],
            failures.Select(one => $"{one.Run!.Algorithm.Name} {one.Run.Seed}").Order());
        Assert.All(failures, one => Assert.IsType<NonFiniteException>(one.Failure));
        Assert.Equal(4, listener.Failed);
        Assert.Contains(
            "> - **maml seed 2 failed** and is left out.\n",
            File.ReadAllText(Path.Combine(_output, "x", "inner.step_size=1.0e30", "comparison.md")),
            StringComparison.Ordinal);
        Assert.Equal(["x", "x/inner.step_size=0.1", "x/inner.step_size=1.0e30"], listener.Comparisons.Order());
        Assert.All(
            listener.Rankings[0].Algorithms,
            one => Assert.Equal([0.1, 1e30], one.Arms.Select(arm => arm.Point.Inner.Loop.StepSize)));
    }

    [Fact]
    public void Run_AllFail_NothingIsCompared()
    {
        var (failures, listener) = Run(
            Yaml.Replace(", random: {}", "", StringComparison.Ordinal) + "inner: {step_size: 1.0e30}", _output);
        Assert.Equal(4, failures.Count);
        Assert.Empty(listener.Comparisons);
    }

    [Fact]
    public void Run_SweptIterations_AreRankedByReturnsAndNotByLength()
    {
        var ranking = Run(Yaml + "sweep: {training.iterations: [2, 5, 9]}", _output).Listener.Rankings[0];
        Assert.All(
            ranking.Algorithms,
            one => Assert.Equal(one.Arms.OrderByDescending(arm => arm.Score), one.Arms));
    }

    [Fact]
    public void Run_PointTrainedToItsEndBefore_IsEvaluatedWhereItIsTheBest()
    {
        var values = "0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9".Split(", ");
        foreach (var value in values)
        {
            Assert.True(Schedule(new Listener(), _output, Phases.Train)
                .Run(Load($"{Yaml}sweep: {{inner.step_size: [{value}]}}"), 1, default));
        }

        var (failures, listener) = Run(Yaml + Halving, _output);
        Assert.Empty(failures);
        Assert.Equal(["x"], listener.Comparisons);
    }

    [Theory]
    [InlineData(Grid)]
    [InlineData(Halving)]
    public void Run_MetricsOfTheBestAreCut_ItIsNamedAndNoLongerTheBest(string sweep)
    {
        var best = Run(Yaml + sweep, _output).Listener.Rankings[0].Algorithms[0].Arms[0];
        var metrics = RunDirectory.MetricsOf(best.Runs[0].Directory);
        File.WriteAllLines(metrics, File.ReadAllLines(metrics).SkipLast(1));
        var (failures, listener) = Run(Yaml + sweep, _output);
        Assert.Contains(metrics, Assert.Single(failures).Failure.Message, StringComparison.Ordinal);
        Assert.NotEqual(best.Point.Path, listener.Rankings[0].Algorithms[0].Arms[0].Point.Path);
    }

    [Fact]
    public void Run_HalvingWithARunThatSomebodyElseWrites_RanksNothing()
    {
        var experiment = Load(Yaml + Halving)[4];
        using (RunDirectory.Open(
            _output, experiment, experiment.Algorithms[0], seed: 1, TorchSharp.torch.CPU, "somebody else"))
        {
            var (failures, listener) = Run(Yaml + Halving, _output);
            Assert.IsType<RunDirectoryException>(Assert.Single(failures).Failure);
            Assert.Empty(listener.Rankings);
            Assert.Empty(listener.Comparisons);
        }

        Assert.Empty(Run(Yaml + Halving, _output).Failures);
    }

    [Fact]
    public void Run_CompareOfWhatIsNotEvaluated_Fails()
    {
        var schedule = Schedule(new Listener(), _output, Phases.Compare);
        Assert.True(schedule.Run(Load(Yaml), 1, default));
        Assert.Contains("not evaluated", Assert.Single(schedule.Failures).Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Planned_Halving_CountsTheIterationsThatAreTrained()
    {
        var listener = Run(Yaml + Halving, _output).Listener;
        // 9 arms × 1, 3 × 2, 1 × 6 iterations, two seeds of two algorithms; and random, which trains for none
        Assert.Equal((9 + 6 + 6) * 2 * 2, listener.Plan.Sum(one => one.Iterations));
        Assert.Equal(listener.Plan.Count, listener.FinishedTrainings);
        Assert.Equal((9 + 6 + 6) * 2 * 2, listener.Iterations);
    }

    public void Dispose() => Directory.Delete(_output, recursive: true);

    private static double Score(SweepArm arm, int iterations) => arm.Runs.Average(run =>
        MetricsTable.Read(RunDirectory.MetricsOf(run.Directory))["return_after"][iterations - 1]);

    private static (IReadOnlyList<RunFailure> Failures, Listener Listener) Run(
        string yaml, string output, int parallel = 1)
    {
        var listener = new Listener();
        var schedule = Schedule(listener, output, Phases.Train | Phases.Evaluate | Phases.Compare);
        Assert.True(schedule.Run(Load(yaml), parallel, default));
        return (schedule.Failures, listener);
    }

    private static ExperimentSchedule Schedule(Listener listener, string output, Phases phases) =>
        new(new ExperimentRunner(output, listener, "test"), listener, phases);

    private static IReadOnlyList<Experiment> Load(string yaml) => ExperimentFile.Parse(
        yaml, "x.yaml", ["training.iterations=9", "algorithms.fomaml={}", "evaluation.tasks=6"]);

    private sealed class Listener : IScheduleObserver
    {
        private int _iterations;
        private int _failed;
        private int _finished;

        public Action<int> AfterIteration { get; init; } = _ => { };

        public int Iterations => _iterations;

        public int Failed => _failed;

        public int FinishedTrainings => _finished;

        public IReadOnlyList<PlannedTraining> Plan { get; private set; } = [];

        public List<SweepRanking> Rankings { get; } = [];

        public ConcurrentQueue<string> Comparisons { get; } = [];

        public void Planned(IReadOnlyList<PlannedTraining> trainings, int parallel) => Plan = trainings;

        public void Finished(PlannedTraining training) => Interlocked.Increment(ref _finished);

        void IScheduleObserver.Failed(TrainingRun run, Exception failure) => Interlocked.Increment(ref _failed);

        public void Swept(SweepRanking ranking, string folder) => Rankings.Add(ranking);

        public void Reported(string path)
        {
        }

        public void Iterated(TrainingRun run, long iteration, MetaMetrics metrics, TimeSpan elapsed) =>
            AfterIteration(Interlocked.Increment(ref _iterations));

        public void Compared(
            string experiment, IReadOnlyList<MetaRL.Evaluation.Statistics.Comparison> comparisons, string directory) =>
            Comparisons.Enqueue(experiment);
    }
}
