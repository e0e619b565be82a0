namespace MetaRL.Viewer.Offscreen;

/// <summary>There is no usable display or OpenGL; the message says what to install.</summary>
public sealed class NoGraphicsException : Exception
{
    public NoGraphicsException(string message)
        : base(message)
    {
    }

    public NoGraphicsException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
