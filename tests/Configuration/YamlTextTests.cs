using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MetaRL.Configuration;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Tasks;
using MetaRL.Tests.Runs;
using Xunit;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MetaRL.Tests.Configuration;

/// <summary>
/// What is written into a resolved configuration is read back as what it was, by every reader of YAML.
/// </summary>
public sealed class YamlTextTests : IDisposable
{
    private readonly string _folder = SmallRun.Folder();

    public static IEnumerable<object[]> FileNames =>
        from name in (string[])
            [
                "a: b.json", "a #1.json", "[a", "{a", "*a", "&a", "@a", "%a", "!a", "'a", "\"a", "- a", "-a", "~", "no",
                "null", "1e3",
                "a\nb", "a\tb", " a ", "ä", "?", "|", "a:", "a,b]", "\u2028", "\u0085", "=", "<<", "`a", "#a",
                "\ufeffa", "😀",
            ]
        select new object[] { name };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("test", "test")]
    [InlineData("sets/a-1.json", "sets/a-1.json")]
    [InlineData("cuda:1", "cuda:1")]
    [InlineData("no", "\"no\"")]
    [InlineData("ON", "\"ON\"")]
    [InlineData("null", "\"null\"")]
    [InlineData("y", "\"y\"")]
    [InlineData("123", "\"123\"")]
    [InlineData("1e3", "\"1e3\"")]
    [InlineData("0x10", "\"0x10\"")]
    [InlineData("-1", "\"-1\"")]
    [InlineData(".inf", "\".inf\"")]
    [InlineData("~", "\"~\"")]
    [InlineData("", "\"\"")]
    [InlineData("a: b.json", "\"a: b.json\"")]
    [InlineData("a:", "\"a:\"")]
    [InlineData("a\nb", "\"a\\nb\"")]
    public void Document_OfAText_QuotesWhatCouldBeTakenForSomethingElse(string text, string written) =>
        Assert.Equal($"key: {written}\n", Document(text));

    [Property(MaxTest = 1000, Arbitrary = [typeof(Written)])]
    public void Document_OfAnyText_IsReadBackAsThatText(AnyText text) => Assert.Equal(text.Text, ReadBack(text.Text));

    [Property(MaxTest = 300, Arbitrary = [typeof(Written)])]
    public void ResolvedYaml_OfAnyName_HasThatName(AnyName name)
    {
        var experiment = ExperimentFile.Parse(
            $"name: '{name.Text}'\nfamily: {{name: bandit}}\nalgorithms: {{'{name.Text}': {{algorithm: random}}}}",
            "x.yaml", [])[0];
        var again = ExperimentFile.Parse(experiment.ResolvedYaml, "x.yaml", [])[0];
        Assert.Equal((name.Text, name.Text), (again.Path, again.Algorithms[0].Name));
    }

    [Theory]
    [MemberData(nameof(FileNames))]
    public void ResolvedYaml_OfATaskSetOfAnyName_IsTheSameLoadedAgain(string name)
    {
        var path = Path.Combine(_folder, name);
        var family = Families.Create("point-navigation", []);
        TaskSetFile.Of(family, family.Tasks.Sample(new(3), 2, TaskSplit.Test)).Save(path);
        var written = Document(path)["key: ".Length..];
        var first = ExperimentFile.Parse(
            $"name: x\nfamily: {{name: point-navigation}}\nevaluation:\n  task_set: {written}", "x.yaml", [])[0];
        var again = ExperimentFile.Parse(first.ResolvedYaml, "x.yaml", [])[0];
        Assert.Equal((2, first.ResolvedYaml), (again.Evaluation.TaskSet!.Count, again.ResolvedYaml));
    }

    private static string Document(string text) =>
        YamlText.Document([new MappingStart(), YamlText.Of("key"), YamlText.Of(text), new MappingEnd()]);

    // By the library's parser: the only value after the only key.
    private static string ReadBack(string text)
    {
        var parser = new Parser(new StringReader(Document(text)));
        var scalars = new List<string>();
        while (parser.MoveNext())
        {
            scalars.AddRange(parser.Current is Scalar scalar ? [scalar.Value] : []);
        }

        return Assert.Single(scalars.Skip(1));
    }

    public sealed record AnyText(string Text);

    public sealed record AnyName(string Text);

    public static class Written
    {
        private const string FirstOfAName = "abenoyxEON0123456789";
        private const string Special = " \t\n\r:-#[]{},&*!|>'\"%@`~?=<\\0\u0085\u2028\ufeff\u0000";

        public static Arbitrary<AnyName> Names() => Arb.From(
            from first in Gen.Elements<char>(FirstOfAName)
            from rest in Gen.ListOf(Gen.Elements<char>(FirstOfAName + "_-"))
            select new AnyName(first + string.Concat(rest.Take(30))));

        // Whole characters: half of a surrogate pair cannot be written as UTF-8.
        public static Arbitrary<AnyText> Texts() => Arb.From(
            from parts in Gen.ListOf(Gen.OneOf(
                Gen.Elements<char>(Special).Select(letter => letter.ToString()),
                Gen.Choose(0x20, 0x7e).Select(char.ConvertFromUtf32),
                Gen.Choose(0, 0xd7ff).Select(char.ConvertFromUtf32),
                Gen.Choose(0xe000, 0x10ffff).Select(char.ConvertFromUtf32)))
            select new AnyText(string.Concat(parts)));
    }
}
