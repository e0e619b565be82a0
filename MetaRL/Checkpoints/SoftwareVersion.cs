using System.Reflection;

namespace MetaRL.Checkpoints;

/// <summary>Which software this process is.</summary>
public static class SoftwareVersion
{
    // The build appends the commit to the version: 0.1.0+1a2b3c...
    private static readonly string[] Parts = typeof(SoftwareVersion).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+');

    /// <summary>Version of MetaRL.</summary>
    public static string Number => Parts[0];

    /// <summary>Commit that it was built from; null where the build did not know it.</summary>
    public static string? Commit => Parts.ElementAtOrDefault(1);

    /// <summary>
    /// All that has to be the same on two machines for the same bytes: version, commit where known, and libtorch.
    /// </summary>
    public static string Whole => $"{Number}{(Commit is null ? "" : $"+{Commit}")} with libtorch {LibTorch}";

    /// <summary>Version of libtorch.</summary>
    public static string LibTorch => Compat.LibTorch.Version;
}
