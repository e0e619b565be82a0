using System.Net;
using MetaRL.Cluster.Placement;
using Xunit;

namespace MetaRL.Tests.Cluster;

public sealed class OnItsSiloTests
{
    [Fact]
    public void Of_TheAddressOfASilo_IsThatSilo()
    {
        var silo = SiloAddress.New(IPAddress.Loopback, 4000, 7);
        Assert.Equal(silo, OnItsSilo.Of(silo.ToParsableString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("worker")]
    [InlineData("127.0.0.1:4000")]
    [InlineData("127.0.0.1:4000@x")]
    public void Of_AnotherKey_IsNone(string key) => Assert.Null(OnItsSilo.Of(key));
}
