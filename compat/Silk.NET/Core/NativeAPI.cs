using Silk.NET.Core.Contexts;

namespace Silk.NET.Core.Native;

/// <summary>Functions of a native library, found in a context.</summary>
public abstract class NativeAPI : NativeApiContainer
{
    protected NativeAPI(INativeContext ctx)
        : base(ctx)
    {
    }
}

/// <summary>What holds the context that functions are found in.</summary>
public abstract class NativeApiContainer : IDisposable
{
    private protected NativeApiContainer(INativeContext ctx) => Context = ctx;

    public INativeContext Context { get; }

    public void Dispose()
    {
        Context.Dispose();
        GC.SuppressFinalize(this);
    }
}
