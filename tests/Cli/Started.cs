using System.Diagnostics;

namespace MetaRL.Tests.Cli;

/// <summary>A process that was started, with what it has written.</summary>
internal sealed class Started : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _out;
    private readonly Task<string> _error;

    /// <param name="program">The program.</param>
    /// <param name="folder">Its current directory.</param>
    /// <param name="variables">All of its environment; null hands on that of this process.</param>
    /// <param name="args">Its arguments.</param>
    public Started(
        string program, string folder, IReadOnlyDictionary<string, string>? variables, params IEnumerable<string> args)
        : this(program, folder, variables, typed: false, args)
    {
    }

    private Started(
        string program, string folder, IReadOnlyDictionary<string, string>? variables, bool typed,
        IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = typed,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (variables is not null)
        {
            start.Environment.Clear();
            foreach (var (name, value) in variables)
            {
                start.Environment[name] = value;
            }
        }

        _process = Process.Start(start)!;
        _out = _process.StandardOutput.ReadToEndAsync();
        _error = _process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    /// <summary>Numbers of the processes that it has started.</summary>
    public int[] Children()
    {
        using var children = Process.Start(new ProcessStartInfo("pgrep", ["-P", $"{Id}"])
        {
            RedirectStandardOutput = true,
        })!;
        return [.. children.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(int.Parse)];
    }

    public bool HasEnded => _process.HasExited;

    /// <summary>A shell at a terminal, which waits for what <see cref="Type"/> types.</summary>
    public static Started Shell(string folder, IReadOnlyDictionary<string, string> variables) =>
        new(
            "script", folder, variables, typed: true,
            ["--quiet", "--return", "--command", "bash --norc --noprofile -i", "/dev/null"]);

    public void Type(string keys)
    {
        _process.StandardInput.Write(keys);
        _process.StandardInput.Flush();
    }

    /// <summary>The <c>metarl</c> program beside these tests.</summary>
    public static Started Metarl(string folder, params IEnumerable<string> args) =>
        new("dotnet", folder, null, [Path.Combine(AppContext.BaseDirectory, "metarl.dll"), .. args]);

    /// <summary>The same with all of an environment.</summary>
    public static Started Metarl(
        string folder, IReadOnlyDictionary<string, string> variables, params IEnumerable<string> args) =>
        new("dotnet", folder, variables, [Path.Combine(AppContext.BaseDirectory, "metarl.dll"), .. args]);

    /// <summary>The same under its launcher, in a process group of its own.</summary>
    public static Started Launched(string folder, params IEnumerable<string> args) => new(
        "setsid", folder, null,
        ["bash", "-c",
        """
        set -euo pipefail
        source "$0/scripts/dependencies.sh"
        source "$0/scripts/program.sh"
        run_program "$2" dotnet "$@"
        """,
        Checkout.Path(), Path.Combine(AppContext.BaseDirectory, "metarl.dll"), .. args]);

    /// <summary>Waits for its end, two minutes by default.</summary>
    public Invocation Ended(TimeSpan? patience = null)
    {
        var most = patience ?? TimeSpan.FromMinutes(2);
        if (!_process.WaitForExit(most))
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"No end within {most.TotalMinutes} minutes; the process wrote: {_out.Result}{_error.Result}");
        }

        return new Invocation(_process.ExitCode, _out.Result, _error.Result);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
