namespace MetaRL.Tracking.Export;

/// <summary>A column of some rows: text, whole numbers or numbers; null where there is nothing.</summary>
/// <param name="Name">What the column is called, with words joined by <c>_</c>.</param>
public abstract record TidyColumn(string Name)
{
    /// <summary>Number of rows.</summary>
    public abstract int Count { get; }

    /// <summary>The value of a row, to be written by its type.</summary>
    public abstract object? this[int row] { get; }
}

/// <param name="Name">Name.</param>
/// <param name="Values">One for each row.</param>
public sealed record TextColumn(string Name, IReadOnlyList<string?> Values) : TidyColumn(Name)
{
    public override int Count => Values.Count;

    public override object? this[int row] => Values[row];
}

/// <param name="Name">Name.</param>
/// <param name="Values">One for each row.</param>
public sealed record WholeColumn(string Name, IReadOnlyList<long?> Values) : TidyColumn(Name)
{
    public override int Count => Values.Count;

    public override object? this[int row] => Values[row];
}

/// <param name="Name">Name.</param>
/// <param name="Values">One for each row; null where a number is missing.</param>
public sealed record NumberColumn(string Name, IReadOnlyList<double?> Values) : TidyColumn(Name)
{
    public override int Count => Values.Count;

    public override object? this[int row] => Values[row];
}

/// <summary>Rows of a tidy table (Wickham 2014): a column for each variable, a row for each observation.</summary>
/// <param name="Columns">Of equal length; the same names and types in every block of a table.</param>
public sealed record TidyBlock(IReadOnlyList<TidyColumn> Columns)
{
    public int Count => Columns[0].Count;

    /// <summary>The same text in every row.</summary>
    public static TextColumn Same(string name, string? value, int rows) =>
        new(name, Enumerable.Repeat(value, rows).ToArray());

    /// <summary>The same whole number in every row.</summary>
    public static WholeColumn Same(string name, long? value, int rows) =>
        new(name, Enumerable.Repeat(value, rows).ToArray());
}
