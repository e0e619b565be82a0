using MetaRL.Cluster.Addresses;
using Xunit;

namespace MetaRL.Tests.Cluster;

public sealed class ClusterUrlTests
{
    [Theory]
    [InlineData("redis://host:6380/lab", "host", 6380, "lab")]
    [InlineData("redis://10.0.0.5/lab-2", "10.0.0.5", 6379, "lab-2")]
    [InlineData("redis://[::1]:7000/lab", "::1", 7000, "lab")]
    public void Parse_OfAUrl_HasHostPortAndName(string text, string host, int port, string name)
    {
        var url = ClusterUrl.Parse(text);
        Assert.Equal((host, port, name), (url.Host, url.Port, url.Name));
    }

    [Fact]
    public void ToString_WithAPassword_LeavesItOut()
    {
        var url = ClusterUrl.Parse("redis://me:se%40cret@host:6379/lab");
        Assert.Equal(("me", "se@cret"), (url.User, url.Password));
        Assert.Equal("redis://host:6379/lab", url.ToString());
    }

    [Theory]
    [InlineData("host:6379", "; did you mean 'redis://host:6379/lab'?")]
    [InlineData("host/lab", "; did you mean 'redis://host/lab'?")]
    [InlineData("http://host:6379/lab", "; did you mean 'redis://host:6379/lab'?")]
    [InlineData("redis://host:6379", "; did you mean 'redis://host:6379/lab'?")]
    [InlineData("redis://host:99999/lab", ".")]
    [InlineData("redis://host:6379/a/../b", ".")]
    [InlineData("", ".")]
    public void Fault_OfWhatIsNone_ShowsTheNearest(string text, string cure) => Assert.Equal(
        $"--cluster must be a URL such as redis://host:6379/lab, but is '{text}'{cure}", ClusterUrl.Fault(text));
}
