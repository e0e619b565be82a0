using MetaRL.Scheduling;
using Xunit;

namespace MetaRL.Tests.Scheduling;

public sealed class JobGraphTests
{
    private readonly JobGraph _jobs = new();
    private readonly List<string> _done = [];

    [Fact]
    public void Run_OneThread_DoesJobsInTheirOrder()
    {
        Add("a", Add("b"), Add("c"));
        Assert.True(_jobs.Run(threads: 1, default));
        Assert.Equal(["b", "c", "a"], _done);
    }

    [Fact]
    public void Run_NoJobs_IsDone() => Assert.True(_jobs.Run(threads: 4, default));

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void Run_SeveralThreads_NeverBeginsBeforeAPredecessorEnds(int threads)
    {
        Job[] layer = [];
        var (running, most, gate, order) = (0, 0, new Lock(), new List<int>());
        for (var depth = 0; depth < 20; depth++)
        {
            var (here, after) = (depth, layer);
            layer = [.. Enumerable.Range(0, 5).Select(_ => _jobs.Add(
                _ =>
                {
                    lock (gate)
                    {
                        most = Math.Max(most, ++running);
                        order.Add(here);
                    }

                    Thread.Sleep(1);
                    lock (gate)
                    {
                        running--;
                    }

                    return true;
                },
                after))];
        }

        Assert.True(_jobs.Run(threads, default));
        Assert.Equal(order.Order(), order);
        Assert.Equal(100, order.Count);
        Assert.InRange(most, 2, threads);
    }

    [Fact]
    public void Run_Stopped_BeginsNoOther()
    {
        using var stop = new CancellationTokenSource();
        _jobs.Add(_ =>
        {
            stop.Cancel();
            return true;
        });
        Add("never");
        Assert.False(_jobs.Run(threads: 1, stop.Token));
        Assert.Empty(_done);
    }

    [Fact]
    public void Run_StoppedInTheLastJob_IsStoppedOnlyIfTheJobSaysSo()
    {
        using var stop = new CancellationTokenSource();
        _jobs.Add(_ =>
        {
            stop.Cancel();
            return true;
        });
        Assert.True(_jobs.Run(threads: 1, stop.Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_JobThrows_EndsAndThrows(int threads)
    {
        var wrong = _jobs.Add(_ => throw new InvalidOperationException("no"));
        Add("never", wrong);
        var thrown = Assert.Throws<AggregateException>(() => _jobs.Run(threads, default));
        Assert.Equal("no", thrown.InnerException!.Message);
        Assert.Empty(_done);
    }

    private Job Add(string name, params Job[] after) => _jobs.Add(
        _ =>
        {
            _done.Add(name);
            return true;
        },
        after);
}
