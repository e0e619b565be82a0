using System.Globalization;
using System.Text.RegularExpressions;

namespace MetaRL.Compat;

/// <summary>
/// Loads a library that names a newer C++ standard library than the system has, if it uses no symbol of the newer
/// version.
/// </summary>
/// <remarks>
/// TorchSharp 0.107 asks for GLIBCXX_3.4.32 of GCC 13; Debian 12 and Ubuntu 22.04 end at 3.4.30. Nothing in it needs a
/// symbol of that version, so that a copy beside it whose need is marked as weak loads
/// (<see cref="ElfSymbolVersions"/>).
/// </remarks>
internal static partial class OlderStandardLibrary
{
    private const int MostVersions = 8;

    /// <summary>The library, or a copy of it that loads here.</summary>
    /// <param name="library">Path of the untouched file.</param>
    /// <param name="complete">Whether every function that it needs has to be there.</param>
    /// <exception cref="LibTorchException">Neither loads.</exception>
    public static nint Open(string library, bool complete = false)
    {
        var candidate = Places(library).FirstOrDefault(File.Exists) ?? library;
        for (var versions = 0; ; versions++)
        {
            try
            {
                return NativeLibraries.Open(candidate, complete);
            }
            catch (LibTorchException refused) when (
                MissingVersion(refused.Message) is { } version && versions < MostVersions)
            {
                candidate = Save(library, Weakened(candidate, version));
            }
        }
    }

    private static byte[] Weakened(string library, string version)
    {
        try
        {
            return ElfSymbolVersions.WithoutNeedFor(File.ReadAllBytes(library), version);
        }
        catch (SymbolVersionInUseException used)
        {
            throw new LibTorchException(version.StartsWith("GLIBC_", StringComparison.Ordinal)
                ? $"TorchSharp needs glibc {version[6..]} or newer, and this system has {NativeLibraries.GlibcVersion}:"
                    + " use Debian 12, Ubuntu 22.04, RHEL 9 or newer."
                : $"TorchSharp needs a newer C++ standard library ({version}, {used.Symbol}): install libstdc++6 of GCC"
                    + " 13 or newer.",
                used);
        }
    }

    // Beside the original, whose folder is where it looks for libtorch; else in the user's cache, for which libtorch is
    // loaded before.
    private static IEnumerable<string> Places(string library)
    {
        var stamp = File.GetLastWriteTimeUtc(library).Ticks.ToString("x", CultureInfo.InvariantCulture);
        var name = $"{Path.GetFileNameWithoutExtension(library)}.{stamp}.so";
        yield return Path.Combine(Path.GetDirectoryName(library)!, name);
        var named = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if ((named is { Length: > 0 } ? named : Home(".cache")) is { } folder)
        {
            yield return Path.Combine(folder, "metarl", name);
        }
    }

    private static string? Home(string folder) =>
        Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home ? Path.Combine(home, folder) : null;

    private static string Save(string library, byte[] copy)
    {
        Exception? refused = null;
        foreach (var place in Places(library))
        {
            var partial = $"{place}.{Environment.ProcessId}.partial";
            try
            {
                _ = Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                File.WriteAllBytes(partial, copy);
                File.Move(partial, place, overwrite: true); // others that start now see the whole file or none
                return place;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                refused = failure;
                if (File.Exists(partial)) // such as where the disk is full
                {
                    File.Delete(partial);
                }
            }
        }

        throw new LibTorchException(
            $"TorchSharp needs a copy of {Path.GetFileName(library)} for this system's C++ library, which cannot be"
                + $" written: {refused!.Message}",
            refused);
    }

    private static string? MissingVersion(string words) =>
        Version().Match(words) is { Success: true } found ? found.Value : null;

    // The loader's sentence is in the user's language, the version is not: version `GLIBCXX_3.4.32' not found.
    [GeneratedRegex(@"\b(GLIBCXX|CXXABI|GLIBC|GCC|GOMP|OMP)_[0-9][0-9.]*[0-9]\b")]
    private static partial Regex Version();
}
