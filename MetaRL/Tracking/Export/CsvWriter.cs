using System.Globalization;
using System.Text;

namespace MetaRL.Tracking.Export;

/// <summary>Comma-separated values as RFC 4180 has them, UTF-8.</summary>
internal sealed class CsvWriter : ITableWriter
{
    private readonly StreamWriter _writer;

    public CsvWriter(Stream file, TidyBlock first)
    {
        _writer = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true)
        {
            NewLine = "\r\n",
        };
        _writer.WriteLine(string.Join(',', first.Columns.Select(column => Quoted(column.Name))));
    }

    public void Write(TidyBlock block)
    {
        for (var row = 0; row < block.Count; row++)
        {
            _writer.WriteLine(string.Join(',', block.Columns.Select(column => Cell(column[row]))));
        }
    }

    public void Dispose() => _writer.Dispose();

    private static string Cell(object? value) => value switch
    {
        null => "",
        string text => Quoted(text),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"A cell is text or a number, not {value.GetType().Name}."),
    };

    private static string Quoted(string text) => text.AsSpan().ContainsAny("\",\r\n")
        ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : text;
}
