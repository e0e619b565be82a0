namespace MetaRL.Checkpoints;

/// <summary>
/// Bytes that break a rule of the safetensors format; the message says which, without the file's name.
/// </summary>
public sealed class SafetensorsException : Exception
{
    public SafetensorsException()
    {
    }

    public SafetensorsException(string message) : base(message)
    {
    }

    public SafetensorsException(string message, Exception cause) : base(message, cause)
    {
    }
}
