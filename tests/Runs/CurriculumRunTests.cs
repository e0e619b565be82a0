using MetaRL.Checkpoints;
using MetaRL.Environments.Tasks;
using MetaRL.Runs;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Runs;

/// <summary>A run whose tasks spread while it trains.</summary>
public sealed class CurriculumRunTests : IDisposable
{
    private const string Yaml =
        """
        name: x
        family: {name: point-navigation, horizon: 4}
        policy: {hidden: [3]}
        training:
          {iterations: 5, tasks: 3, envs_per_task: 2, curriculum: {levels: 3, every_iterations: 2},
           checkpoint_every_iterations: 1}
        algorithms: {maml: {}}
        compute: {threads: 1}
        """;

    private readonly string _output = SmallRun.Folder();

    public void Dispose() => Directory.Delete(_output, recursive: true);

    [Fact]
    public void Train_InterruptedBetweenLevels_GoesOnToTheSameWeights()
    {
        var (whole, parts) = (Path.Combine(_output, "whole"), Path.Combine(_output, "parts"));
        Train(whole, 5);
        Train(parts, 3);
        Train(parts, 5);
        Assert.Equal(File.ReadAllBytes(Latest(whole)), File.ReadAllBytes(Latest(parts)));
    }

    [Fact]
    public void SampleTasks_AtTheFirstLevel_StaysInAThirdOfTheGoals()
    {
        using var scope = NewDisposeScope();
        var experiment = SmallRun.Experiment(Yaml);
        var tasks = experiment.Family.Sample(
            new RngKey(1), 500, TaskSplit.Train, experiment.Training.Curriculum.Share(1));
        Assert.InRange(tasks["goal_x"].abs().max().ToDouble(), 0.15, 0.5 / 3);
    }

    private static void Train(string output, int iterations)
    {
        using var stop = new CancellationTokenSource();
        var runner = new ExperimentRunner(output, new StopAfter(iterations, stop), "test");
        _ = runner.Train(SmallRun.Experiment(Yaml), stop.Token);
    }

    private static string Latest(string output)
    {
        var latest = new CheckpointFolder(RunDirectory.CheckpointsOf(Path.Combine(output, "x", "maml", "seed-1")))
            .Latest();
        return latest!.Path;
    }

    private sealed class StopAfter(int iterations, CancellationTokenSource stop) : IRunObserver
    {
        public void Iterated(
            TrainingRun run, long iteration, MetaRL.Learners.MetaMetrics metrics, TimeSpan elapsed)
        {
            if (iteration == iterations)
            {
                stop.Cancel();
            }
        }
    }
}
