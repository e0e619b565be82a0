using MetaRL.Configuration;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Measurement;
using MetaRL.Tests.Cli;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Measurement;

public sealed class ProfilerTests
{
    private static readonly SpeedBounds Fast = new(new DeviceSpeed(MatrixRate: 1e15, Bandwidth: 1e15), 2e15);

    [Theory]
    [InlineData("maml: {}")]
    [InlineData("maml: {estimator: e-maml}")]
    [InlineData("fomaml: {}")]
    [InlineData("promp: {}")]
    [InlineData("reptile: {outer: {optimizer: sgd}}")]
    [InlineData("anil: {}")]
    [InlineData("cavia: {}")]
    [InlineData("meta-sgd: {}")]
    [InlineData("multi-task: {}")]
    [InlineData("robust: {}")]
    [InlineData("oracle: {}")]
    [InlineData("rl2: {}")]
    public void Measure_OfALearner_TimesAllItsPhases(string algorithm)
    {
        var profile = Profile($"algorithms={{{algorithm}}}");
        MetaPhase[] expected = algorithm.StartsWith("rl2", StringComparison.Ordinal)
            ? [MetaPhase.Sampling, MetaPhase.Outer]
            : [MetaPhase.Sampling, MetaPhase.Adaptation, MetaPhase.Outer];
        Assert.Equal(expected, profile.Phases.Select(phase => phase.Work.Phase));
        Assert.All(profile.Phases, phase => Assert.True(phase.Time.Seconds > 0));
        Assert.All(profile.Phases, phase => Assert.True(phase.FloorSeconds > 0));
        Assert.All(profile.Phases, phase => Assert.InRange(phase.Time.CpuSeconds, 0, profile.Whole.CpuSeconds + 1e-9));
        Assert.True(profile.Evaluation.Time.Seconds > 0);
    }

    [Fact]
    public void Measure_OfPhases_AddsUpToTheWhole()
    {
        var profile = Profile();
        Assert.Equal(
            profile.Whole.Seconds, profile.Phases.Sum(phase => phase.Time.Seconds) + profile.Rest.Seconds, 1e-9);
        Assert.Equal(
            profile.Whole.CpuSeconds, profile.Phases.Sum(phase => phase.Time.CpuSeconds) + profile.Rest.CpuSeconds,
            1e-9);
    }

    [Fact]
    public void Measure_OfKinds_AddsUpToTheTimeOfAllThreads()
    {
        var profile = Profile("compute.threads=2");
        var kinds = profile.Kinds!;
        Assert.Equal(2 * profile.Whole.Seconds, kinds.All, 1e-9);
        Assert.Equal(kinds.All - profile.Whole.CpuSeconds, kinds.Waiting, 1e-9);
        Assert.Equal(kinds.All, kinds.Waiting + kinds.Dispatch + kinds.Matrices + kinds.Others, 1e-9);
        Assert.True(kinds.Dispatch > 0);
    }

    [Fact]
    public void Measure_OfMamlTrpo_CountsWhatItAsksFor()
    {
        var profile = Profile("outer={optimizer: trpo, cg_iterations: 3}");
        Assert.Equal((40, 1, 3), (profile.Counts.EnvSteps, profile.Counts.Gradients, profile.Counts.FisherProducts));
        Assert.InRange(profile.Counts.Losses, 1, 15);
    }

    [Fact]
    public void Measure_OfProMp_CountsAGradientAnEpoch() => Assert.Equal(
        new IterationCounts(EnvSteps: 40, Gradients: 3, FisherProducts: 0, Losses: 1),
        Profile("algorithms={promp: {outer: {optimizer: ppo, epochs: 3}}}").Counts);

    // Ten iterations have 400 steps, an evaluation 20 a task and episode.
    [Theory]
    [InlineData(2, 6)]
    [InlineData(5, 4)]
    public void Measure_OfALongEvaluation_TakesSomeOfItsTasks(int episodes, int tasks)
    {
        var evaluation = Profile($"evaluation.envs_per_task={episodes}", "evaluation.updates=3").Evaluation;
        Assert.Equal((tasks, 6), (evaluation.Tasks, evaluation.AllTasks));
    }

    [Theory]
    [InlineData("maml: {}")]
    [InlineData("rl2: {}")]
    public void Clock_OfALearner_ChangesNothing(string algorithm)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(Trained(null), Trained(new PhaseClock()));

        float[] Trained(PhaseClock? clock)
        {
            var experiment = Load($"algorithms={{{algorithm}}}");
            var problem = MetaRL.Runs.Algorithm.Problem(experiment, CPU) with { Clock = clock };
            var learner = experiment.Algorithms[0].Learner.Create(problem, experiment.Policy);
            var first = learner.Initialize(new RngKey(1));
            var (next, _) = learner.Iterate(new RngKey(2), first);
            scope.Attach([.. first.Tensors, .. next.Tensors]);
            return next.Theta.Flat.data<float>().ToArray();
        }
    }

    [Fact]
    public void Measure_OfASpeedThatChanges_IsNotConsistent()
    {
        var rates = new Queue<SpeedBounds>([Fast, Fast, Fast with { KernelRate = 1e15 }]);
        var profile = new Profiler(Load(), CPU, 1, rates.Dequeue).Measure(Load().Algorithms[0]);
        Assert.False(profile.IsConsistent);
        Assert.Equal(2e15, profile.Speed.KernelRate);
    }

    [Fact]
    public void Measure_OfAMachineSlowerThanItsFloor_IsNotConsistent()
    {
        var slow = new SpeedBounds(new DeviceSpeed(1, 1), 1);
        Assert.False(new Profiler(Load(), CPU, 1, () => slow).Measure(Load().Algorithms[0]).IsConsistent);
    }

    private static ExperimentProfile Profile(params string[] settings)
    {
        var experiment = Load(settings);
        return new Profiler(experiment, CPU, iterations: 2, () => Fast).Measure(experiment.Algorithms[0]);
    }

    private static Experiment Load(params string[] settings)
    {
        using var folder = new ExperimentFolder();
        return ExperimentFile.Load(folder.Config, settings)[0];
    }
}
