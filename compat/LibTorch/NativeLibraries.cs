using System.Runtime.InteropServices;

namespace MetaRL.Compat;

/// <summary>Shared libraries loaded by the system's own loader, whose errors say more than .NET's.</summary>
internal static partial class NativeLibraries
{
    private const int Lazy = 1; // RTLD_LAZY: functions are looked up at their first call
    private const int Now = 2;  // RTLD_NOW: all of them at once

    /// <summary>
    /// Path of a native file in the first of .NET's folders for native files that has it; null if none has.
    /// </summary>
    public static string? BesideProgram(string file) =>
        ((string?)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory).Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);

    /// <summary>A handle as <see cref="NativeLibrary"/> has it.</summary>
    /// <param name="path">Path of a file.</param>
    /// <param name="complete">Whether every function that it needs has to be there.</param>
    /// <exception cref="LibTorchException">The loader's words, without a full stop.</exception>
    public static nint Open(string path, bool complete = false)
    {
        _ = LastError(); // binding it after a failure would forget the words
        var handle = OpenLibrary(path, complete ? Now : Lazy);
        return handle != 0
            ? handle
            : throw new LibTorchException(Marshal.PtrToStringUTF8(LastError()) ?? $"{path}: does not load");
    }

    /// <summary>Address of a function of a loaded library or of those below it; 0 where there is none.</summary>
    public static nint Find(string path, string function) => LookUp(Open(path), function);

    /// <summary>
    /// Sets an environment variable that libraries read, unless it is set; .NET's own way does not reach them.
    /// </summary>
    public static void SetVariable(string name, string value) => _ = SetEnvironment(name, value, overwrite: 0);

    /// <summary>Version of the C library, such as 2.36.</summary>
    public static string GlibcVersion => Marshal.PtrToStringUTF8(LibcVersion())!;

    [LibraryImport("libc.so.6", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenLibrary(string path, int mode);

    [LibraryImport("libc.so.6", EntryPoint = "dlerror")]
    private static partial nint LastError();

    [LibraryImport("libc.so.6", EntryPoint = "dlsym", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint LookUp(nint library, string name);

    [LibraryImport("libc.so.6", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc.so.6", EntryPoint = "gnu_get_libc_version")]
    private static partial nint LibcVersion();
}
