using MetaRL.Tests.Cli;
using Xunit;

namespace MetaRL.Tests.Cluster;

/// <summary>Runs whose meta-iterations are computed by several worker processes.</summary>
public sealed class ShardedRunTests(ShardedRuns runs) : IClassFixture<ShardedRuns>
{
    [Fact]
    public void Train_WithTasksOnSeveralWorkers_EndsWithTheSameBytes()
    {
        var output = runs.NewOutput();
        using var metarl = Start(output, "3");
        var end = metarl.Ended();
        Assert.True(end.ExitCode == 0, end.Error);
        runs.AssertSame(output);
    }

    [Fact]
    public void Train_AWorkerWithTasksKilled_EndsWithTheSameBytes()
    {
        var output = runs.NewOutput();
        using var metarl = Start(output, "2");
        WorkerRuns.WaitForCheckpoint(output, seed: 1, iteration: 2);
        Kill.Process(metarl.Children()[0], "KILL");
        var end = metarl.Ended();
        Assert.True(end.ExitCode == 0, end.Error);
        Assert.Contains("is gone; another does its tasks.", end.Error, StringComparison.Ordinal);
        runs.AssertSame(output);
    }

    [Fact]
    public void Train_WithTasksOnWorkersInterrupted_IsGoneOnWithHere()
    {
        var output = runs.NewOutput();
        using var metarl = Start(output, "2");
        WorkerRuns.WaitForCheckpoint(output, seed: 1, iteration: 2);
        Kill.Process(metarl.Id, "TERM");
        Assert.Equal(128 + 15, metarl.Ended().ExitCode);
        Invocation.Succeeds("train", runs.Experiment, "--output", output);
        runs.AssertSame(output);
    }

    private Started Start(string output, string workers) => Started.Metarl(
        runs.Folder, "train", runs.Experiment, "--output", output, "--workers", workers, "--shard", "always");
}

/// <summary>
/// Runs of learners that reduce different things: by a trust region, by credit that needs all tasks, without a
/// gradient, and by minibatches of trials.
/// </summary>
public sealed class ShardedRuns() : WorkerRuns(Yaml)
{
    private const string Yaml =
        """
        name: small
        family: {name: grid-navigation}
        seeds: [1]
        algorithms:
          maml: {}
          e-maml: {algorithm: maml, estimator: e-maml, outer: {optimizer: adam}}
          reptile: {}
          rl2: {hidden: 8, episodes: 2, ppo: {minibatches: 2, epochs: 2}}
        training: {iterations: 5, tasks: 42, envs_per_task: 8, checkpoint_every_iterations: 1}
        evaluation: {tasks: 21, envs_per_task: 2}
        compute: {threads: 1}

        """;
}
