using ImGuiNET;
using Silk.NET.Core.Contexts;
using Silk.NET.Maths;
using Silk.NET.Windowing;
using Xunit;

namespace MetaRL.Tests.Compat;

/// <summary>
/// Whatever compiles against the stand-ins of Silk.NET and ImGui.NET must compile against the real packages.
/// </summary>
public sealed class GraphicsSignatureTests
{
    private const string More = "silk.net-2.22-more.txt";

    [Fact]
    public void SilkNet_EveryPublicMember_IsOneOfTheRealPackages()
    {
        HashSet<(string, string)> real =
            [.. SignatureList.Read("silk.net-2.22-signatures.txt"), .. SignatureList.Read(More)];
        Assert.DoesNotContain(Signatures.Of(typeof(Window).Assembly), member => !real.Contains(member));
    }

    [Fact]
    public void More_EveryMember_IsOfferedByTheStandIn()
    {
        HashSet<(string, string)> offered = [.. Signatures.Of(typeof(Window).Assembly)];
        Assert.DoesNotContain(SignatureList.Read(More), member => !offered.Contains(member));
    }

    [Fact]
    public void ImGuiNet_EveryPublicMember_IsOneOfTheRealPackages()
    {
        HashSet<(string, string)> real = [.. SignatureList.Read("imgui.net-1.90-signatures.txt")];
        Assert.DoesNotContain(Signatures.Of(typeof(ImGui).Assembly), member => !real.Contains(member));
    }

    // The lists above name types without their assemblies.
    [Theory]
    [InlineData(typeof(IGLContext), "Silk.NET.Core")]
    [InlineData(typeof(Vector2D<int>), "Silk.NET.Maths")]
    public void SilkNet_TypesOfItsMembers_AreThoseOfTheRealPackages(Type type, string package)
    {
        Assert.Equal(package, type.Assembly.GetName().Name);
        Assert.Contains(
            typeof(IWindow).GetInterfaces().SelectMany(part => part.GetProperties()),
            property => property.PropertyType == type);
    }

    [Fact]
    public void StandIns_Always_HaveAssemblyNamesOfTheirOwn() => Assert.Equal(
        ["MetaRL.Compat.Silk", "MetaRL.Compat.ImGui"],
        new[] { typeof(Window), typeof(ImGui) }.Select(type => type.Assembly.GetName().Name));
}
