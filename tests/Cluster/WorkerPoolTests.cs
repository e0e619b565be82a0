using System.Net;
using System.Reflection;
using MetaRL.Checkpoints;
using MetaRL.Cluster.Coordination;
using MetaRL.Cluster.Hosting;
using MetaRL.Cluster.Messages;
using Xunit;

namespace MetaRL.Tests.Cluster;

public sealed class WorkerPoolTests
{
    private static readonly SiloAddress One = Address(1);
    private static readonly SiloAddress Other = Address(2);

    [Fact]
    public void Watch_AsWorkersComeWorkAndGo_TellsHowMany()
    {
        using var link = new Link { Alive = [One, Other] };
        using var pool = new WorkerPool(link, _ => { });
        WorkerCounts? seen = null;
        pool.Watch(counts => Volatile.Write(ref seen, counts));
        AssertSees(new WorkerCounts(2, 0, 0));
        Assert.Equal(One, pool.Take(CancellationToken.None));
        AssertSees(new WorkerCounts(2, 1, 0));
        var run = Guid.NewGuid();
        pool.Share(run, Other);
        AssertSees(new WorkerCounts(2, 1, 1));
        link.Alive = [Other];
        AssertSees(new WorkerCounts(1, 0, 1));
        pool.Share(run);
        AssertSees(new WorkerCounts(1, 0, 0));

        void AssertSees(WorkerCounts expected)
        {
            _ = SpinWait.SpinUntil(() => Volatile.Read(ref seen) == expected, TimeSpan.FromSeconds(10));
            Assert.Equal(expected, seen);
        }
    }

    private static SiloAddress Address(int port) => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, port), 1);

    private sealed class Link : IClusterLink
    {
        public volatile SiloAddress[] Alive = [];

        public IGrainFactory Grains { get; } = DispatchProxy.Create<IGrainFactory, Factory>();

        public Task<IReadOnlyList<SiloAddress>> Workers() => Task.FromResult<IReadOnlyList<SiloAddress>>(Alive);

        public void Dispose()
        {
        }
    }

    // Any grain is that of a worker.
    public class Factory : DispatchProxy
    {
        protected override object Invoke(MethodInfo? targetMethod, object?[]? args) =>
            DispatchProxy.Create<IWorkerGrain, Grain>();
    }

    // Whatever it is asked, it says who it is.
    public class Grain : DispatchProxy
    {
        protected override object Invoke(MethodInfo? targetMethod, object?[]? args) => Task.FromResult(
            new WorkerState { Version = SoftwareVersion.Whole, Machine = "here", Process = 1, Threads = 1 });
    }
}
