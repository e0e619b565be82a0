using System.Runtime.InteropServices;

namespace TorchSharp.Extras;

/// <summary>The native part was built against another libtorch than the one that is loaded; the message has the cure.</summary>
public sealed class LibTorchMismatchException : ExternalException
{
    public LibTorchMismatchException()
    {
    }

    public LibTorchMismatchException(string message)
        : base(message)
    {
    }

    public LibTorchMismatchException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
