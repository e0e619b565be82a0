using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MetaRL.Environments.Locomotion.Engine;

/// <summary>MuJoCo's shared library: found, checked and told where to send its messages.</summary>
/// <remarks>
/// Debian's libmujoco2.2.2; the environment variable MUJOCO names the file of another build of the same version, since
/// offsets in its structures belong to one version (<see cref="ModelLayout"/>).
/// </remarks>
public static unsafe partial class MujocoLibrary
{
    /// <summary>Variable that names the library's file.</summary>
    public const string Variable = "MUJOCO";

    /// <summary>What the system calls it.</summary>
    public const string File = "libmujoco.so.2.2.2";

    private const string Name = "mujoco";
    private const string Cure = "install what Debian calls libmujoco2.2.2";

    // All that is asked of it, below and in ReceiveMessages.
    private static readonly string[] Functions =
    [
        "mju_user_error", "mju_user_warning", "mj_loadXML", "mj_defaultVFS", "mj_makeEmptyFileVFS", "mj_deleteVFS",
        "mj_copyModel", "mj_deleteModel", "mj_makeData", "mj_deleteData", "mj_resetData", "mj_step", "mj_kinematics",
        "mj_comPos",
    ];

    private static readonly Lock Loading = new();
    private static nint _library;

    [ThreadStatic]
    private static string? _error; // what went wrong in a call of this thread

    /// <summary>Version and file of the library.</summary>
    /// <exception cref="MujocoException">It is missing, does not load, or is another version.</exception>
    public static string Loaded()
    {
        Load();
        return $"{ModelLayout.VersionText}, {Named() ?? File}";
    }

    /// <summary>Loads the library once.</summary>
    /// <exception cref="MujocoException">It is missing, does not load, or is another version.</exception>
    internal static void Load()
    {
        if (Volatile.Read(ref _library) != 0)
        {
            return;
        }

        lock (Loading)
        {
            if (_library == 0)
            {
                var library = Open();
                RequireVersion(library);
                RequireFunctions(library);
                ReceiveMessages(library);
                NativeLibrary.SetDllImportResolver(
                    typeof(MujocoLibrary).Assembly, (name, _, _) => name == Name ? library : 0);
                Volatile.Write(ref _library, library);
            }
        }
    }

    /// <summary>Throws what the engine has reported in a call of this thread since the last time.</summary>
    /// <exception cref="MujocoException">The engine's words.</exception>
    internal static void ThrowAnyError()
    {
        if (_error is { } error)
        {
            _error = null;
            throw new MujocoException($"MuJoCo stopped: {error.ReplaceLineEndings(" ").Trim().TrimEnd('.')}.");
        }
    }

    private static string? Named() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : null;

    private static nint Open()
    {
        if (Named() is { } named)
        {
            // The system would look for a bare name in its own folders alone.
            return NativeLibrary.TryLoad(Path.Exists(named) ? Path.GetFullPath(named) : named, out var other)
                ? other
                : throw new MujocoException(
                    $"{Variable} is '{named}', which cannot be loaded as a library; set it to the file of MuJoCo"
                    + $" {ModelLayout.VersionText}, or unset it.");
        }

        return NativeLibrary.TryLoad(File, out var library)
            ? library
            : throw new MujocoMissingException(
                $"Bodies need MuJoCo {ModelLayout.VersionText}, but {File} cannot be loaded; {Cure}, or set {Variable}"
                + " to its file.");
    }

    private static void RequireVersion(nint library)
    {
        var version = NativeLibrary.TryGetExport(library, "mj_version", out var function)
            ? ((delegate* unmanaged<int>)function)()
            : 0;
        if (version != ModelLayout.Version)
        {
            var found = version == 0 ? "no MuJoCo" : $"MuJoCo {Dotted(version)}";
            throw new MujocoException(
                $"Bodies need MuJoCo {ModelLayout.VersionText}, but the library that was loaded is {found}; {Cure}.");
        }
    }

    // 237 is 2.3.7; since 3.5.0 there are three digits for each part: 3005000
    private static string Dotted(int version)
    {
        var digits = version < 1_000_000 ? 10 : 1000;
        return $"{version / (digits * digits)}.{version / digits % digits}.{version % digits}";
    }

    private static void RequireFunctions(nint library)
    {
        if (Functions.FirstOrDefault(name => !NativeLibrary.TryGetExport(library, name, out _)) is { } missing)
        {
            throw new MujocoException(
                $"Bodies need MuJoCo {ModelLayout.VersionText}, but the library that was loaded has no '{missing}';"
                + $" {Cure}.");
        }
    }

    // By default an error would end the process, and a warning would be written into the working folder.
    private static void ReceiveMessages(nint library)
    {
        *(delegate* unmanaged[Cdecl]<byte*, void>*)NativeLibrary.GetExport(library, "mju_user_error") = &OnError;
        *(delegate* unmanaged[Cdecl]<byte*, void>*)NativeLibrary.GetExport(library, "mju_user_warning") = &OnWarning;
    }

    // Never throws: frames of the library are above it.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnError(byte* text) => _error ??= Marshal.PtrToStringUTF8((nint)text) ?? "without words";

    // What counts of them is read from counters after each step.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnWarning(byte* text)
    {
    }

    [LibraryImport(Name, EntryPoint = "mj_loadXML", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint LoadXml(string file, nint files, byte* error, int errorSize);

    [LibraryImport(Name, EntryPoint = "mj_defaultVFS")]
    internal static partial void DefaultFiles(nint files);

    [LibraryImport(Name, EntryPoint = "mj_makeEmptyFileVFS", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MakeFile(nint files, string name, int size);

    [LibraryImport(Name, EntryPoint = "mj_deleteVFS")]
    internal static partial void DeleteFiles(nint files);

    [LibraryImport(Name, EntryPoint = "mj_copyModel")]
    internal static partial nint CopyModel(nint destination, nint source);

    [LibraryImport(Name, EntryPoint = "mj_deleteModel")]
    internal static partial void DeleteModel(nint model);

    [LibraryImport(Name, EntryPoint = "mj_makeData")]
    internal static partial nint MakeData(nint model);

    [LibraryImport(Name, EntryPoint = "mj_deleteData")]
    internal static partial void DeleteData(nint data);

    [LibraryImport(Name, EntryPoint = "mj_resetData")]
    internal static partial void ResetData(nint model, nint data);

    [LibraryImport(Name, EntryPoint = "mj_step")]
    internal static partial void Step(nint model, nint data);

    [LibraryImport(Name, EntryPoint = "mj_kinematics")]
    internal static partial void Kinematics(nint model, nint data);

    [LibraryImport(Name, EntryPoint = "mj_comPos")]
    internal static partial void CentresOfMass(nint model, nint data);
}
