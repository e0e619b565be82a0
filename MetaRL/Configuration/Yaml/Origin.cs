namespace MetaRL.Configuration.Yaml;

/// <summary>Where a value was written.</summary>
/// <param name="Place">Such as <c>configs/x.yaml:14</c>, or <c>--set inner.gamma=2</c>.</param>
/// <param name="Folder">What a path that is written there is relative to; empty for the working directory.</param>
internal readonly record struct Origin(string Place, string Folder = "")
{
    public static Origin Line(string file, long line) => new($"{file}:{line}", Path.GetDirectoryName(file) ?? "");

    public static Origin Sweep(string text) => new($"--sweep {Quotation.Of(text)}");

    public static Origin Override(string text) => new($"--set {Quotation.Of(text)}");

    /// <summary>An error here, on one line whatever text it quotes.</summary>
    public ConfigurationException Error(string message, Exception? cause = null) =>
        new($"{Place}: {message}".ReplaceLineEndings(" "), cause);

    public override string ToString() => Place;
}
