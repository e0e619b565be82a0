using MetaRL.Cli.Progress;
using MetaRL.Learners;
using Xunit;

namespace MetaRL.Tests.Cli;

public sealed class ProgressTextTests
{
    [Theory]
    [InlineData(0, "0.0 s")]
    [InlineData(4.24, "4.2 s")]
    [InlineData(42, "42 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(80, "1 min 20 s")]
    [InlineData(605, "10 min 05 s")]
    [InlineData(7500, "2 h 05 min")]
    [InlineData(180_000, "50 h 00 min")]
    public void Duration_OfSeconds_IsRead(double seconds, string text) =>
        Assert.Equal(text, ProgressText.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Returns_ShowThreeFiguresOfTheLarger() => Assert.Equal(
        "return −38.2 → −9.1",
        ProgressText.Returns(new MetaMetrics(-38.21, -9.12, EnvSteps: 100, new Dictionary<string, double>())));
}
