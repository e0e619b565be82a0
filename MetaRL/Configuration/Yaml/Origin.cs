namespace MetaRL.Configuration.Yaml;

/// <summary>Where a value was written.</summary>
/// <param name="Place">Such as <c>configs/x.yaml:14</c>, or <c>--set inner.gamma=2</c>.</param>
/// <param name="Folder">What a path that is written there is relative to; empty for the working directory.</param>
/// <param name="Number">The line in its file; 0 for a place that is none.</param>
internal readonly record struct Origin(string Place, string Folder = "", long Number = 0)
{
    public static Origin Line(string file, long line) =>
        new($"{file}:{line}", Path.GetDirectoryName(file) ?? "", line);

    public static Origin Sweep(string text) => new($"--sweep {Quotation.Of(text)}");

    public static Origin Override(string text) => new($"--set {Quotation.Of(text)}");

    /// <summary>An error here, on one line whatever text it quotes.</summary>
    public ConfigurationException Error(string message, Exception? cause = null) =>
        Error(message, new Fault(this), cause);

    /// <summary>The same, about a key.</summary>
    public ConfigurationException Error(string message, Fault fault, Exception? cause = null) =>
        new($"{Place}: {message}".ReplaceLineEndings(" "), cause) { Fault = fault };

    public override string ToString() => Place;
}
