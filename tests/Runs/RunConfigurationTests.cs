using MetaRL.Runs;
using Xunit;

namespace MetaRL.Tests.Runs;

/// <summary>Runs of before a key was added stay what they are.</summary>
public sealed class RunConfigurationTests
{
    private const string Before = "inner: {gamma: 0.9}\nalgorithms: {mine: {order: first}}";
    private const string After = "inner: {gamma: 0.9, trace: none}\nalgorithms: {mine: {order: first, depth: 1}}";

    private static readonly KeyValuePair<string, string>[] Added =
        [new("inner.trace", "none"), new("algorithms.*.depth", "1")];

    [Fact]
    public void Hash_WithAddedKeysAsTheyWereBefore_IsTheOldOne() =>
        Assert.Equal(Read(Before).Hash(), Read(After).Hash());

    [Theory]
    [InlineData("trace: none", "trace: some")]
    [InlineData("depth: 1", "depth: 2")]
    [InlineData("gamma: 0.9", "gamma: 0.8")]
    public void Hash_WithAnotherValue_IsAnotherOne(string value, string other) =>
        Assert.NotEqual(Read(After).Hash(), Read(After.Replace(value, other, StringComparison.Ordinal)).Hash());

    [Fact]
    public void DifferenceFrom_ARunOfBefore_IsNone() => Assert.Null(Read(After).DifferenceFrom(Read(Before)));

    [Fact]
    public void DifferenceFrom_ARunOfLater_IsNone() => Assert.Null(Read(Before).DifferenceFrom(Read(After)));

    [Fact]
    public void DifferenceFrom_ARunOfBeforeWithAnotherValueNow_SaysWhatHeldBefore() => Assert.Equal(
        "algorithms.mine.depth is 2 now, but was 1",
        Read(After.Replace("depth: 1", "depth: 2", StringComparison.Ordinal)).DifferenceFrom(Read(Before)));

    [Fact]
    public void DifferenceFrom_ARunWithAnUnknownKey_SaysIt() => Assert.Equal(
        "inner.other is not set now, but was 1",
        Read(Before).DifferenceFrom(Read("inner: {gamma: 0.9, other: 1}\nalgorithms: {mine: {order: first}}")));

    private static RunConfiguration Read(string yaml) => RunConfiguration.Parse(yaml, "mine", "config.yaml", Added);
}
