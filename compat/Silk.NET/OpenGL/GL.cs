using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Silk.NET.Core.Contexts;
using Silk.NET.Core.Native;

namespace Silk.NET.OpenGL;

/// <summary>Functions of OpenGL 3.3, found by name in the context that was given.</summary>
public unsafe partial class GL : NativeAPI
{
    private readonly Dictionary<string, nint> _functions = [];

    private GL(INativeContext ctx)
        : base(ctx)
    {
    }

    public static GL GetApi(Func<string, nint> getProcAddress) => new(new Loader(getProcAddress));

    public static GL GetApi(IGLContext ctx) => new(ctx);

    public static GL GetApi(IGLContextSource contextSource) => new(contextSource.GLContext);

    public static GL GetApi(INativeContext ctx) => new(ctx);

    public GLEnum GetError() => (GLEnum)((delegate* unmanaged<uint>)Function())();

    public string GetStringS(StringName name) =>
        Marshal.PtrToStringUTF8(((delegate* unmanaged<uint, nint>)Function("GetString"))((uint)name)) ?? "";

    public void GetInteger(GetPName pname, out int data)
    {
        fixed (int* value = &data) ((delegate* unmanaged<uint, int*, void>)Function("GetIntegerv"))((uint)pname, value);
    }

    public void Enable(EnableCap cap) => ((delegate* unmanaged<uint, void>)Function())((uint)cap);

    public void Disable(EnableCap cap) => ((delegate* unmanaged<uint, void>)Function())((uint)cap);

    public void BlendFunc(BlendingFactor sfactor, BlendingFactor dfactor) =>
        ((delegate* unmanaged<uint, uint, void>)Function())((uint)sfactor, (uint)dfactor);

    public void BlendFuncSeparate(
        BlendingFactor sfactorRGB, BlendingFactor dfactorRGB, BlendingFactor sfactorAlpha, BlendingFactor dfactorAlpha) =>
        ((delegate* unmanaged<uint, uint, uint, uint, void>)Function())(
            (uint)sfactorRGB, (uint)dfactorRGB, (uint)sfactorAlpha, (uint)dfactorAlpha);

    public void Viewport(int x, int y, uint width, uint height) =>
        ((delegate* unmanaged<int, int, uint, uint, void>)Function())(x, y, width, height);

    public void Scissor(int x, int y, uint width, uint height) =>
        ((delegate* unmanaged<int, int, uint, uint, void>)Function())(x, y, width, height);

    public void ClearColor(float red, float green, float blue, float alpha) =>
        ((delegate* unmanaged<float, float, float, float, void>)Function())(red, green, blue, alpha);

    public void Clear(ClearBufferMask mask) => ((delegate* unmanaged<uint, void>)Function())((uint)mask);

    public void PixelStore(PixelStoreParameter pname, int param) =>
        ((delegate* unmanaged<uint, int, void>)Function("PixelStorei"))((uint)pname, param);

    public void Finish() => ((delegate* unmanaged<void>)Function())();

    public void Flush() => ((delegate* unmanaged<void>)Function())();

    // The function `gl` + name; by default the one that is named as the calling member.
    private nint Function([CallerMemberName] string name = "")
    {
        if (!_functions.TryGetValue(name, out var address))
        {
            address = Context.GetProcAddress("gl" + name);
            _functions.Add(name, address);
        }

        return address;
    }

    private uint Generate([CallerMemberName] string name = "")
    {
        uint made;
        ((delegate* unmanaged<int, uint*, void>)Function(name + "s"))(1, &made);
        return made;
    }

    private void Delete(uint one, [CallerMemberName] string name = "") =>
        ((delegate* unmanaged<int, uint*, void>)Function(name + "s"))(1, &one);

    private void Bind(uint target, uint one, [CallerMemberName] string name = "") =>
        ((delegate* unmanaged<uint, uint, void>)Function(name))(target, one);

    private sealed class Loader(Func<string, nint> find) : INativeContext
    {
        public nint GetProcAddress(string proc, int? slot = null) => TryGetProcAddress(proc, out var address, slot)
            ? address
            : throw new EntryPointNotFoundException($"This OpenGL has no {proc}; the viewer needs OpenGL 3.3.");

        public bool TryGetProcAddress(string proc, out nint addr, int? slot = null) => (addr = find(proc)) != 0;

        public void Dispose()
        {
        }
    }
}
