using Spectre.Console;

namespace MetaRL.Cli.Output;

/// <summary>A table: ruled at a terminal, a list where the terminal is too narrow, Markdown elsewhere.</summary>
internal sealed class TextTable
{
    private const int ReadableWidth = 16; // columns of the terminal for a column of text, wide enough for most words

    private readonly string[] _titles;
    private readonly bool _numbers;
    private readonly List<string[]> _rows = [];

    private TextTable(string[] titles, bool numbers) => (_titles, _numbers) = (titles, numbers);

    public bool IsEmpty => _rows.Count == 0;

    /// <param name="columns">Titles, the first column's first.</param>
    /// <param name="numbers">Whether all columns but the first hold numbers, unwrapped and to the right.</param>
    public static TextTable Create(IEnumerable<string> columns, bool numbers = false) => new([.. columns], numbers);

    public void Add(params IEnumerable<string> cells) => _rows.Add([.. cells]);

    public static void Write(IAnsiConsole console, TextTable table)
    {
        if (!console.Profile.Capabilities.Ansi)
        {
            table.WriteMarkdown(console.Profile.Out.Writer);
        }
        else if (table.LeastWidth() <= console.Profile.Width)
        {
            console.Write(table.Ruled());
        }
        else
        {
            table.WriteList(console);
        }
    }

    private Table Ruled()
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var (column, title) in _titles.Index())
        {
            table.AddColumn(new TableColumn(new Text(title))
            {
                NoWrap = IsUnwrapped(column), Alignment = IsNumber(column) ? Justify.Right : Justify.Left,
            });
        }

        foreach (var row in _rows)
        {
            table.AddRow(row.Select(cell => new Text(cell)));
        }

        return table;
    }

    // Each row as its first cell, and below it the others with their titles.
    private void WriteList(IAnsiConsole console)
    {
        const int Indent = 2;
        var indent = console.Profile.Width > 5 * Indent ? Indent : 0;
        foreach (var row in _rows)
        {
            console.WriteLine(row[0]);
            foreach (var (title, cell) in _titles.Zip(row).Skip(1))
            {
                console.Write(
                    new Padder(new Text(_titles.Length > 2 ? $"{title}: {cell}" : cell), new Padding(indent, 0, 0, 0)));
            }
        }
    }

    private void WriteMarkdown(TextWriter writer)
    {
        string[][] lines = [.. _rows.Prepend(_titles).Select(cells => Array.ConvertAll(cells, Escaped))];
        var widths = Enumerable.Range(0, _titles.Length)
            .Select(column => lines.Max(cells => cells[column].GetCellWidth())).ToArray();
        if (!IsNumber(_titles.Length - 1))
        {
            widths[^1] = lines[0][^1].GetCellWidth(); // or every line would end with spaces
        }

        WriteLine(lines[0]);
        WriteLine(
            widths.Select((width, column) =>
                IsNumber(column) ? new string('-', width - 1) + ':' : ':' + new string('-', width - 1)));
        foreach (var line in lines.Skip(1))
        {
            WriteLine(line);
        }

        void WriteLine(IEnumerable<string> cells)
        {
            var padded = cells.Select((cell, column) => Padded(cell, widths[column], IsNumber(column)));
            writer.WriteLine($"| {string.Join(" | ", padded)} |");
        }
    }

    // Or Markdown sees the end of the cell.
    private static string Escaped(string cell) => cell.Replace("|", "\\|", StringComparison.Ordinal);

    private static string Padded(string cell, int width, bool right)
    {
        var spaces = new string(' ', Math.Max(0, width - cell.GetCellWidth()));
        return right ? spaces + cell : cell + spaces;
    }

    // The least width at which no word is broken and no column of text is narrower than ReadableWidth.
    private int LeastWidth() => 1 + Enumerable.Range(0, _titles.Length).Sum(column => 3 + (IsUnwrapped(column)
        ? Width(column)
        : Math.Max(
            Math.Min(Width(column), ReadableWidth),
            Cells(column).SelectMany(cell => cell.Split(' ')).Max(word => word.GetCellWidth()))));

    private int Width(int column) => Cells(column).Max(cell => cell.GetCellWidth());

    private IEnumerable<string> Cells(int column) => _rows.Select(row => row[column]).Prepend(_titles[column]);

    private bool IsUnwrapped(int column) => column == 0 || _numbers;

    private bool IsNumber(int column) => column > 0 && _numbers;
}
