namespace MetaRL.Configuration.Yaml;

/// <summary>
/// An experiment file, an override or an option breaks a rule; the message is one line with place, rule, value and
/// cure.
/// </summary>
public sealed class ConfigurationException : Exception
{
    public ConfigurationException()
    {
    }

    public ConfigurationException(string message) : base(message)
    {
    }

    public ConfigurationException(string message, Exception? cause) : base(message, cause)
    {
    }

    /// <summary>What is wrong where; null where that is no place in a file or an override.</summary>
    internal Fault? Fault { get; init; }
}

/// <summary>What a message is about, for those who read on behind an error.</summary>
/// <param name="Origin">Where it is.</param>
internal sealed record Fault(Origin Origin)
{
    /// <summary>
    /// The key that is wrong; where it is not written, the section that it belongs to. Null where that is not written
    /// either.
    /// </summary>
    public ConfigEntry? Key { get; init; }

    /// <summary>The key that lacks in <see cref="Key"/>; null where that is wrong itself.</summary>
    public string? Lacks { get; init; }

    /// <summary>Whether there is no such key, as opposed to a wrong value of one.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>Whether other keys depend on the value that is wrong.</summary>
    public bool Decides { get; init; }

    /// <summary>The key or value that was probably meant.</summary>
    public string? Meant { get; init; }
}
