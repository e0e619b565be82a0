using MetaRL.Tests.Learners;
using MetaRL.Viewer.Loading;
using MetaRL.Viewer.Watching;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Viewer;

/// <summary>
/// Tensors of shows that come and go. Counts are of the whole process, so nothing else may run beside it.
/// </summary>
[Collection(nameof(LeakTests))]
public sealed class ViewSessionLeakTests(TrainedRuns runs) : IClassFixture<TrainedRuns>
{
    [Fact]
    public void ViewSession_ChangedAndRestartedAgainAndAgain_LeavesNoTensor()
    {
        WatchOnce(); // what is made once in a process is made
        var before = Alive();
        WatchOnce();
        Assert.Equal(before, Alive());
    }

    private void WatchOnce()
    {
        using var setup = AgentsInTasks.Load(runs.Request);
        using var session = new ViewSession(setup);
        for (var restart = 0; restart < 3; restart++)
        {
            session.Timeline.Pause(); // or the agents may have gone on beyond what is awaited
            session.Timeline.GoTo(1, 5);
            // playing after a restart, they may be a step ahead
            ViewSessionTests.Await(session, () => session.StepsTaken(1) >= 5);
            session.ChangeParameter(session.Tasks.Sliders[0], 0.1 * restart);
            session.Adapt();
            for (var frame = 0; frame < 700; frame++)
            {
                session.Update(0.01);
            }

            session.Restart();
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
