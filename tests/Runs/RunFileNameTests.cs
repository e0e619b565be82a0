using MetaRL.Runs;
using Xunit;

namespace MetaRL.Tests.Runs;

public sealed class RunFileNameTests
{
    [Theory]
    [InlineData("metrics.csv")]
    [InlineData("provenance.json")]
    [InlineData("checkpoints/iteration-000012.safetensors")]
    [InlineData("evaluation/test.json")]
    [InlineData("evaluation/task-set.single-lane.json")]
    public void PathIn_OfAFileOfARun_LiesInItsDirectory(string name) =>
        Assert.Equal($"/runs/x/{name}", RunFileName.PathIn("/runs/x", name));

    [Theory]
    [InlineData("")]
    [InlineData("config.yaml")]
    [InlineData("../metrics.csv")]
    [InlineData("/etc/passwd")]
    [InlineData("checkpoints/../metrics.csv")]
    [InlineData("checkpoints/iteration-000012.safetensors\n")]
    [InlineData("evaluation/../../x.json")]
    [InlineData("evaluation/.json")]
    [InlineData("evaluation\\test.json")]
    [InlineData("evaluation/a/b.json")]
    public void PathIn_OfAnythingElse_IsRefused(string name) =>
        Assert.Throws<RunDirectoryException>(() => RunFileName.PathIn("/runs/x", name));
}
