using System.Xml.Linq;
using MetaRL.Reporting;
using MetaRL.Tests.Runs;
using MetaRL.Tracking;
using Xunit;

namespace MetaRL.Tests.Reporting;

public sealed class ReportPageTests : IDisposable
{
    private readonly string _output = SmallRun.Folder();
    private readonly ReportContent _content;

    public ReportPageTests()
    {
        var experiment = SmallRun.Experiment(SmallRun.Quick, "evaluation.tasks=6", "evaluation.single_lane=true");
        var runner = SmallRun.Run(_output, experiment, "metarl run <x> & \"y\".yaml");
        _content = new ReportContent(
            "x", runner.Compare(experiment), RunCatalog.Read([_output]).Runs,
            [KeyValuePair.Create("x", experiment.ResolvedYaml)])
        {
            Figures = [new ReportMedia("A <circle> & more", "image/svg+xml", "<svg/>"u8.ToArray())],
            Notes = ["**maml seed 3 failed** and is left out of everything below."],
        };
    }

    [Fact]
    public void Text_Page_HasItsSectionsWithVerdictsFirst() => Assert.Equal(
        [
            "Verdicts", "Returns", "Figures", "How the numbers were made", "What it cost", "Where it comes from",
            "Configuration",
        ],
        Page().Descendants("h2").Select(title => title.Value));

    [Fact]
    public void Text_Page_NamesEveryAlgorithmInEveryTableOfReturns()
    {
        var returns = Page().Descendants("section").Single(one => one.Element("h2")!.Value == "Returns");
        Assert.Equal(4, returns.Descendants("table").Count()); // two tables for each of two ways of measuring
        Assert.All(
            returns.Descendants("table"),
            table => Assert.Equal(
                ["maml", "random"], table.Element("tbody")!.Elements("tr").Select(row => row.Element("th")!.Value)));
    }

    [Fact]
    public void Text_Page_HasTheNumbersOfTheComparison()
    {
        var cell = Page().Descendants("td").First(one => one.Element("small") is not null);
        var value = _content.Comparisons[0].Algorithms[0].Rounds[0].Return;
        Assert.StartsWith(value.Value.ToString("F1", System.Globalization.CultureInfo.InvariantCulture)
            .Replace('-', '−'), cell.Value);
    }

    [Fact]
    public void Text_Page_NeedsNoOtherFile()
    {
        var page = Page();
        Assert.Empty(page.Descendants("script"));
        Assert.Empty(page.Descendants("link"));
        Assert.All(
            page.Descendants().Attributes("src"),
            source => Assert.StartsWith("data:image/svg+xml;base64,", source.Value));
        Assert.DoesNotContain("http", ReportPage.Text(_content), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_NamesWithSigns_AreEscaped()
    {
        var text = ReportPage.Text(_content with { Name = "<script>alert('x')</script>" });
        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
        Assert.Contains("metarl run &lt;x&gt; &amp; \"y\".yaml", text, StringComparison.Ordinal);
        Assert.Equal("A <circle> & more", Page().Descendants("img").Single().Attribute("alt")!.Value);
    }

    [Fact]
    public void Text_EmptyElements_HaveAnEnd()
    {
        var text = ReportPage.Text(_content with
        {
            Configurations = [KeyValuePair.Create("", "")],
        });
        Assert.Contains("<summary></summary><pre></pre>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<pre />", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a *b* c", "a <em>b</em> c")]
    [InlineData("**a** `b*c*` d", "<strong>a</strong> <code>b*c*</code> d")]
    [InlineData("a * b", "a * b")]
    [InlineData("2*3*4", "2<em>3</em>4")]
    [InlineData("a ** b", "a ** b")]
    [InlineData("`", "`")]
    [InlineData("", "")]
    [InlineData("<a> *&*", "&lt;a&gt; <em>&amp;</em>")]
    public void Inline_Signs_AreElements(string text, string html) => Assert.Equal(
        html,
        string.Concat(Html.Inline(text).Select(node => node.ToString(SaveOptions.DisableFormatting))));

    [Fact]
    public void Text_FailedRun_IsSaid() => Assert.Equal(
        "maml seed 3 failed and is left out of everything below.",
        Page().Descendants("p").First(one => one.Attribute("class")?.Value == "note").Value);

    [Fact]
    public void Text_Cost_SumsUpEveryAlgorithm()
    {
        var cost = Page().Descendants("section").Single(one => one.Element("h2")!.Value == "What it cost");
        var rows = cost.Descendants("tbody").Elements("tr")
            .Select(row => row.Elements().Select(cell => cell.Value).ToArray()).ToArray();
        Assert.Equal(["maml", "2", "2"], rows[0].Take(3));
        Assert.Equal("80", rows[0][3]); // 2 iterations × 2 rounds × 2 tasks × 2 environments × 5 steps
        Assert.Equal(["random", "2", "0", "–"], rows[1].Take(4));
    }

    public void Dispose() => Directory.Delete(_output, recursive: true);

    // What a browser reads: HTML that is XML too
    private XElement Page() =>
        XElement.Parse(ReportPage.Text(_content).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
}
