using System.Reflection;
using System.Runtime.InteropServices;
using MetaRL.Checkpoints;
using MetaRL.Cli.Output;
using MetaRL.Cluster.Addresses;
using MetaRL.Compat;
using MetaRL.Configuration;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Locomotion.Engine;
using MetaRL.Environments.Tasks;
using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Statistics;
using MetaRL.Files;
using MetaRL.Learners;
using MetaRL.Runs;
using MetaRL.Tracking;
using MetaRL.Viewer.Offscreen;
using MetaRL.Viewer.Recordings;

namespace MetaRL.Cli.Exit;

/// <summary>The one line and the exit code that an exception becomes.</summary>
public static class Failure
{
    /// <summary>Variable that, set to 1, asks for the whole exception.</summary>
    public const string TraceVariable = "METARL_TRACE";

    private const int FullDisk = 28; // ENOSPC of Linux and macOS

    private const string OutOfMemory =
        "There is not enough memory on the device. Set fewer tasks or episodes"
        + " (training.tasks, training.envs_per_task, evaluation.tasks),"
        + " a shorter family.horizon, or another compute.device.";

    public static (string Line, int ExitCode) Describe(Exception failure)
    {
        var cause = Cause(failure);
        var isUsage = cause is ConfigurationException or RunFilterException or ClusterException { IsUsage: true };
        var exitCode = isUsage ? ExitCode.Usage : ExitCode.Failure;
        var whole = Environment.GetEnvironmentVariable(TraceVariable) == "1";
        return (
            whole
                ? failure.ToString()
                : OneLine(Message(cause)).Replace("`metarl ", $"`{ShellWords.ProgramName} ", StringComparison.Ordinal),
            exitCode);
    }

    private static string Message(Exception cause) => cause switch
    {
        DllNotFoundException when cause.Message.Contains("libviewshim", StringComparison.Ordinal) => cause.Message,
        DllNotFoundException => $"libtorch cannot be loaded: {FirstLine(cause)}"
            + " Remove the folder build/metarl and start ./metarl again.",
        OperationCanceledException => "Stopped.",
        ExternalException when IsOutOfMemory(cause.Message) =>
            $"{OutOfMemory} libtorch said: {FirstLine(cause)}",
        OutOfMemoryException => OutOfMemory,
        ExternalException => FirstLine(cause), // without the frames of its own stack
        IOException { HResult: FullDisk } =>
            $"{cause.Message.TrimEnd('.')}; make room for what is written, or write it elsewhere.",
        _ when IsExpected(cause) => cause.Message,
        _ => $"Unexpected {cause.GetType().Name}: {cause.Message} ({TraceVariable}=1 shows where.)",
    };

    // libtorch's own words on a GPU and on a CPU.
    private static bool IsOutOfMemory(string message) =>
        message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
        || message.Contains("can't allocate memory", StringComparison.Ordinal);

    // Exceptions whose messages are written for the person who started the program.
    private static bool IsExpected(Exception cause) => cause
        is ConfigurationException or LibTorchException or RunDirectoryException or CheckpointException
        or DeviceUnavailableException or EvaluationFormatException or IncomparableException or NonFiniteException
        or RunFilterException or UnknownTaskSplitException or TaskParameterException or MujocoException
        or NoGraphicsException or RenderingException or ClusterException or OutputException or IOException
        or UnauthorizedAccessException;

    private static Exception Cause(Exception failure) => failure
        is AggregateException { InnerExceptions.Count: 1 } or TypeInitializationException or TargetInvocationException
        && failure.InnerException is { } inner
            ? Cause(inner)
            : failure;

    private static string FirstLine(Exception cause) => cause.Message.Split('\n')[0].Trim();

    private static string OneLine(string text) => Terminal.Printable(
        string.Join(' ', text.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)));
}
