using System.Text.Json;
using MetaRL.Tests.Runs;
using MetaRL.Tracking;
using MetaRL.Tracking.Export;
using Parquet;
using Xunit;

namespace MetaRL.Tests.Tracking;

public sealed class TidyTablesTests : IDisposable
{
    private readonly string _output = SmallRun.Folder();
    private readonly RunCatalog _catalog;

    public TidyTablesTests()
    {
        SmallRun.Run(_output, SmallRun.Experiment(SmallRun.Quick), "metarl run \"x, y.yaml\"");
        _catalog = RunCatalog.Read([_output]);
    }

    [Fact]
    public void Returns_RowForEachEpisode_HasItsReturn()
    {
        var run = _catalog.Runs[1]; // maml seed 2
        var evaluation = run.Evaluations[0];
        var block = TidyTables.Returns(run, evaluation);
        Assert.Equal(
            ["run", "experiment", "algorithm", "seed", "split", "adapts_to", "round", "task", "environment", "return"],
            block.Columns.Select(column => column.Name));
        Assert.Equal(2 * 3 * 2, block.Count);
        for (var row = 0; row < block.Count; row++)
        {
            Assert.Equal(
                evaluation.Returns[Index("round", row)][Index("task", row)][Index("environment", row)],
                Cell("return", row));
            Assert.Equal(("maml", 2L), (Cell("algorithm", row), Cell("seed", row)));
        }

        long Index(string name, int row) => (long)Cell(name, row)!;

        object? Cell(string name, int row) => block.Columns.Single(column => column.Name == name)[row];
    }

    [Fact]
    public void Runs_OfSeveralAlgorithms_HasEverySettingOfAny()
    {
        var block = TidyTables.Runs(_catalog);
        Assert.Equal(4, block.Count);
        var order = block.Columns.Single(column => column.Name == "algorithm.order");
        Assert.Equal(["second", "second", null, null], Enumerable.Range(0, 4).Select(row => order[row]));
        Assert.All(block.Columns, column => Assert.Equal(4, column.Count));
        Assert.IsType<TextColumn>(order);
        Assert.Equal(5.0, Assert.IsType<NumberColumn>(block.Columns.Single(one => one.Name == "family.horizon"))[0]);
    }

    [Fact]
    public void Write_Csv_IsReadBackByTheRulesOfRfc4180()
    {
        var rows = Rows(Write("runs", TableFormat.Csv));
        Assert.Equal(5, rows.Count);
        Assert.All(rows, row => Assert.Equal(rows[0].Count, row.Count));
        Assert.Equal("metarl run \"x, y.yaml\"", rows[1][rows[0].IndexOf("command")]);
        Assert.Equal("", rows[3][rows[0].IndexOf("algorithm.order")]);
        Assert.Equal(
            _catalog.Runs[0].Values["after"], rows[1][rows[0].IndexOf("after")]); // to the last bit
    }

    [Fact]
    public void Write_Json_IsAnArrayOfRows()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Write("metrics", TableFormat.Json)));
        Assert.Equal(4, json.RootElement.GetArrayLength()); // 2 seeds × 2 iterations; random trains for none
        var first = json.RootElement[0];
        Assert.Equal(1, first.GetProperty("iteration").GetInt32());
        Assert.Equal(_catalog.Runs[0].Metrics["return_after"][0], first.GetProperty("return_after").GetDouble());
    }

    [Fact]
    public async Task Write_Parquet_IsReadBackWithTypesAndGroups()
    {
        await using var file = File.OpenRead(Write("returns", TableFormat.Parquet));
        await using var reader = await ParquetReader.CreateAsync(file);
        Assert.Equal(4, reader.RowGroupCount); // one for each evaluation
        var fields = reader.Schema.DataFields;
        Assert.Equal(typeof(double), fields.Single(field => field.Name == "return").ClrType);
        Assert.Equal(typeof(long), fields.Single(field => field.Name == "task").ClrType);
        Assert.Equal(typeof(ReadOnlyMemory<char>), fields.Single(field => field.Name == "algorithm").ClrType);
        using var group = reader.OpenRowGroupReader(0);
        var values = new double?[(int)group.RowCount];
        await group.ReadAsync<double>(fields.Single(field => field.Name == "return"), values.AsMemory());
        Assert.Equal(
            _catalog.Runs[0].Evaluations[0].Returns.SelectMany(round => round.SelectMany(task => task)),
            values.Select(value => value!.Value));
    }

    [Theory]
    [InlineData(TableFormat.Csv)]
    [InlineData(TableFormat.Json)]
    [InlineData(TableFormat.Parquet)]
    public void Write_Twice_LeavesTheSameBytes(TableFormat format) =>
        Assert.Equal(File.ReadAllBytes(Write("tasks", format)), File.ReadAllBytes(Write("tasks", format)));

    public void Dispose() => Directory.Delete(_output, recursive: true);

    private string Write(string table, TableFormat format) =>
        TableFiles.Write(Path.Combine(_output, "export"), table, TidyTables.Of(_catalog)[table], format)!.Value.Path;

    // A reader of its own: quotes doubled within quotes, commas and ends of lines in them
    private static List<List<string>> Rows(string path)
    {
        var (rows, cell, quoted) = (new List<List<string>> { new() }, new System.Text.StringBuilder(), false);
        var text = File.ReadAllText(path);
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (quoted)
            {
                if (letter != '"')
                {
                    cell.Append(letter);
                }
                else if (at + 1 < text.Length && text[at + 1] == '"')
                {
                    cell.Append(text[++at]);
                }
                else
                {
                    quoted = false;
                }
            }
            else if (letter == '"')
            {
                quoted = true;
            }
            else if (letter is ',' or '\n')
            {
                rows[^1].Add(cell.ToString());
                cell.Clear();
                if (letter == '\n')
                {
                    rows.Add([]);
                }
            }
            else if (letter != '\r')
            {
                cell.Append(letter);
            }
        }

        rows.RemoveAt(rows.Count - 1);
        return rows;
    }
}
