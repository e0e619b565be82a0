using Spectre.Console;

namespace MetaRL.Cli;

/// <summary>The look of every table: ruled at a terminal, Markdown elsewhere.</summary>
internal static class TextTable
{
    /// <param name="columns">Titles, the first column's first.</param>
    /// <param name="numbers">Whether all columns but the first hold numbers, unwrapped and to the right.</param>
    public static Table Create(IEnumerable<string> columns, bool numbers = false)
    {
        var table = new Table();
        foreach (var title in columns)
        {
            var first = table.Columns.Count == 0;
            table.AddColumn(new TableColumn(new Text(title))
            {
                NoWrap = first || numbers,
                Alignment = numbers && !first ? Justify.Right : Justify.Left,
            });
        }

        return table;
    }

    public static void Add(this Table table, params IEnumerable<string> cells) =>
        table.AddRow(cells.Select(cell => new Text(cell)));

    public static void Write(IAnsiConsole console, Table table)
    {
        if (console.Profile.Capabilities.Ansi)
        {
            console.Write(table.Border(TableBorder.Rounded));
            return;
        }

        // The library frames Markdown with lines of spaces.
        var text = new StringWriter();
        var page = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        page.Profile.Width = console.Profile.Width;
        page.Write(table.Border(TableBorder.Markdown));
        console.Profile.Out.Writer.WriteLine(text.ToString().Trim());
    }
}
