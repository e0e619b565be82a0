using System.Text.Encodings.Web;
using System.Text.Json;

namespace MetaRL.Tracking.Export;

/// <summary>An array of objects, one a line.</summary>
internal sealed class JsonWriter : ITableWriter
{
    private const int FlushAfter = 1 << 16; // bytes

    private readonly Utf8JsonWriter _writer;

    public JsonWriter(Stream file)
    {
        _writer = new Utf8JsonWriter(file, new JsonWriterOptions
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
        _writer.WriteStartArray();
    }

    public void Write(TidyBlock block)
    {
        for (var row = 0; row < block.Count; row++)
        {
            _writer.WriteStartObject();
            foreach (var column in block.Columns)
            {
                _writer.WritePropertyName(column.Name);
                switch (column[row])
                {
                    case null:
                        _writer.WriteNullValue();
                        break;
                    case string text:
                        _writer.WriteStringValue(text);
                        break;
                    case long whole:
                        _writer.WriteNumberValue(whole);
                        break;
                    case double number:
                        _writer.WriteNumberValue(number);
                        break;
                }
            }

            _writer.WriteEndObject();
            if (_writer.BytesPending > FlushAfter)
            {
                _writer.Flush();
            }
        }
    }

    public void Dispose()
    {
        _writer.WriteEndArray();
        _writer.Dispose();
    }
}
