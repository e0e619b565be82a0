namespace MetaRL.Checkpoints;

/// <summary>
/// A checkpoint cannot be used: damaged, foreign, or of another run; the message is one line with file and cure.
/// </summary>
public sealed class CheckpointException : Exception
{
    public CheckpointException()
    {
    }

    public CheckpointException(string message) : base(message)
    {
    }

    public CheckpointException(string message, Exception cause) : base(message, cause)
    {
    }
}
