using TorchSharp;
using Xunit;

namespace MetaRL.Tests.Compat;

/// <summary>Whatever compiles against the stand-in must compile against the real package.</summary>
public sealed class SignatureTests
{
    [Fact]
    public void StandIn_EveryPublicMember_IsOneOfTorchSharps()
    {
        HashSet<(string, string)> real =
            [.. SignatureList.Read("torchsharp-0.106-signatures.txt"), .. SignatureList.Read("torchsharp-0.106-more.txt")];

        (string, string)[] unknown = [.. Signatures.Of(typeof(torch).Assembly).Where(member => !real.Contains(member))];

        Assert.True(unknown.Length == 0, string.Join(Environment.NewLine, unknown));
    }

    [Fact]
    public void More_EveryMember_IsOfferedByTheStandIn()
    {
        HashSet<(string, string)> offered = [.. Signatures.Of(typeof(torch).Assembly)];

        (string, string)[] missing = [.. SignatureList.Read("torchsharp-0.106-more.txt").Where(member => !offered.Contains(member))];

        Assert.True(missing.Length == 0, string.Join(Environment.NewLine, missing));
    }

    [Fact]
    public void Of_Method_IsInTheNotationOfTheList() => Assert.Contains(
        ("TorchSharp.torch", "public static Tensor clamp(Tensor input, Scalar min = null, Scalar max = null);"),
        Signatures.Of(typeof(torch).Assembly));
}
