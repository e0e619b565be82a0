using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace MetaRL.Tests.Compat;

/// <summary>
/// What each project of the solution references, as MSBuild evaluates it for every choice of packages.
/// </summary>
public sealed partial class EvaluatedProjects
{
    public static readonly string[] Choices = ["", "-p:Packages=nuget -p:Torch=cpu", "-p:Packages=nuget -p:Torch=cuda"];

    private readonly Dictionary<(string Project, string Choice), JsonElement> _items = [];

    public EvaluatedProjects()
    {
        (string, string)[] evaluations = [.. from project in Projects from choice in Choices select (project, choice)];
        Parallel.ForEach(evaluations, new ParallelOptions { MaxDegreeOfParallelism = 4 }, evaluation =>
        {
            JsonElement items = Evaluate(evaluation.Item1, evaluation.Item2);
            lock (_items) _items.Add(evaluation, items);
        });
    }

    /// <summary>Paths of the solution's projects, relative to the repository.</summary>
    public static IEnumerable<string> Projects => ProjectPath()
        .Matches(File.ReadAllText(Path.Combine(Root(), "MetaRL.sln")))
        .Select(match => match.Groups[1].Value.Replace('\\', '/'))
        .Order();

    public static string Version(string package) => XDocument.Load(Path.Combine(Root(), "Directory.Packages.props"))
        .Descendants("PackageVersion")
        .Single(element => (string?)element.Attribute("Include") == package)
        .Attribute("Version")!.Value;

    /// <summary>The packages that there are stand-ins for.</summary>
    public string[] Packages(string project, string choice) =>
        [.. Items(project, choice, "PackageReference").Where(IsStoodInFor)];

    public string[] StandIns(string project, string choice) =>
        [.. Items(project, choice, "ProjectReference").Where(path => IsStoodInFor(Path.GetFileName(path)))];

    private static bool IsStoodInFor(string name) => name.Split('.', '-') is ["TorchSharp" or "Silk" or "ImGui", ..];

    private IEnumerable<string> Items(string project, string choice, string kind) =>
        from item in _items[(project, choice)].GetProperty(kind).EnumerateArray()
        select item.GetProperty("Identity").GetString();

    private static JsonElement Evaluate(string project, string choice)
    {
        var arguments = $"msbuild {project} -getItem:PackageReference,ProjectReference -noAutoResponse {choice}";
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = Root(),
            RedirectStandardOutput = true,
        };

        // A test run hands its own MSBuild on through these.
        foreach (string name in start.Environment.Keys.ToList())
        {
            if (name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)) start.Environment.Remove(name);
        }

        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{project} {choice}: {output}");
        return JsonDocument.Parse(output).RootElement.GetProperty("Items");
    }

    private static string Root([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath("../..", Path.GetDirectoryName(thisFile)!);

    [GeneratedRegex("\"([^\"]+\\.csproj)\"")]
    private static partial Regex ProjectPath();
}

/// <summary>
/// `-p:Packages=nuget` swaps the stand-in for the real package, in every project and without a trace.
/// </summary>
public sealed class PackageSwapTests(EvaluatedProjects evaluated) : IClassFixture<EvaluatedProjects>
{
    private const string Environments = "Environments/Environments.csproj";

    private const string Viewer = "Viewer/Viewer.csproj";

    /// <summary>All but the stand-ins themselves.</summary>
    public static TheoryData<string> Projects => [.. EvaluatedProjects.Projects.Where(project => !project.StartsWith("compat/"))];

    [Fact]
    public void Environments_ByDefault_ReferencesTheStandIn() =>
        Assert.Single(evaluated.StandIns(Environments, EvaluatedProjects.Choices[0]));

    [Fact]
    public void Environments_FromNuGet_ReferencesTheCpuPackage() =>
        Assert.Equal(["TorchSharp-cpu"], evaluated.Packages(Environments, EvaluatedProjects.Choices[1]));

    [Fact]
    public void Environments_FromNuGetForCuda_ReferencesTheCudaPackage() =>
        Assert.Equal(["TorchSharp-cuda-linux"], evaluated.Packages(Environments, EvaluatedProjects.Choices[2]));

    [Fact]
    public void Viewer_ByDefault_ReferencesTheStandIns() =>
        Assert.Equal(2, evaluated.StandIns(Viewer, EvaluatedProjects.Choices[0]).Length);

    [Fact]
    public void Viewer_FromNuGet_ReferencesThePackages() => Assert.Equal(
        ["Silk.NET.Windowing", "Silk.NET.Input", "Silk.NET.OpenGL", "Silk.NET.OpenGL.Extensions.ImGui", "ImGui.NET"],
        evaluated.Packages(Viewer, EvaluatedProjects.Choices[1]));

    [Theory]
    [InlineData("TorchSharp-cpu", "0.106.0")]
    [InlineData("TorchSharp-cuda-linux", "0.106.0")]
    [InlineData("Silk.NET.Windowing", "2.22.0")]
    [InlineData("Silk.NET.Input", "2.22.0")]
    [InlineData("Silk.NET.OpenGL", "2.22.0")]
    [InlineData("Silk.NET.OpenGL.Extensions.ImGui", "2.22.0")]
    [InlineData("ImGui.NET", "1.90.8.1")]
    public void Version_OfThePackage_IsTheOneOfTheSignatures(string package, string version) =>
        Assert.Equal(version, EvaluatedProjects.Version(package));

    [Theory]
    [MemberData(nameof(Projects))]
    public void AnyProject_ByDefault_NamesNoPackage(string project) =>
        Assert.Empty(evaluated.Packages(project, EvaluatedProjects.Choices[0]));

    [Theory]
    [MemberData(nameof(Projects))]
    public void AnyProject_FromNuGet_NamesNoStandIn(string project) =>
        Assert.Empty(evaluated.StandIns(project, EvaluatedProjects.Choices[1]));

    [Theory]
    [MemberData(nameof(Projects))]
    public void AnyProject_FromNuGetForCuda_NamesNoStandIn(string project) =>
        Assert.Empty(evaluated.StandIns(project, EvaluatedProjects.Choices[2]));
}
