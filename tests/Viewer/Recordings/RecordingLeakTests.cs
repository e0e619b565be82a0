using MetaRL.Environments.Tasks;
using MetaRL.Tests.Cli;
using MetaRL.Tests.Learners;
using MetaRL.Viewer.Loading;
using MetaRL.Viewer.Recordings;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Viewer.Recordings;

[Collection(nameof(LeakTests))]
public sealed class RecordingLeakTests : IDisposable
{
    private readonly ExperimentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Recording_OfUntrainedAgents_LeavesNoTensor()
    {
        Record();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        for (var time = 0; time < 3; time++)
        {
            Record();
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    private void Record()
    {
        using var setup = AgentsInTasks.Load(new ViewRequest([_folder.Config]) { Agents = ["maml", "random"] });
        Assert.Equal(2, Recording.Of(setup, TaskSplit.Test).Rounds);
    }
}
