using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MetaRL.Evaluation.Plots;
using MetaRL.Evaluation.Statistics;
using SkiaSharp;
using Xunit;

namespace MetaRL.Tests.Evaluation.Plots;

public sealed class FigureTests
{
    private static readonly SKColor Blue = new(0x00, 0x72, 0xb2); // the first algorithm's, Okabe and Ito 2008
    private static readonly SKColor Orange = new(0xd5, 0x5e, 0x00);

    public static TheoryData<string> Names => [.. Figures.Names];

    public static IEnumerable<object[]> Files =>
        from name in Figures.Names from format in Enum.GetValues<FigureFormat>() select new object[] { name, format };

    private static Comparison Two => Comparison.Of([
        Fixture.Gaining("maml", 5).WithReferences(), Fixture.Gaining("multi-task", 1).WithReferences(),
    ]);

    [Theory]
    [MemberData(nameof(Names))]
    public void Svg_EveryFigure_SaysItsFamilyAndEveryAlgorithmAsText(string name)
    {
        using var figure = Figures.Of(name, Two, PlotStyle.Page);
        var texts = Texts(figure);
        Assert.Contains(texts, text => text.Contains("bandit", StringComparison.Ordinal));
        Assert.Contains("maml", texts);
        Assert.Contains("multi-task", texts);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Svg_EveryFigure_HasOnlyFiniteNumbers(string name)
    {
        using var figure = Figures.Of(name, Two, PlotStyle.Page);
        var svg = Encoding.UTF8.GetString(figure.Bytes(FigureFormat.Svg));
        Assert.DoesNotContain("nan", svg, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("inf\"", svg, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Bytes_OfEqualFigures_AreTheSame(string name, FigureFormat format)
    {
        using var one = Figures.Of(name, Two, PlotStyle.Column);
        using var other = Figures.Of(name, Two, PlotStyle.Column);
        Assert.Equal(one.Bytes(format), other.Bytes(format));
    }

    // What ScottPlot leaves to the collector it may free while another thread draws with it.
    [Fact]
    public async Task Bytes_DrawnBySeveralThreadsBesideTheCollector_AreThoseOfOne()
    {
        (string Name, FigureFormat Format)[] files =
            [.. Figures.Names.SelectMany(name => Enum.GetValues<FigureFormat>(), (name, format) => (name, format))];
        var two = Two;
        byte[][] alone = [.. files.Select(Drawn)];
        using var done = new CancellationTokenSource();
        var collecting = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                GC.Collect();
                Thread.Sleep(5);
            }
        });
        var drawing = Enumerable.Range(0, 8).Select(_ => Task.Run(() => files.Select(Drawn).ToArray())).ToArray();
        var together = await Task.WhenAll(drawing);
        await done.CancelAsync();
        await collecting;
        Assert.All(together, drawn => Assert.Equal(alone, drawn));

        byte[] Drawn((string Name, FigureFormat Format) file)
        {
            using var figure = Figures.Of(file.Name, two, PlotStyle.Column);
            return figure.Bytes(file.Format);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Png_ForAPaper_Has300DotsPerInch(string name)
    {
        using var figure = Figures.Of(name, Two, PlotStyle.Column);
        using var bitmap = SKBitmap.Decode(figure.Bytes(FigureFormat.Png));
        Assert.Equal(990, bitmap.Width); // 3.3 inches
        Assert.Equal((int)MathF.Round(figure.Height * 300 / 72), bitmap.Height);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Png_OfEveryFigure_IsOpaqueWhiteAtItsCorners(string name)
    {
        using var figure = Figures.Of(name, Two, PlotStyle.Page);
        using var bitmap = SKBitmap.Decode(figure.Bytes(FigureFormat.Png));
        Assert.Equal(SKColors.White, bitmap.GetPixel(0, 0));
        Assert.Equal(SKColors.White, bitmap.GetPixel(bitmap.Width - 1, bitmap.Height - 1));
    }

    [Fact]
    public void Pdf_Always_HasTitleAndFontButNoDate()
    {
        using var figure = Figures.Of("adaptation", Two, PlotStyle.Column);
        var pdf = Encoding.Latin1.GetString(figure.Bytes(FigureFormat.Pdf));
        Assert.StartsWith("%PDF-", pdf, StringComparison.Ordinal);
        Assert.Contains("/Title (Adaptation on bandit, test)", pdf, StringComparison.Ordinal);
        Assert.Contains("+LiberationSans", pdf, StringComparison.Ordinal);
        Assert.DoesNotContain("Date", pdf, StringComparison.Ordinal);
    }

    [Fact]
    public void Pdf_ForAPaper_IsAColumnWide()
    {
        using var figure = Figures.Of("adaptation", Two, PlotStyle.Column);
        var pdf = Encoding.Latin1.GetString(figure.Bytes(FigureFormat.Pdf));
        var width = Regex.Match(pdf, @"/MediaBox \[0 0 ([\d.]+) ").Groups[1].Value;
        Assert.Equal(3.3 * 72, double.Parse(width, CultureInfo.InvariantCulture), 0.01); // points
    }

    // Halfway between −4.5 before and 0.5 after the update; the other curve ends at −3.5.
    [Fact]
    public void Png_OfAdaptation_HasTheColourOfAnAlgorithmOnItsCurve()
    {
        using var figure = Figures.Of("adaptation", Two, PlotStyle.Page);
        Assert.Equal(Blue, Figures.ColorAt(figure, 0.5, -2));
        Assert.Equal(Orange, Figures.ColorAt(figure, 1, -3.5));
    }

    [Fact]
    public void Png_OfAdaptation_HasALaneForWhatMakesNoUpdate()
    {
        var still = Fixture.Result("oracle", 0, [-4, -4, -4, -4, -4, -4, -4, -4]);
        using var figure = Figures.Of("adaptation", Comparison.Of([still, Fixture.Gaining("maml", 2)]), PlotStyle.Page);
        Assert.Contains(
            Enumerable.Range(60, 20), at => Figures.ColorAt(figure, at / 100.0, -4) == Blue);
    }

    [Fact]
    public void Png_OfBeforeAndAfter_HasAPointAtEveryTask()
    {
        using var figure = Figures.Of("before-after", Two, PlotStyle.Page);
        var color = Figures.ColorAt(figure, -8, -2.9);
        Assert.InRange(color.Red, 0, 0x60); // translucent blue on white
        Assert.InRange(color.Blue, 0xb0, 0xd0);
    }

    [Fact]
    public void Png_OfAMap_IsDarkAtTheLowestAndLightAtTheHighestReturn()
    {
        using var figure = TaskMapPlot.Of(
            Comparison.Of([Fixture.Gaining("maml", 0)]),
            [new("x", [0, 1, 2, 3, 0, 1, 2, 3]), new("y", [0, 0, 0, 0, 1, 1, 1, 1])], PlotStyle.Page);
        Assert.Equal(new SKColor(0x44, 0x01, 0x54), Figures.ColorAt(figure, 0, 0)); // both ends of viridis
        Assert.Equal(new SKColor(0xfd, 0xe7, 0x24), Figures.ColorAt(figure, 3, 1));
    }

    // The first algorithm does not train: the second keeps its colour.
    [Fact]
    public void Png_OfLearning_HasTheColourThatTheAlgorithmHasElsewhere()
    {
        LearningSeries[] series = [LearningSeries.None("oracle"), new("maml", [0, 1, 2], [0, 0, 0], [0, 1, 2])];
        using var figure = LearningPlot.BySteps("bandit", series, PlotStyle.Page);
        Assert.Equal(Orange, Figures.ColorAt(figure, 1.5, 1.5));
    }

    [Fact]
    public void Png_OfAProfile_HasTheColourOfAnAlgorithmOnItsCurve()
    {
        using var figure = ProfilePlot.Of(
            "bandit", "test", [new("maml", [0, 1], [1, 0.5], [0.8, 0.3], [1, 0.7])], "return", PlotStyle.Page);
        Assert.Equal(Blue, Figures.ColorAt(figure, 0.5, 0.75));
    }

    [Fact]
    public void Png_OfRegret_HasBothOptimaInOneColour()
    {
        NamedCurve[] exact = [new("maml", [0, 1], [4, 2], [4, 2], [4, 2])];
        NamedCurve[] bayes = [new("maml", [0, 1], [2, 0], [2, 0], [2, 0])];
        using var figure = RegretPlot.Of("bandit", "test", exact, bayes, PlotStyle.Page);
        Assert.Equal(Blue, Figures.ColorAt(figure, 0.5, 3));
        Assert.Equal(Blue, Figures.ColorAt(figure, 0, 2));
    }

    [Fact]
    public void Svg_ForAPage_SaysWhatTheBandsAreAndForAPaperLeavesItToTheCaption()
    {
        using var page = Figures.Of("adaptation", Two, PlotStyle.Page);
        using var paper = Figures.Of("adaptation", Two, PlotStyle.Column);
        Assert.Contains(Texts(page), text => text.Contains("bootstrap intervals", StringComparison.Ordinal));
        Assert.DoesNotContain(Texts(paper), text => text.Contains("bootstrap intervals", StringComparison.Ordinal));
    }

    // Random actions at −10,000 would press curves between −8 and −1 flat.
    [Fact]
    public void Svg_ReferenceFarAway_IsNamedInsteadOfDrawn()
    {
        var result = Fixture.Gaining("maml", 1) with { Random = [.. Enumerable.Repeat(-10_000.0, 8)] };
        using var figure = Figures.Of("adaptation", Comparison.Of([result]), PlotStyle.Page);
        Assert.Contains("random actions (−10000, off the scale)", Texts(figure));
    }

    [Fact]
    public void Svg_NameWithMarkup_IsEscaped()
    {
        using var figure = Figures.Of("adaptation", Comparison.Of([Fixture.Gaining("a<b>&c", 1)]), PlotStyle.Page);
        Assert.Contains("a<b>&c", Texts(figure));
    }

    [Fact]
    public void Svg_ThirtyAlgorithms_NamesThemAll()
    {
        var many = Comparison.Of(
            [.. Enumerable.Range(0, 30).Select(at => Fixture.Gaining($"algorithm-{at}", at / 10.0))]);
        using var figure = Figures.Of("adaptation", many, PlotStyle.Column);
        Assert.Equal(30, Texts(figure).Count(text => text.StartsWith("algorithm-", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Png_NameLongerThanTheFigure_LeavesTheMarginsWhite(string name)
    {
        var comparison = Comparison.Of([Fixture.Gaining(new string('m', 300), 1)]);
        using var figure = Figures.Of(name, comparison, PlotStyle.Page);
        using var bitmap = SKBitmap.Decode(figure.Bytes(FigureFormat.Png));
        var edges = Enumerable.Range(0, bitmap.Height).SelectMany(
            y => (int[])[0, 1, bitmap.Width - 2, bitmap.Width - 1], (y, x) => bitmap.GetPixel(x, y));
        Assert.All(edges, color => Assert.Equal(SKColors.White, color));
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(0, 0)]
    [InlineData(-1e9, 1e9)]
    [InlineData(1e9, 1e9 + 1)]
    [InlineData(-1e-9, 1e-9)]
    [InlineData(-1e100, 1e100)]
    public void Bytes_OneTaskWithAnyReturns_AreAFigure(double before, double after)
    {
        var comparison = Comparison.Of([Fixture.Result("maml", 0, [before], [after])]);
        foreach (var name in (string[])["adaptation", "tasks", "before-after", "curve-map"])
        {
            using var figure = Figures.Of(name, comparison, PlotStyle.Page);
            Assert.InRange(XDocument.Parse(
                Encoding.UTF8.GetString(figure.Bytes(FigureFormat.Svg))).Descendants().Count(), 15, 200);
        }
    }

    [Fact]
    public void Svg_CurvesWithoutAnyNumber_HaveAxes()
    {
        double[] none = [double.NaN, double.PositiveInfinity];
        LearningSeries[] series = [new("maml", [0, 1], none, none)];
        using var figure = LearningPlot.BySteps("bandit", series, PlotStyle.Page);
        Assert.Contains("return of an episode", Texts(figure));
    }

    private static string[] Texts(Figure figure) =>
    [
        .. XDocument.Parse(Encoding.UTF8.GetString(figure.Bytes(FigureFormat.Svg))).Descendants()
            .Where(element => element.Name.LocalName == "text").Select(element => element.Value),
    ];
}
