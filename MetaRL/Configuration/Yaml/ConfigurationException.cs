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
}
