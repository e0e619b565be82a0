using MetaRL.Cli.Output;
using Xunit;

namespace MetaRL.Tests.Cli;

public sealed class ShellWordsTests
{
    [Theory]
    [InlineData("configs/x.yaml", "metarl configs/x.yaml")]
    [InlineData("a b", "metarl 'a b'")]
    [InlineData("seeds=[1, 2]", "metarl 'seeds=[1, 2]'")]
    [InlineData("it's", "metarl 'it'\\''s'")]
    [InlineData("", "metarl ''")]
    public void Join_Word_IsQuotedWhereAShellWouldChangeIt(string word, string expected) =>
        Assert.Equal(expected, ShellWords.Join([word]));
}
