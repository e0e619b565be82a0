using Xunit;

namespace MetaRL.Tests.Cli;

public sealed class ScriptTests
{
    [Theory]
    [InlineData("metarl")]
    [InlineData("test.sh")]
    [InlineData(".ci/run")]
    [InlineData("scripts/dependencies.sh")]
    [InlineData("scripts/program.sh")]
    [InlineData("scripts/bundle.sh")]
    [InlineData("scripts/bundled-metarl")]
    public void Script_IsValidBash(string script)
    {
        using var bash = new Started("bash", ".", null, "-n", Checkout.Path(script));
        Assert.Equal(new Invocation(0, "", ""), bash.Ended());
    }

    [Theory]
    [InlineData("metarl")]
    [InlineData("test.sh")]
    [InlineData(".ci/run")]
    [InlineData("scripts/bundle.sh")]
    [InlineData("scripts/bundled-metarl")]
    public void Script_CanBeStarted(string script) =>
        Assert.True(File.GetUnixFileMode(Checkout.Path(script)).HasFlag(UnixFileMode.UserExecute));
}
