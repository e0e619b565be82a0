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

    public string[] Packages(string project, string choice) =>
        [.. Items(project, choice, "PackageReference").Where(IsTorchSharp)];

    public string[] StandIns(string project, string choice) =>
        [.. Items(project, choice, "ProjectReference").Where(path => IsTorchSharp(Path.GetFileName(path)))];

    /// <summary>What a project references, by name or path.</summary>
    public static string[] References(string project, string choice, string kind) =>
        [.. Identities(Evaluate(project, choice), kind)];

    private static bool IsTorchSharp(string name) => name.Split('.', '-') is ["TorchSharp", ..];

    private IEnumerable<string> Items(string project, string choice, string kind) => Identities(_items[(project, choice)], kind);

    private static IEnumerable<string> Identities(JsonElement items, string kind) =>
        items.GetProperty(kind).EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!);

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

    [Theory]
    [InlineData("TorchSharp-cpu", "0.106.0")]
    [InlineData("TorchSharp-cuda-linux", "0.106.0")]
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
