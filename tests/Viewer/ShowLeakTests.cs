using MetaRL.Tests.Learners;
using MetaRL.Viewer.Stages;
using MetaRL.Viewer.Watching;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Viewer;

/// <summary>Tensors of shows that come and go. Counts are of the whole process, so nothing else may run beside it.</summary>
[Collection(nameof(LeakTests))]
public sealed class ShowLeakTests(TrainedRuns runs) : IClassFixture<TrainedRuns>
{
    [Fact]
    public void Show_ChangedAndRestartedAgainAndAgain_LeavesNoTensor()
    {
        WatchOnce(); // what is made once in a process is made
        var before = Alive();
        WatchOnce();
        Assert.Equal(before, Alive());
    }

    private void WatchOnce()
    {
        using var stage = Stage.Set(runs.Request);
        using var show = new Show(stage);
        for (var restart = 0; restart < 3; restart++)
        {
            show.Timeline.Pause(); // or the agents may have gone on beyond what is awaited
            show.Timeline.GoTo(1, 5);
            ShowTests.Await(show, () => show.TakenIn(1) >= 5); // playing after a restart, they may be a step ahead
            show.Change(show.Tasks.Sliders[0], 0.1 * restart);
            show.Adapt();
            for (var frame = 0; frame < 700; frame++)
            {
                show.Update(0.01);
            }

            show.Restart();
        }
    }

    private static long Alive()
    {
        for (var again = 0; again < 3; again++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return Tensor.TotalCount;
    }
}
