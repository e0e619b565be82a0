using MetaRL.Configuration;
using MetaRL.Environments.Tasks;
using MetaRL.Evaluation.Measuring;
using MetaRL.Runs;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Runs;

public sealed class SavedAgentTests : IDisposable
{
    private const string Yaml =
        """
        name: x
        family: {name: grid-navigation, horizon: 6}
        policy: {hidden: [4]}
        training: {iterations: 3, tasks: 2, envs_per_task: 2, checkpoint_every_iterations: 1}
        algorithms: {maml: {}}
        evaluation: {envs_per_task: 2, updates: 1, step_sizes: [0.3, 3.0]}
        """;

    private readonly string _output = SmallRun.Folder();

    private string Location => Path.Combine(_output, "x", "maml", "seed-1");

    public void Dispose() => Directory.Delete(_output, recursive: true);

    [Fact]
    public void Agent_OfAnEvaluatedRun_GivesTheReturnsOfItsEvaluation()
    {
        var experiment = Trained(evaluated: true);
        using var saved = SavedAgent.Load(SavedRun.Read(Location), CPU);
        var tasks = experiment.Family.Sample(new RngKey(0).For("evaluation").For("tasks"), 21, TaskSplit.Test)
            .To(CPU, ScalarType.Float32);
        var returns = new Evaluator(experiment.Family, tasks, envs: 2)
            .Returns(new RngKey(1).For("evaluation").For("rollouts"), saved.Agent(updates: 1));
        var evaluation = EvaluationFile.Read(RunDirectory.EvaluationOf(Location, "test"));
        Assert.Equal(evaluation.Returns, returns);
        Assert.NotEqual(0.1, evaluation.StepSize); // not the configuration's
    }

    [Fact]
    public void Load_WithAnIteration_ReadsThatCheckpoint()
    {
        _ = Trained(evaluated: false);
        using var saved = SavedAgent.Load(SavedRun.Read(Location), CPU, iteration: 2);
        Assert.Equal(2, saved.Iteration);
    }

    [Fact]
    public void Load_OfAnIterationWithoutACheckpoint_NamesThoseThatThereAre()
    {
        _ = Trained(evaluated: false);
        var wrong = Assert.Throws<RunDirectoryException>(
            () => SavedAgent.Load(SavedRun.Read(Location), CPU, iteration: 7));
        Assert.Equal($"{Location}: The run has no checkpoint of iteration 7, only of 0, 1, 2, 3.", wrong.Message);
    }

    [Fact]
    public void Load_OfARunWithoutCheckpoints_SaysHowToTrainIt()
    {
        _ = Trained(evaluated: false);
        Directory.Delete(RunDirectory.CheckpointsOf(Location), recursive: true);
        var wrong = Assert.Throws<RunDirectoryException>(() => SavedAgent.Load(SavedRun.Read(Location), CPU));
        Assert.Equal($"{Location}: The run has no checkpoint; train it with `metarl train`.", wrong.Message);
    }

    private Experiment Trained(bool evaluated)
    {
        var experiment = SmallRun.Experiment(Yaml);
        var runner = new ExperimentRunner(_output, new Silent(), "metarl run x.yaml");
        Assert.True(runner.Train(experiment, default));
        if (evaluated)
        {
            runner.Evaluate(experiment, default);
        }

        return experiment;
    }
}
