using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace MetaRL.Tests.Compat;

/// <summary>
/// What a project of the solution references, as MSBuild evaluates it with the properties of a command line.
/// </summary>
internal static partial class EvaluatedProjects
{
    /// <summary>Paths of the solution's projects, relative to the repository.</summary>
    public static IEnumerable<string> Projects => ProjectPath()
        .Matches(File.ReadAllText(Path.Combine(Root(), "MetaRL.sln")))
        .Select(match => match.Groups[1].Value.Replace('\\', '/'))
        .Order();

    public static string Version(string package) => XDocument.Load(Path.Combine(Root(), "Directory.Packages.props"))
        .Descendants("PackageVersion")
        .Single(element => (string?)element.Attribute("Include") == package)
        .Attribute("Version")!.Value;

    /// <summary>What a project references, by name or path.</summary>
    /// <param name="project">Its path below the repository.</param>
    /// <param name="choice">Arguments of MSBuild, such as <c>-p:Torch=cuda</c>.</param>
    /// <param name="kind"><c>PackageReference</c> or <c>ProjectReference</c>.</param>
    public static string[] References(string project, string choice, string kind) =>
        [
            .. Evaluate(project, choice).GetProperty(kind).EnumerateArray()
                .Select(item => item.GetProperty("Identity").GetString()!),
        ];

    private static JsonElement Evaluate(string project, string choice)
    {
        var arguments = $"msbuild {project} -getItem:PackageReference,ProjectReference -noAutoResponse {choice}";
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = Root(),
            RedirectStandardOutput = true,
        };

        // A test run hands its own MSBuild on through these.
        foreach (var name in start.Environment.Keys.ToList())
        {
            if (name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
            {
                start.Environment.Remove(name);
            }
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{project} {choice}: {output}");
        return JsonDocument.Parse(output).RootElement.GetProperty("Items");
    }

    private static string Root([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath("../..", Path.GetDirectoryName(thisFile)!);

    [GeneratedRegex("\"([^\"]+\\.csproj)\"")]
    private static partial Regex ProjectPath();
}
