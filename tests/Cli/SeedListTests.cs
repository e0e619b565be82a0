using MetaRL.Cli.Experiments;
using Xunit;

namespace MetaRL.Tests.Cli;

public sealed class SeedListTests
{
    [Theory]
    [InlineData("7", new[] { 7 })]
    [InlineData("1,2,3", new[] { 1, 2, 3 })]
    [InlineData("1-4", new[] { 1, 2, 3, 4 })]
    [InlineData("0-1, 5", new[] { 0, 1, 5 })]
    public void Parse_List_GivesItsSeeds(string text, int[] seeds) => Assert.Equal(seeds, SeedList.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("one")]
    [InlineData("1,")]
    [InlineData("-1")]
    [InlineData("3-1")]
    [InlineData("1-2-3")]
    [InlineData("1.5")]
    [InlineData("0-99999")]
    public void Parse_NoList_IsNull(string text) => Assert.Null(SeedList.Parse(text));
}
