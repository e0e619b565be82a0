using System.Runtime.InteropServices;

namespace MetaRL.Viewer.Offscreen;

/// <summary>The functions of EGL that make OpenGL without a display; numbers are those of its headers.</summary>
internal static unsafe partial class EglLibrary
{
    internal const uint PlatformSurfaceless = 0x31DD, PlatformDevice = 0x313F, OpenGlApi = 0x30A2;
    internal const int RenderableType = 0x3040, OpenGlBit = 0x0008, SurfaceType = 0x3033, None = 0x3038,
        ContextMajorVersion = 0x3098, ContextMinorVersion = 0x30FB, ProfileMask = 0x30FD, CoreProfileBit = 1;

    private const string Library = "libEGL.so.1";

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint eglGetProcAddress(string name);

    [LibraryImport(Library)]
    internal static partial int eglInitialize(nint display, out int major, out int minor);

    [LibraryImport(Library)]
    internal static partial int eglBindAPI(uint api);

    [LibraryImport(Library)]
    internal static partial int eglChooseConfig(nint display, int* attributes, nint* configs, int size, out int count);

    [LibraryImport(Library)]
    internal static partial nint eglCreateContext(nint display, nint config, nint share, int* attributes);

    [LibraryImport(Library)]
    internal static partial int eglMakeCurrent(nint display, nint draw, nint read, nint context);

    [LibraryImport(Library)]
    internal static partial int eglDestroyContext(nint display, nint context);
}
