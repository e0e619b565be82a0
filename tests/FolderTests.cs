using System.Text.RegularExpressions;
using Xunit;

namespace MetaRL.Tests;

/// <summary>Rules of the source tree: arrows between folders go one way, files and lines are short.</summary>
public sealed partial class FolderTests
{
    private const int LongestLine = 120; // as in .editorconfig
    private const int LongestFile = 400;

    private static readonly string[] Projects =
        ["Kernels", "Environments", "Agents", "MetaRL", "Viewer", "Cluster", "Cli", "compat"];

    /// <summary>A source file as it is compiled, without comments and texts.</summary>
    private sealed record Source(string Path, string[] Lines)
    {
        private static readonly Regex Ignored = new("//[^\n]*|\"(?:[^\"\\\\\n]|\\\\.)*\"");

        public string Folder { get; } = System.IO.Path.GetDirectoryName(Path)!;

        public string Code { get; } = Ignored.Replace(string.Join('\n', Lines), "");

        public string Namespace => Match(@"^namespace ([\w.]+);").SingleOrDefault("");

        public IEnumerable<string> Types => Match(@"\b(?:class|struct|interface|enum|record(?: struct)?) ([A-Z]\w+)");

        public HashSet<string> Words => [.. Match(@"\b([A-Z]\w+)\b")];

        // Namespaces whose types need no qualification: its own with those around it, and those of its using
        // directives.
        public bool Sees(string name) =>
            Namespace == name || Namespace.StartsWith(name + ".", StringComparison.Ordinal)
            || Match(@"^using ([\w.]+);").Contains(name);

        private IEnumerable<string> Match(string pattern) =>
            Regex.Matches(Code, pattern, RegexOptions.Multiline).Select(match => match.Groups[1].Value);
    }

    [Theory]
    [InlineData("Environments")]
    [InlineData("Agents")]
    [InlineData("MetaRL")]
    [InlineData("Viewer")]
    [InlineData("Cluster")]
    [InlineData("Cli")]
    [InlineData("compat")]
    public void Folders_OfAProject_KnowEachOtherOneWayOnly(string project)
    {
        var cycle = Cycle(Arrows([.. Sources(project)]));
        Assert.True(cycle is null, $"Folders know each other in a circle: {cycle}");
    }

    /// <summary>That the rule above can be broken.</summary>
    [Fact]
    public void Cycle_OfThreeFolders_IsFound()
    {
        var arrows = Arrows(
        [
            Written("A/One.cs", "namespace A;\nclass One { Two two; }", "B"),
            Written("B/Two.cs", "namespace B;\nclass Two { /* Three */ Three three; }", "C"),
            Written("C/Three.cs", "namespace C;\nclass Three { One one; }", "A"),
            Written("C/Four.cs", "namespace C;\nclass Four; // Two", "B"),
        ]);
        Assert.Equal("A (Two) → B (Three) → C (One) → A", Cycle(arrows));

        static Source Written(string path, string text, string seen) =>
            new(path, [$"using {seen};", .. text.Split('\n')]);
    }

    [Fact]
    public void Files_OfTheProgram_AreNoLongerThanOneCanRead() => Assert.DoesNotContain(
        Projects.SelectMany(Sources), source => source.Lines.Length > LongestFile);

    [Fact]
    public void Lines_Everywhere_FitTheColumnsOfTheEditorConfiguration()
    {
        string[] long_ =
        [
            .. from source in Projects.Concat(["tests", "benchmarks"]).SelectMany(Sources)
               from line in source.Lines.Index()
               where line.Item.Length > LongestLine
               select $"{source.Path}:{line.Index + 1}",
        ];
        Assert.True(
            long_.Length == 0,
            $"{long_.Length} lines are longer than {LongestLine}: {string.Join(", ", long_.Take(20))}");
    }

    private static IEnumerable<Source> Sources(string project) =>
        from file in Directory.EnumerateFiles(
            Path.Combine(ArchitectureTests.Root, project), "*.cs", SearchOption.AllDirectories)
        where !BuildOutput().IsMatch(file)
        orderby file
        select new Source(Path.GetRelativePath(ArchitectureTests.Root, file), File.ReadAllLines(file));

    // Folder → the folders that it knows, each with a type that it takes from there
    private static Dictionary<string, Dictionary<string, string>> Arrows(IReadOnlyList<Source> sources)
    {
        var homes = sources.SelectMany(source => source.Types.Select(type => (type, source)))
            .GroupBy(pair => pair.type)
            .Where(group => group.Select(pair => pair.source.Folder).Distinct().Count() == 1)
            .ToDictionary(group => group.Key, group => group.First().source);
        var arrows = sources.Select(source => source.Folder).Distinct()
            .ToDictionary(folder => folder, _ => new Dictionary<string, string>());
        foreach (var source in sources)
        {
            foreach (var word in source.Words.Order(StringComparer.Ordinal))
            {
                if (
                    homes.TryGetValue(word, out var home) && home.Folder != source.Folder
                        && source.Sees(home.Namespace))
                {
                    arrows[source.Folder].TryAdd(home.Folder, word);
                }
            }
        }

        return arrows;
    }

    // The first way that leads back to where it began, in words
    private static string? Cycle(Dictionary<string, Dictionary<string, string>> arrows)
    {
        var done = new HashSet<string>();
        return arrows.Keys.Select(start => Back([], start)).FirstOrDefault(cycle => cycle is not null);

        string? Back(IReadOnlyList<string> path, string folder)
        {
            if (path.Contains(folder))
            {
                string[] circle = [.. path.SkipWhile(one => one != folder), folder];
                return string.Join(
                    " → ", circle.Zip(circle.Skip(1), (from, to) => $"{from} ({arrows[from][to]})").Append(folder));
            }

            var cycle = done.Contains(folder)
                ? null
                : arrows[folder].Keys.Select(next => Back([.. path, folder], next))
                    .FirstOrDefault(one => one is not null);
            done.Add(folder);
            return cycle;
        }
    }

    [GeneratedRegex("/(obj|bin)/")]
    private static partial Regex BuildOutput();
}
