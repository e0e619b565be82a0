namespace MetaRL.Viewer.Recordings;

/// <summary>A picture or film cannot be made here; the message is one line with rule, value and cure.</summary>
public sealed class RenderingException : Exception
{
    public RenderingException(string message)
        : base(message)
    {
    }

    public RenderingException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
