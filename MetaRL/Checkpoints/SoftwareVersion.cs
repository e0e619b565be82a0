using System.Reflection;

namespace MetaRL.Checkpoints;

/// <summary>Which software this process is.</summary>
internal static class SoftwareVersion
{
    // The build appends the commit to the version: 0.1.0+1a2b3c...
    private static readonly string[] Parts = typeof(SoftwareVersion).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+');

    /// <summary>Version of MetaRL.</summary>
    public static string Number => Parts[0];

    /// <summary>Commit that it was built from; null where the build did not know it.</summary>
    public static string? Commit => Parts.ElementAtOrDefault(1);

    /// <summary>Version of libtorch.</summary>
    public static string LibTorch => Compat.LibTorch.Version;
}
