using MetaRL.Cluster.Coordination;
using Xunit;

namespace MetaRL.Tests.Cluster;

public sealed class DeathCountTests
{
    [Fact]
    public void Add_OfTheThirdWorker_GivesTheJobUp()
    {
        var deaths = new DeathCount();
        Assert.Null(deaths.Add("10.0.0.1:1"));
        Assert.Null(deaths.Add("10.0.0.2:1"));
        Assert.Equal(
            "3 workers died during this run (10.0.0.1:1, 10.0.0.2:1, 10.0.0.3:1); without --workers and --cluster the"
            + " same command shows what it dies of.",
            deaths.Add("10.0.0.3:1"));
    }
}
