using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary>Expected text in tests/Cli/golden.</summary>
internal static class Golden
{
    public static void Equal(string name, string actual) =>
        Assert.Equal(File.ReadAllText(Checkout.Path("tests", "Cli", "golden", name + ".txt")), actual);
}
