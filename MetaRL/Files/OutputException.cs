namespace MetaRL.Files;

/// <summary>
/// A file cannot be written, such as on a full disk; the message is one line with the file and the cure.
/// </summary>
public sealed class OutputException : Exception
{
    public OutputException()
    {
    }

    public OutputException(string message) : base(message)
    {
    }

    public OutputException(string message, Exception cause) : base(message, cause)
    {
    }
}
