using MetaRL.Cluster.Coordination;
using MetaRL.Cluster.Messages;
using MetaRL.Runs;
using MetaRL.Tests.Runs;
using Xunit;

namespace MetaRL.Tests.Cluster;

public sealed class InboxTests : IDisposable
{
    private const string Checkpoint = "checkpoints/iteration-000002.safetensors";

    private readonly string _output = SmallRun.Folder();
    private readonly RunCopy _copy;
    private readonly Inbox _inbox;

    public InboxTests()
    {
        var experiment = SmallRun.Experiment(SmallRun.Quick, "training.checkpoint_every_iterations=1");
        _copy = RunCopy.Open(new TrainingRun(
            experiment, experiment.Algorithms[0], 1, Path.Combine(_output, "x", "maml", "seed-1")));
        _inbox = new Inbox(_copy, Path.Combine(_output, "x", "specialists-test.json"));
    }

    public void Dispose()
    {
        _copy.Dispose();
        Directory.Delete(_output, recursive: true);
    }

    [Fact]
    public void Take_OfAFileInParts_WritesItWithTheLast()
    {
        var file = Path.Combine(_copy.Location, Checkpoint);
        _inbox.Take(Part(Checkpoint, 0, "ab", isLast: false));
        Assert.False(File.Exists(file));
        _inbox.Take(Part(Checkpoint, 2, "c", isLast: true));
        Assert.Equal("abc", File.ReadAllText(file));
    }

    /// <summary>One is saved every iteration; a worker that is faster than the network sends some.</summary>
    [Fact]
    public void Take_OfSomeCheckpoints_KeepsThoseThatARunHereWould()
    {
        foreach (var iteration in (int[])[0, 1, 3, 12, 13, 14])
        {
            _inbox.Take(Part($"checkpoints/iteration-{iteration:D6}.safetensors", 0, "x", isLast: true));
        }

        Assert.Equal(
            ["000000", "000012", "000013", "000014"],
            Directory.GetFiles(Path.Combine(_copy.Location, "checkpoints")).Order()
                .Select(file => Path.GetFileNameWithoutExtension(file).Split('-')[1]));
        Assert.Contains("checkpoints/iteration-000002.safetensors", _copy.Checkpoints);
    }

    [Fact]
    public void Take_OfAPartThatIsNotTheNext_IsRefused()
    {
        _inbox.Take(Part(Checkpoint, 0, "ab", isLast: false));
        Assert.Throws<RunDirectoryException>(() => _inbox.Take(Part(Checkpoint, 3, "c", isLast: true)));
    }

    [Theory]
    [InlineData("config.yaml")]
    [InlineData("../../../x.json")]
    public void Take_OfAFileThatIsNoneOfARun_IsRefused(string name) =>
        Assert.Throws<RunDirectoryException>(() => _inbox.Take(Part(name, 0, "x", isLast: true)));

    [Fact]
    public void Take_OfRowsThatAreComputedAgain_CutsTheOldOnes()
    {
        const string header = "iteration,env_steps [steps],return_before [return],return_after [return],seconds [s]\n";
        _inbox.Take(Part(RunFileName.Metrics, 0, header + "1,10,0,0,1\n2,20,0,0,1\n", isLast: true));
        _inbox.Take(Part(RunFileName.Metrics, header.Length + 11, "2,20,5,5,2\n", isLast: true));
        Assert.Equal(
            header + "1,10,0,0,1\n2,20,5,5,2\n", File.ReadAllText(Path.Combine(_copy.Location, RunFileName.Metrics)));
    }

    private static FilePart Part(string name, long offset, string text, bool isLast) => new()
    {
        Name = name,
        Offset = offset,
        Bytes = System.Text.Encoding.UTF8.GetBytes(text),
        IsLast = isLast,
    };
}
