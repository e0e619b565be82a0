namespace Silk.NET.Windowing;

/// <summary>Version of what a window is drawn with.</summary>
public struct APIVersion
{
    public APIVersion(int majorVersion, int minorVersion) =>
        (MajorVersion, MinorVersion) = (majorVersion, minorVersion);

    public int MajorVersion;

    public int MinorVersion;
}
