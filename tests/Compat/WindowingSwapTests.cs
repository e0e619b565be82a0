using System.Xml.Linq;
using MetaRL.Tests.Cli;
using Xunit;

namespace MetaRL.Tests.Compat;

/// <summary>`-p:Windowing=nuget` swaps the stand-ins of windows, input and Dear ImGui for the real packages.</summary>
public sealed class WindowingSwapTests
{
    private const string Viewer = "Viewer/Viewer.csproj";
    private const string Swap = "-p:Windowing=nuget";
    private const string ByDefault = "";

    /// <summary>All but the stand-ins themselves.</summary>
    public static TheoryData<string> Projects =>
        [.. EvaluatedProjects.Projects.Where(project => !project.StartsWith("compat/"))];

    [Fact]
    public void Viewer_ByDefault_ReferencesTheStandIns() => Assert.Equal(
        ["MetaRL.csproj", "Silk.NET.csproj", "ImGui.NET.csproj"],
        EvaluatedProjects.References(Viewer, ByDefault, "ProjectReference").Select(Path.GetFileName));

    [Fact]
    public void Viewer_ByDefault_TakesOnlyOpenGlFromPackages() => Assert.Equal(
        ["Silk.NET.Maths", "Silk.NET.OpenGL"],
        EvaluatedProjects.References(Viewer, ByDefault, "PackageReference"));

    [Fact]
    public void Viewer_FromNuGet_ReferencesNoStandIn() => Assert.Equal(
        ["MetaRL.csproj"],
        EvaluatedProjects.References(Viewer, Swap, "ProjectReference").Select(Path.GetFileName));

    [Fact]
    public void Viewer_FromNuGet_ReferencesThePackages() => Assert.Equal(
        [
            "Silk.NET.Maths", "Silk.NET.OpenGL", "Silk.NET.Windowing", "Silk.NET.Input",
            "Silk.NET.OpenGL.Extensions.ImGui",
        ],
        EvaluatedProjects.References(Viewer, Swap, "PackageReference"));

    [Theory]
    [InlineData("Silk.NET.Core")]
    [InlineData("Silk.NET.Maths")]
    [InlineData("Silk.NET.OpenGL")]
    [InlineData("Silk.NET.Windowing")]
    [InlineData("Silk.NET.Input")]
    [InlineData("Silk.NET.OpenGL.Extensions.ImGui")]
    public void Version_OfEveryPackageOfSilkNet_IsTheSame(string package) =>
        Assert.Equal("2.23.0", EvaluatedProjects.Version(package));

    [Theory]
    [MemberData(nameof(Projects))]
    public void AnyProject_Always_LeavesTheChoiceToGraphicsProps(string project) => Assert.DoesNotContain(
        XDocument.Load(Checkout.Path(project)).Descendants()
            .Where(element => element.Name.LocalName is "ProjectReference" or "PackageReference")
            .Select(element => Path.GetFileName(element.Attribute("Include")!.Value)),
        name =>
            name.StartsWith("Silk.", StringComparison.Ordinal) || name.StartsWith("ImGui.", StringComparison.Ordinal));
}
