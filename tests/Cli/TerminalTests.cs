using MetaRL.Cli.Output;
using Xunit;

namespace MetaRL.Tests.Cli;

public sealed class TerminalTests
{
    [Fact]
    public void IsLive_AtATerminal_IsTrue() => Assert.True(IsLive(redirected: false, []));

    [Fact]
    public void IsLive_Redirected_IsFalse() => Assert.False(IsLive(redirected: true, []));

    [Theory]
    [InlineData("CI", "true")]
    [InlineData("CI", "1")]
    [InlineData("NO_COLOR", "1")]
    [InlineData("TERM", "dumb")]
    [InlineData("TERM", "")]
    public void IsLive_AskedForPlainLines_IsFalse(string variable, string value) =>
        Assert.False(IsLive(redirected: false, new() { [variable] = value }));

    [Theory]
    [InlineData("CI", "")]
    [InlineData("CI", "false")]
    [InlineData("NO_COLOR", "")]
    public void IsLive_VariableTurnedOff_IsTrue(string variable, string value) =>
        Assert.True(IsLive(redirected: false, new() { [variable] = value }));

    private static bool IsLive(bool redirected, Dictionary<string, string> variables) => Terminal.IsLive(
        redirected, name => variables.TryGetValue(name, out var value) ? value : name == "TERM" ? "xterm" : null);
}
