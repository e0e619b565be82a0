using MetaRL.Configuration;
using MetaRL.Configuration.Catalog;
using MetaRL.Configuration.Yaml;
using MetaRL.Tests.Cli;
using Xunit;

namespace MetaRL.Tests.Configuration;

/// <summary>The catalogue has every key that the program reads, with words and an example of a line.</summary>
public sealed class KeyCatalogTests
{
    private static readonly HashSet<string> Known =
        [.. KeyCatalog.Sections.SelectMany(section => section.Keys).Select(key => key.Path)];

    public static TheoryData<string> Files => ExperimentSchemaTests.Files;

    public static TheoryData<string> FamilyNames => [.. Families.All.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void Keys_OfAnExperimentOfTheProject_AreInTheCatalogue(string file)
    {
        var written = YamlComposer.Compose(File.ReadAllText(Checkout.Path("configs", file)), _ => new Origin(file))!;
        Assert.DoesNotContain(Paths(written), path => !Known.Contains(path));
    }

    [Theory]
    [MemberData(nameof(FamilyNames))]
    public void Keys_OfAFamilyWithEveryAlgorithmAndInnerLoop_AreInTheCatalogue(string family)
    {
        var unknown = new HashSet<string>();
        foreach (var algorithm in Algorithms.All.Names)
        {
            foreach (var loop in InnerLoops.All.Names)
            {
                unknown.UnionWith(Resolved(
                    $"""
                    name: x
                    family: {"{"}name: {family}{"}"}
                    inner: {"{"}algorithm: {loop}{"}"}
                    algorithms: {"{"}{algorithm}: {(algorithm == "classical" ? "{agent: Random}" : "{}")}{"}"}
                    """).Where(path => !Known.Contains(path)));
            }
        }

        Assert.Empty(unknown);
    }

    [Fact]
    public void Words_OfEveryKey_AreWritten() => Assert.Empty(
        from section in KeyCatalog.Sections
        from kind in section.Kinds
        from key in kind.Keys
        where key.Asked.Kind != KeyKind.Parameter && KeyWords.Of(key.Path, kind.Name) is null
        select key.Path);

    [Fact]
    public void Words_Written_AreEachAboutAKey()
    {
        HashSet<string> used =
        [
            .. from section in KeyCatalog.Sections
               from kind in section.Kinds
               from key in kind.Keys
               where key.Asked.Kind != KeyKind.Parameter
               let first = KeyWords.Candidates(key.Path, kind.Name).First(KeyWords.Written.Contains)
               from words in new[] { first, key.Path + "@" }
               select words,
        ];
        Assert.Empty(KeyWords.Written.Except(used));
    }

    [Fact]
    public void Kinds_OfEveryKey_AreKnown() => Assert.DoesNotContain(
        KeyCatalog.Sections.SelectMany(section => section.Keys), key => key.Asked.Kind == KeyKind.Unknown);

    [Fact]
    public void Example_OfEveryKey_IsAccepted()
    {
        var refused = new List<string>();
        foreach (var section in KeyCatalog.Sections.Where(section => section.Path is not ("" or "sweep")))
        {
            foreach (var kind in section.Kinds)
            {
                refused.AddRange(
                    from key in kind.Keys
                    where key.Asked.Kind is not KeyKind.File
                    let example = KeyExample.Of(key.Path, kind)
                    where !Fitting(example).Any(file => Refusal(file) is null)
                    select $"{example}: {Refusal(Fitting(example).First())}");
            }
        }

        Assert.True(refused.Count == 0, string.Join('\n', refused));
    }

    [Theory]
    [InlineData("inner.step_size", "inner.step_size")]
    [InlineData("algorithms.maml.outer.max_kl", "algorithms.*.outer.max_kl")]
    [InlineData("algorithms.mine.order", "algorithms.*.order")]
    [InlineData("experiments.a.training.tasks", "training.tasks")]
    [InlineData("cg_damping", "outer.cg_damping,algorithms.*.outer.cg_damping")]
    [InlineData("hole_probability", "family.hole_probability")]
    public void Find_OfAKey_IsThatKey(string name, string expected) =>
        Assert.Equal(expected, string.Join(',', KeyReference.Find(name).Select(article => article.Path)));

    [Theory]
    [InlineData("inner.stepsize", "There is no key 'inner.stepsize'; did you mean 'inner.step_size'?")]
    [InlineData("itrations", "There is no key 'itrations'; did you mean 'iterations'?")]
    [InlineData("algorithms.maml.context", "There is no key 'algorithms.maml.context'; did you mean")]
    public void Find_OfNoKey_SaysWhatWasMeant(string name, string expected) => Assert.StartsWith(
        expected, Assert.Throws<ConfigurationException>(() => KeyReference.Find(name)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Find_OfAKeyThatFamiliesHaveDifferently_SaysWho()
    {
        var variants = Assert.Single(KeyReference.Find("family.slip")).Variants;
        Assert.Equal(
            [("false", false), ("true", true)], variants.Select(one => (one.Default, one.Of is ["slippery-grid"])));
    }

    [Fact]
    public void Find_OfAnOptimisersKey_SaysBesideWhatItHasNoMeaning() => Assert.Equal(
        ["outer.optimizer: ppo or adam or sgd"], Assert.Single(KeyReference.Find("outer.max_kl")).NotBeside);

    // Whatever family and inner loop it needs
    private static IEnumerable<string> Fitting(string example) => example.StartsWith("family", StringComparison.Ordinal)
        ? [$"name: x\n{example}"]
        : from family in new[]
          {
              "name: point-navigation", "name: grid-navigation, observation: one-hot", "name: bandit",
              "name: tabular-mdp", "name: cart-pole",
          }
          select $"name: x\nfamily: {{{family}}}\n{example}";

    private static string? Refusal(string file)
    {
        try
        {
            _ = ExperimentFile.Parse(file, "x.yaml", []);
            return null;
        }
        catch (ConfigurationException wrong)
        {
            return wrong.Message;
        }
    }

    private static IEnumerable<string> Resolved(string file) => Refusal(file) is null
        ? Paths(YamlComposer.Compose(
            ExperimentFile.Parse(file, "x.yaml", [])[0].ResolvedYaml, _ => new Origin("x.yaml"))!)
        : [];

    // Names of algorithms are stars; what parameters of tasks are drawn from is below their keys.
    private static IEnumerable<string> Paths(ConfigNode node, string above = "") => node switch
    {
        ConfigMap map => map.Entries.SelectMany(entry =>
        {
            var path = above.Length == 0 ? entry.Key : above == "algorithms" ? "algorithms.*" : $"{above}.{entry.Key}";
            var isGroup = path == "experiments";
            return above == "family.tasks" || above == "sweep" ? above == "sweep" ? [] : [path]
                : isGroup ? ((ConfigList)entry.Value).Items.SelectMany(item => Paths(item))
                : Paths(entry.Value, path).Concat(path == "algorithms.*" ? [] : [path]);
        }),
        _ => [],
    };
}
