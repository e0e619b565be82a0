using System.Text.Json;
using MetaRL.Tests.Cli;
using Xunit;

namespace MetaRL.Tests.Cluster;

/// <summary>Workers that were started by themselves and find each other in a Redis.</summary>
public sealed class RedisClusterTests(RedisFixture redis, WorkerRuns runs)
    : IClassFixture<RedisFixture>, IClassFixture<WorkerRuns>
{
    [Fact]
    public void Train_OneWorkerStoppedAndOneLeaving_EndsWithTheSameBytes()
    {
        var (cluster, output) = (redis.Cluster("same"), runs.NewOutput());
        using var stopped = Worker(cluster);
        using var leaving = Worker(cluster);
        using var metarl = Started.Metarl(
            runs.Folder, "train", runs.Experiment, "--output", output, "--cluster", cluster);
        WorkerRuns.WaitForCheckpoint(output, seed: 1, iteration: 4);
        Kill.Process(leaving.Id, "TERM");
        Thread.Sleep(TimeSpan.FromSeconds(1));
        Kill.Process(stopped.Id, "STOP");
        Thread.Sleep(TimeSpan.FromSeconds(6));
        Kill.Process(stopped.Id, "CONT");
        var end = metarl.Ended();
        Assert.True(end.ExitCode == 0, end.Error);
        Assert.Equal(0, leaving.Ended().ExitCode);
        runs.AssertSame(output);
    }

    [Fact]
    public void Status_OfAClusterWithAKey_ShowsItsWorkersToWhoeverHasIt()
    {
        var cluster = redis.Cluster("keys");
        var (key, other) = (Path.Combine(runs.Folder, "lab.key"), Path.Combine(runs.Folder, "other.key"));
        Invocation.Succeeds("cluster", "key", key);
        Invocation.Succeeds("cluster", "key", other);
        using var worker = Worker(cluster, "--key", key);
        var json = "";
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                json = Invocation.Of("cluster", "status", "--cluster", cluster, "--key", key, "--json").Out;
                return json.Contains("version", StringComparison.Ordinal);
            },
            TimeSpan.FromSeconds(20)));
        using (var rows = JsonDocument.Parse(json))
        {
            Assert.Equal(worker.Id, rows.RootElement[0].GetProperty("state").GetProperty("process").GetInt32());
        }

        var refused = Invocation.Of("cluster", "status", "--cluster", cluster, "--key", other);
        Assert.Equal(
            new Invocation(
                1, "", $"The workers of {cluster} do not answer: they have another key than {other} or none, or this"
                + " machine does not reach them.\n"),
            refused);
    }

    [Fact]
    public void Train_WithAContributor_CountsItsTasksAndSaysWhatTheyTold()
    {
        var cluster = redis.Cluster("contributed");
        var tasks = Path.Combine(runs.Folder, "mine.json");
        Invocation.Succeeds("freeze", "point-navigation", "--tasks", "3", "--output", tasks);
        using var worker = Worker(cluster);
        using var contributor = Worker(
            cluster, "--tasks", tasks, "--contribute-only", "--clip", "0.5", "--noise", "2");
        string[] options = ["--cluster", cluster, "--contributors", "1", "--seeds", "1"];
        var output = runs.NewOutput();
        var end = Invocation.Of(
            ["train", runs.Experiment, "--output", output, .. options, "--set", "training.iterations=2", "--set",
                "algorithms.maml.outer.optimizer=adam"]);
        Assert.True(end.ExitCode == 0, end.Error);
        var status = Invocation.Of("cluster", "status", "--cluster", cluster).Out;
        Assert.Contains("contributes 3 tasks, epsilon 3.643", status, StringComparison.Ordinal); // of two releases
        var refused = Invocation.Of(["train", runs.Experiment, "--output", runs.NewOutput(), .. options]);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("use the outer optimiser adam or sgd, or reptile", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Status_OfAClusterWithoutWorkers_SaysSo()
    {
        var cluster = redis.Cluster("empty");
        Assert.Equal(
            $"No worker has joined {cluster}; `metarl worker --cluster {cluster}` starts one.\n",
            Invocation.Of("cluster", "status", "--cluster", cluster).Out);
    }

    [Fact]
    public void Worker_OfATakenPort_SaysSo() => Assert.Equal(
        new Invocation(
            1, "", $"Port {redis.Port} of 127.0.0.1 is in use; name another --port (a worker takes it and the one"
            + " behind it), or leave --port out.\n"),
        Invocation.Of("worker", "--cluster", redis.Cluster("port"), "--port", $"{redis.Port}"));

    private Started Worker(string cluster, params string[] more) =>
        Started.Metarl(runs.Folder, ["worker", "--cluster", cluster, "--threads", "1", .. more]);
}
