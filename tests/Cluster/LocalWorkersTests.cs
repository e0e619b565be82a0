using MetaRL.Tests.Cli;
using Xunit;

namespace MetaRL.Tests.Cluster;

/// <summary>Worker processes of <c>--workers</c>, killed and stopped in the middle.</summary>
public sealed class LocalWorkersTests(WorkerRuns runs) : IClassFixture<WorkerRuns>
{
    [Fact]
    public void Train_AWorkerKilledInTheMiddle_EndsWithTheSameBytes()
    {
        var output = runs.NewOutput();
        using var metarl = Start(output);
        WorkerRuns.WaitForCheckpoint(output, seed: 1, iteration: 4);
        Kill.Process(metarl.Children()[0], "KILL");
        var end = metarl.Ended();
        Assert.True(end.ExitCode == 0, end.Error);
        Assert.Contains("is gone; another goes on from meta-iteration ", end.Error, StringComparison.Ordinal);
        Assert.Contains("workers: 1 (before: 2)\n", end.Out, StringComparison.Ordinal);
        runs.AssertSame(output);
    }

    [Fact]
    public void Train_Interrupted_StopsAndIsGoneOnWithHere()
    {
        var output = runs.NewOutput();
        using var metarl = Start(output);
        WorkerRuns.WaitForCheckpoint(output, seed: 1, iteration: 2);
        Kill.Process(metarl.Id, "TERM");
        var end = metarl.Ended();
        Assert.Equal(128 + 15, end.ExitCode);
        Assert.Contains("stopped at meta-iteration ", end.Out, StringComparison.Ordinal);
        Invocation.Succeeds("train", runs.Experiment, "--output", output);
        runs.AssertSame(output);
    }

    [Fact]
    public void Train_ItsProcessKilled_LeavesNoWorkersAndIsGoneOnWith()
    {
        var output = runs.NewOutput();
        using var metarl = Start(output);
        WorkerRuns.WaitForCheckpoint(output, seed: 1, iteration: 2);
        var workers = metarl.Children();
        Kill.Process(metarl.Id, "KILL");
        Assert.Equal(2, workers.Length);
        Assert.True(SpinWait.SpinUntil(() => Array.TrueForAll(workers, Kill.HasEnded), TimeSpan.FromSeconds(5)));
        Invocation.Succeeds("train", runs.Experiment, "--output", output, "--workers", "1");
        runs.AssertSame(output);
    }

    private Started Start(string output) => Started.Metarl(
        runs.Folder, "train", runs.Experiment, "--output", output, "--workers", "2");
}
