namespace MetaRL.Experiments.Yaml;

/// <summary>Where a value was written: <c>configs/x.yaml:14</c>, or <c>--set inner.gamma=2</c>.</summary>
internal readonly record struct Origin(string Place)
{
    public static Origin Line(string file, long line) => new($"{file}:{line}");

    public static Origin Override(string text) => new($"--set {text}");

    /// <summary>An error here, on one line whatever text it quotes.</summary>
    public ConfigurationException Error(string message, Exception? cause = null) =>
        new($"{Place}: {message}".ReplaceLineEndings(" "), cause);

    public override string ToString() => Place;
}
