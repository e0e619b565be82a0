using System.Globalization;
using System.Xml.Linq;
using MetaRL.Evaluation.Reports;
using MetaRL.Evaluation.Statistics;
using MetaRL.Files;
using MetaRL.Scheduling;
using static MetaRL.Reporting.Html;

namespace MetaRL.Reporting;

/// <summary>
/// <c>report.html</c>: an experiment on one page that needs no other file, to be read, sent and printed.
/// </summary>
public static class ReportPage
{
    public const string FileName = "report.html";

    /// <summary>Writes the page.</summary>
    public static void Write(string folder, ReportContent content) =>
        AtomicFile.Write(Path.Combine(folder, FileName), Text(content));

    /// <summary>The page as HTML5.</summary>
    public static string Text(ReportContent content) => Document(Element(
        "html", new XAttribute("lang", "en"),
        Element(
            "head",
            Element("meta", new XAttribute("charset", "utf-8")),
            Element(
                "meta", new XAttribute("name", "viewport"),
                new XAttribute("content", "width=device-width, initial-scale=1")),
            Element("title", $"{content.Name} · MetaRL"),
            Element("style", ReportStyle.Css)),
        Element(
            "body",
            Element(
                "main",
                Element("h1", content.Name),
                Element("p", Class("lead"), Lead(content)),
                content.Notes.Select(note => Element("p", Class("note"), Inline(note))),
                Section("Verdicts", content.Comparisons.SelectMany(Verdicts)),
                Section("Returns", content.Comparisons.SelectMany(Returns)),
                Section("Figures", content.Figures.Select(Figure)),
                Section("Agents at work", content.Agents.Select(Figure)),
                Section("Values that were tried", Ranking(content)),
                Section("How the numbers were made", Protocol(content)),
                Section("What it cost", [ReportTables.Cost(content.Runs)]),
                Section("Where it comes from", [ReportTables.Provenance(content.Runs)]),
                Section("Configuration", content.Configurations.Select(Configuration))))));

    private static string Lead(ReportContent content)
    {
        var protocol = content.Comparisons[0].Protocol;
        var seeds = content.Runs.Select(run => run.Provenance.Seed).Distinct().Count();
        var last = content.Runs.Max(run => run.Provenance.Ended ?? run.Provenance.Started);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{protocol.Tasks.Family}, {protocol.Tasks.Count} {protocol.Tasks.Split} tasks;"
            + $" {content.Comparisons[0].Algorithms.Count} algorithms, {seeds} {(seeds == 1 ? "seed" : "seeds")};"
            + $" trained until {last.UtcDateTime:yyyy-MM-dd HH:mm} UTC.");
    }

    private static XElement? Section(string title, IEnumerable<XElement> content)
    {
        XElement[] all = [.. content];
        return all.Length == 0 ? null : Element("section", Element("h2", title), all);
    }

    private static IEnumerable<XElement> Verdicts(Comparison comparison)
    {
        if (comparison.Protocol.SingleLane)
        {
            yield return Element("h3", "Each environment adapted to alone");
        }

        foreach (var note in ComparisonNotes.Of(comparison))
        {
            yield return Element("p", Class("note"), Inline(note));
        }

        yield return List(comparison.Pairs.Select(PairwiseVerdict.Of));
        yield return List(comparison.Algorithms.Select(AdaptationVerdict.Of));
        if (SeedsText.Of(comparison.Pairs) is { } seeds)
        {
            yield return Element("p", Inline(seeds));
        }
    }

    private static XElement List(IEnumerable<Verdict> verdicts) => Element(
        "ul", verdicts.Select(verdict => Element(
            "li", Element("strong", verdict.Headline), Inline($": {verdict.Details}."))));

    private static IEnumerable<XElement> Returns(Comparison comparison)
    {
        var further = FurtherTable.Of(comparison);
        if (comparison.Protocol.SingleLane)
        {
            yield return Element("h3", "Each environment adapted to alone");
        }

        yield return Element("p", Inline(ProtocolText.TaskSet(comparison.Protocol)));
        yield return ReportTables.Of(ComparisonTable.Of(comparison));
        yield return Element("h3", "More statistics");
        yield return ReportTables.Of(further.Table);
        yield return Element("ul", Class("legend"), further.Legend.Select(line => Element("li", Inline(line))));
    }

    private static XElement Figure(ReportMedia media)
    {
        var source = new XAttribute("src", $"data:{media.MediaType};base64,{Convert.ToBase64String(media.Bytes)}");
        return Element(
            "figure",
            media.MediaType.StartsWith("video/", StringComparison.Ordinal)
                ? Element(
                    "video", new XAttribute("controls", ""), new XAttribute("loop", ""), new XAttribute("muted", ""),
                    source)
                : Element("img", source, new XAttribute("alt", media.Caption)),
            Element("figcaption", Inline(media.Caption)));
    }

    private static IEnumerable<XElement> Ranking(ReportContent content) => content.Ranking is not { } ranking
        ? []
        :
        [
            Element("p", SweepFile.Words(ranking)),
            .. ranking.Algorithms.SelectMany(algorithm => (XElement[])
            [
                Element("h3", algorithm.Name), ReportTables.Of(SweepFile.Table(algorithm)),
            ]),
        ];

    private static IEnumerable<XElement> Protocol(ReportContent content) =>
        [Element("p", Inline(ProtocolText.General(content.Comparisons[0].Protocol)))];

    private static XElement Configuration(KeyValuePair<string, string> one) => Element(
        "details", new XAttribute("open", ""), Element("summary", one.Key), Element("pre", one.Value));
}
