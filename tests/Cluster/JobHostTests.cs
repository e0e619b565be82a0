using MetaRL.Checkpoints;
using MetaRL.Cluster.Messages;
using MetaRL.Cluster.Workers;
using MetaRL.Configuration;
using MetaRL.Runs;
using MetaRL.Tests.Runs;
using Xunit;

namespace MetaRL.Tests.Cluster;

/// <summary>What a worker takes, and what it does not.</summary>
public sealed class JobHostTests : IDisposable
{
    private static readonly Experiment Experiment = SmallRun.Experiment(SmallRun.Quick);

    private readonly JobHost _jobs = new(
        new WorkerSettings(Threads: 1, DiskBytes: 1 << 30, TimeSpan.FromHours(1), failure => failure.Message));

    public void Dispose() => _jobs.Dispose();

    [Fact]
    public async Task Poll_OfAJob_SendsEverythingOnce()
    {
        var request = Request();
        Assert.Equal(new JobReply(), _jobs.Open(request));
        _jobs.Begin(request.Job);
        var answers = await Answers(request.Job);
        Assert.Equal(JobOutcome.Done, answers[^1].End!.Outcome);
        Assert.Equal(
            [
                "checkpoints/iteration-000000.safetensors", "checkpoints/iteration-000002.safetensors", "metrics.csv",
                "provenance.json",
            ],
            answers.SelectMany(answer => answer.Files).Select(part => part.Name).Distinct().Order());
        Assert.Equal(
            [1L, 2L],
            answers.SelectMany(answer => answer.Events).Where(one => one.Kind == JobEventKind.Iterated)
                .Select(one => one.Iteration));
    }

    [Fact]
    public async Task Poll_AfterALostAnswer_SendsItAgain()
    {
        var request = Request();
        _ = _jobs.Open(request);
        _jobs.Begin(request.Job);
        var first = await _jobs.Poll(request.Job, 0);
        Assert.Same(first, await _jobs.Poll(request.Job, 0));
    }

    [Fact]
    public void Open_WhileThereIsAJob_IsBusy()
    {
        _ = _jobs.Open(Request());
        Assert.True(_jobs.Open(Request()).IsBusy);
    }

    [Fact]
    public void Open_OfTheSameJobAgain_IsTaken()
    {
        var request = Request();
        _ = _jobs.Open(request);
        Assert.Equal(new JobReply(), _jobs.Open(request));
    }

    [Fact]
    public void Open_OfAnotherVersion_IsRefused() => Assert.Equal(
        $"it is version {SoftwareVersion.Whole}, but whoever asks is version 0.0.1; build both from one commit.",
        _jobs.Open(Request() with { Version = "0.0.1" }).Refusal);

    [Fact]
    public void Open_WhereTheHashIsAnother_IsRefused() => Assert.Equal(
        "it reads another configuration from the same text than whoever asks; build both from one commit, for machines"
        + " of one kind.",
        _jobs.Open(Request() with { Hash = "0" }).Refusal);

    [Theory]
    [InlineData("..", "maml")]
    [InlineData("x/../../y", "maml")]
    [InlineData("/etc", "maml")]
    [InlineData("x", "../maml")]
    [InlineData("x", "")]
    public void Open_OfAPathOutside_IsRefused(string path, string algorithm) => Assert.Equal(
        "the request names no run.", _jobs.Open(Request() with { Path = path, Algorithm = algorithm }).Refusal);

    [Fact]
    public void Open_OfAWrongConfiguration_SaysWhatIsWrong() => Assert.Contains(
        "gama", _jobs.Open(Request() with { Configuration = Experiment.RunYaml + "gama: 1\n" }).Refusal,
        StringComparison.Ordinal);

    [Fact]
    public void Put_OfAFileThatIsNoneOfARun_IsRefused()
    {
        var request = Request();
        _ = _jobs.Open(request);
        var part = new FilePart { Name = "../x", Offset = 0, Bytes = [1], IsLast = true };
        Assert.Throws<RunDirectoryException>(() => _jobs.Put(request.Job, part));
    }

    [Fact]
    public void Discard_OfAJob_DeletesItsFiles()
    {
        var before = Folders();
        var request = Request();
        _ = _jobs.Open(request);
        Assert.NotEmpty(Folders().Except(before));
        _jobs.Discard(request.Job);
        Assert.False(_jobs.IsBusy);
    }

    private async Task<IReadOnlyList<JobProgress>> Answers(Guid job)
    {
        var answers = new List<JobProgress>();
        do
        {
            answers.Add((await _jobs.Poll(job, answers.Count))!);
        }
        while (answers[^1].End is null);
        return answers;
    }

    private static string[] Folders() => Directory.GetDirectories(Path.GetTempPath(), "metarl-job-*");

    private static JobRequest Request() => new()
    {
        Job = Guid.NewGuid(),
        Version = SoftwareVersion.Whole,
        Path = Experiment.Path,
        Configuration = Experiment.RunYaml,
        Hash = JobRun.HashOf(Experiment, Experiment.Algorithms[0]),
        Algorithm = "maml",
        Seed = 1,
        Phase = JobPhase.Train,
        CommandLine = "test",
    };
}
