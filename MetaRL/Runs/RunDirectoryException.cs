namespace MetaRL.Runs;

/// <summary>
/// A run directory cannot be used: of other settings, damaged, or not writable; the message is one line with the
/// cure.
/// </summary>
public sealed class RunDirectoryException : Exception
{
    public RunDirectoryException()
    {
    }

    public RunDirectoryException(string message) : base(message)
    {
    }

    public RunDirectoryException(string message, Exception cause) : base(message, cause)
    {
    }
}
