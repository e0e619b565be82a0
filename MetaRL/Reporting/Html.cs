using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace MetaRL.Reporting;

/// <summary>Elements of a page; what is text is escaped by being text.</summary>
internal static class Html
{
    // Elements that HTML closes by themselves.
    private static readonly string[] Void = ["meta", "img", "br", "source"];

    public static XElement Element(string name, params object?[] content) => new(name, content);

    public static XAttribute Class(string name) => new("class", name);

    /// <summary>Text with <c>*emphasis*</c>, <c>**strength**</c> and <c>`code`</c>.</summary>
    public static IEnumerable<XNode> Inline(string text)
    {
        foreach (var (part, sign) in Parts(text))
        {
            yield return sign switch
            {
                "**" => Element("strong", part),
                "*" => Element("em", part),
                "`" => Element("code", part),
                _ => new XText(part),
            };
        }
    }

    /// <summary>The whole page as HTML5.</summary>
    public static string Document(XElement html)
    {
        foreach (var empty in html.Descendants().Where(one => one.IsEmpty && !Void.Contains(one.Name.LocalName)))
        {
            empty.Value = ""; // <p></p>, since HTML takes <p/> for an opening
        }

        var text = new StringBuilder("<!DOCTYPE html>\n");
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true }))
        {
            html.Save(writer);
        }

        return text.Append('\n').ToString();
    }

    private static IEnumerable<(string Text, string Sign)> Parts(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var start = text.AsSpan(at).IndexOfAny('*', '`');
            if (start < 0)
            {
                break;
            }

            start += at;
            var sign = text[start] == '`' ? "`" : text.AsSpan(start).StartsWith("**") ? "**" : "*";
            var end = text.IndexOf(sign, start + sign.Length, StringComparison.Ordinal);
            if (end <= start + sign.Length)
            {
                break; // a sign without its other half is a letter
            }

            yield return (text[at..start], "");
            yield return (text[(start + sign.Length)..end], sign);
            at = end + sign.Length;
        }

        yield return (text[at..], "");
    }
}
