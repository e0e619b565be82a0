using Silk.NET.OpenGL;
using static MetaRL.Viewer.Offscreen.EglLibrary;

namespace MetaRL.Viewer.Offscreen;

/// <summary>
/// OpenGL 3.3 without a display: on Mesa's surfaceless platform, else on a device that EGL lists, as NVIDIA's driver
/// does.
/// </summary>
internal sealed unsafe class EglContext : IDisposable
{
    private const int MostDevices = 16;

    private readonly nint _display;
    private readonly nint _context;

    private EglContext(nint display, nint context)
    {
        (_display, _context) = (display, context);
        Gl = GL.GetApi(Function);
    }

    public GL Gl { get; }

    /// <exception cref="NoGraphicsException">There is no such OpenGL.</exception>
    public static EglContext Create()
    {
        try
        {
            foreach (var display in Displays())
            {
                if (TryContext(display) is var context and not 0)
                {
                    return new EglContext(display, context);
                }
            }
        }
        catch (DllNotFoundException missing)
        {
            throw new NoGraphicsException(
                "Rendering needs EGL, which is not there: install what Debian calls libegl1 and libgl1-mesa-dri.",
                missing);
        }

        throw new NoGraphicsException(
            "No driver offers OpenGL 3.3 through EGL: install what Debian calls libgl1-mesa-dri, or NVIDIA's driver.");
    }

    /// <summary>Runs something while this is the thread's OpenGL.</summary>
    public void Use(Action action)
    {
        if (eglMakeCurrent(_display, 0, 0, _context) == 0)
        {
            throw new InvalidOperationException(
                "This OpenGL is in use on another thread; draw on one thread at a time.");
        }

        try
        {
            action();
        }
        finally
        {
            _ = eglMakeCurrent(_display, 0, 0, 0);
        }
    }

    /// <summary>The address of a function of OpenGL.</summary>
    /// <exception cref="NoGraphicsException">There is no such function.</exception>
    internal static nint Function(string name) => eglGetProcAddress(name) is var address and not 0
        ? address
        : throw new NoGraphicsException(
            $"This OpenGL has no {name}; the viewer needs OpenGL 3.3: install a newer graphics driver, or what Debian"
                + " calls libgl1-mesa-dri.");

    // The display stays: EGL gives the same one to everything in the process that asks.
    public void Dispose()
    {
        Gl.Dispose();
        _ = eglDestroyContext(_display, _context);
    }

    private static IEnumerable<nint> Displays()
    {
        if (Display(PlatformSurfaceless, 0) is var surfaceless and not 0)
        {
            yield return surfaceless;
        }

        foreach (var device in Devices())
        {
            if (Display(PlatformDevice, device) is var display and not 0)
            {
                yield return display;
            }
        }
    }

    private static nint Display(uint platform, nint device)
    {
        var find = (delegate* unmanaged<uint, nint, int*, nint>)eglGetProcAddress("eglGetPlatformDisplayEXT");
        var display = find == null ? 0 : find(platform, device, null);
        return display != 0 && eglInitialize(display, out _, out _) != 0 ? display : 0;
    }

    private static nint[] Devices()
    {
        var query = (delegate* unmanaged<int, nint*, int*, int>)eglGetProcAddress("eglQueryDevicesEXT");
        var devices = stackalloc nint[MostDevices];
        int count;
        return query != null && query(MostDevices, devices, &count) != 0
            ? new Span<nint>(devices, count).ToArray()
            : [];
    }

    private static nint TryContext(nint display)
    {
        var wanted = stackalloc int[] { SurfaceType, 0, RenderableType, OpenGlBit, None };
        var version =
            stackalloc int[] { ContextMajorVersion, 3, ContextMinorVersion, 3, ProfileMask, CoreProfileBit, None };
        nint config;
        return eglBindAPI(OpenGlApi) != 0 && eglChooseConfig(display, wanted, &config, 1, out var count) != 0
            && count > 0
            ? eglCreateContext(display, config, 0, version)
            : 0;
    }
}
