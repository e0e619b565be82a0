using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace MetaRL.Tests;

/// <summary>Rules that hold for the whole of the code.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] Banned =
        ["Common", "Utils", "Util", "Helpers", "Helper", "Core", "Manager", "Base", "Info", "Data"];

    private static readonly Assembly[] Assemblies =
    [
        typeof(MetaRL.Kernels.PolicyKernel).Assembly,
        typeof(MetaRL.Environments.Tasks.TaskFamily).Assembly, typeof(MetaRL.Agents.Policies.IPolicy).Assembly,
        typeof(MetaRL.Learners.Maml).Assembly, typeof(MetaRL.Viewer.Drawing.Color).Assembly,
        typeof(MetaRL.Cluster.Addresses.ClusterUrl).Assembly, typeof(MetaRL.Cli.CommandRunner).Assembly,
    ];

    [Theory]
    [InlineData("Kernels/Kernels.csproj")]
    [InlineData("Environments/Environments.csproj", "LibTorch", "Kernels")]
    [InlineData("Agents/Agents.csproj", "Environments")]
    [InlineData("MetaRL/MetaRL.csproj", "Agents")]
    [InlineData("Viewer/Viewer.csproj", "MetaRL", "Silk.NET", "ImGui.NET")]
    [InlineData("Cluster/Cluster.csproj", "MetaRL")]
    [InlineData("Cli/Cli.csproj", "Viewer", "Cluster")]
    public void Project_OfEachLayer_ReferencesTheLayerBelowAndNoOther(string project, params string[] below)
    {
        var file = Path.Combine(Root, project);
        var references = References(file);
        var imported = XDocument.Load(file).Descendants("Import")
            .SelectMany(
                import => References(Path.Combine(Path.GetDirectoryName(file)!, import.Attribute("Project")!.Value)));
        Assert.Equal(below, references.Concat(imported));
    }

    [Fact]
    public void Environments_Always_ReferenceNothingButTensorsAndKernels() => Assert.Equal(
        ["MetaRL.Kernels", "MetaRL.LibTorch", "TorchSharp"],
        typeof(MetaRL.Environments.Tasks.TaskFamily).Assembly.GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => !name.StartsWith("System", StringComparison.Ordinal)).Order());

    /// <summary>
    /// Whose last bits differ between platforms; drawing takes <see cref="MetaRL.Environments.Tasks.PortableMath"/>.
    /// </summary>
    [Fact]
    public void Environments_ButForReferenceAgents_CallNoMathematicalLibrary() => Assert.DoesNotContain(
        Directory.EnumerateFiles(Path.Combine(Root, "Environments"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Regex.IsMatch(file, "Agents.cs$|/Posteriors/")).SelectMany(File.ReadLines),
        line => Regex.IsMatch(line, @"\bMathF?\.(Log|Exp|Pow|Cbrt|Hypot|A?Sin|A?Cos|A?Tan|ILogB|FusedMultiplyAdd)"));

    [Fact]
    public void Types_Everywhere_HaveNamesThatSaySomething() => Assert.DoesNotContain(
        Assemblies.SelectMany(assembly => assembly.GetTypes()), type => Array.Exists(Banned, type.Name.EndsWith));

    [Fact]
    public void Namespaces_Everywhere_AreNotNamedForNothing() => Assert.DoesNotContain(
        Assemblies.SelectMany(assembly => assembly.GetTypes()), type =>
            (type.Namespace ?? "").Split('.').Intersect(Banned).Any());

    [Fact]
    public void SourceFiles_OfTheProgram_AreInTheNamespaceOfTheirFolder()
    {
        var files = new[] { "Kernels", "Environments", "Agents", "MetaRL", "Viewer", "Cluster", "Cli" }
            .SelectMany(
                folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(
                file => !file.Contains("/obj/", StringComparison.Ordinal)
                    && !file.Contains("/bin/", StringComparison.Ordinal));
        Assert.All(files, file =>
        {
            var folder = Path.GetDirectoryName(Path.GetRelativePath(Root, file))!.Replace('/', '.');
            var expected = folder.StartsWith("MetaRL", StringComparison.Ordinal) ? folder : $"MetaRL.{folder}";
            var declared = File.ReadLines(file)
                .FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal));
            Assert.True(declared is null || declared == $"namespace {expected};", $"{file}: {declared}");
        });
    }

    internal static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "MetaRL.sln")))
            {
                folder = Path.GetDirectoryName(folder)!;
            }

            return folder;
        }
    }

    private static IEnumerable<string> References(string file) => XDocument.Load(file).Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
}
