namespace MetaRL.Configuration.Yaml;

/// <summary>One <c>--set key=value</c>: a value put into the tree before it is read.</summary>
/// <param name="Keys">The key's parts.</param>
/// <param name="Value">The value, YAML like that of a file.</param>
/// <param name="Origin">The override as written.</param>
internal sealed record Override(IReadOnlyList<string> Keys, ConfigNode Value, Origin Origin)
{
    public static Override Parse(string text)
    {
        var origin = Origin.Override(text);
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var keys = equals < 0 ? [] : text[..equals].Split('.', StringSplitOptions.TrimEntries);
        if (keys.Length == 0 || keys.Any(key => key.Length == 0))
        {
            throw origin.Error("An override is written key=value, for example training.iterations=500.");
        }

        var value = YamlComposer.Compose(text[(equals + 1)..], _ => origin);
        return new Override(keys, value ?? new ConfigScalar(origin, "", IsNull: true), origin);
    }

    /// <summary>A key to sweep with its values, from <c>key=value,value</c>.</summary>
    public static ConfigEntry ParseAxis(string text)
    {
        var origin = Origin.Sweep(text);
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var key = equals < 0 ? "" : text[..equals].Trim();
        if (!key.Contains('.', StringComparison.Ordinal))
        {
            throw origin.Error(
                "A sweep is written key=value,value with a key in full, such as inner.step_size=0.1,0.5.");
        }

        var written = text[(equals + 1)..];
        if (written.StartsWith('{'))
        {
            // a range, which a shell likes better without the space that YAML wants
            written = written.Replace(":[", ": [", StringComparison.Ordinal);
        }

        var values = YamlComposer.Compose($"[{written}]", _ => origin)!;
        return new ConfigEntry(key, values, origin);
    }

    /// <summary>The same override for what lies <paramref name="count"/> keys deeper.</summary>
    public Override Below(int count) => this with { Keys = [.. Keys.Skip(count)] };

    /// <summary>The map with the value in its place; sections on the way are made where they lack.</summary>
    public ConfigMap ApplyTo(ConfigMap map) => ApplyTo(map, 0);

    private ConfigMap ApplyTo(ConfigMap map, int depth)
    {
        var key = Keys[depth];
        if (depth == Keys.Count - 1)
        {
            return map.With(new ConfigEntry(key, Value, Origin));
        }

        var present = map.Find(key);
        var section = present?.Value switch
        {
            ConfigMap own => own,
            null or ConfigScalar { IsNull: true } => new ConfigMap(Origin, []),
            var other => throw Origin.Error(
                $"{string.Join('.', Keys.Take(depth + 1))} is not a section, but {other.Words}."),
        };
        return map.With(new ConfigEntry(key, ApplyTo(section, depth + 1), present?.Origin ?? Origin));
    }
}
