namespace Silk.NET.Windowing;

/// <summary>What a window is drawn with.</summary>
public struct GraphicsAPI
{
    public GraphicsAPI(ContextAPI api, ContextProfile profile, ContextFlags flags, APIVersion apiVersion) =>
        (API, Profile, Flags, Version) = (api, profile, flags, apiVersion);

    /// <summary>OpenGL 3.3, core profile.</summary>
    public static GraphicsAPI Default { get; } =
        new(ContextAPI.OpenGL, ContextProfile.Core, ContextFlags.ForwardCompatible, new APIVersion(3, 3));

    public ContextAPI API { get; set; }

    public ContextProfile Profile { get; set; }

    public ContextFlags Flags { get; set; }

    public APIVersion Version { get; set; }
}
