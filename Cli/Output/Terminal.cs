using Spectre.Console;

namespace MetaRL.Cli.Output;

/// <summary>Where the program writes, and in which manner.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Errors and what a person at the keyboard should know.</param>
/// <param name="Live">Whether lines may be coloured and written anew; otherwise each is plain and written once.</param>
public sealed record Terminal(TextWriter Out, TextWriter Error, bool Live)
{
    private const int Unlimited = 10_000; // columns; a file or a pipe has no edge to wrap at

    /// <summary>Tables, text and progress on <see cref="Out"/>.</summary>
    public IAnsiConsole Console { get; } = Create(Out, Live);

    /// <summary>The process's own; live at a terminal unless <c>CI</c> or <c>NO_COLOR</c> is set.</summary>
    public static Terminal OfProcess() => new(
        System.Console.Out,
        System.Console.Error,
        IsLive(System.Console.IsOutputRedirected, Environment.GetEnvironmentVariable));

    /// <summary>Whether the output is a terminal with control sequences, and nobody asked for plain lines.</summary>
    public static bool IsLive(bool redirected, Func<string, string?> variable) =>
        !redirected
        && !IsSet(variable("CI"))
        && string.IsNullOrEmpty(variable("NO_COLOR"))
        && variable("TERM") is not (null or "" or "dumb");

    /// <summary>A line for the person at the keyboard; above a live display, which it would otherwise break.</summary>
    public void Tell(string line)
    {
        if (Live)
        {
            Console.WriteLine(line);
        }
        else
        {
            Error.WriteLine(line);
        }
    }

    /// <summary>Says what is wrong, if there is still somebody to tell: the exit code says it too.</summary>
    public void Complain(string line)
    {
        try
        {
            Error.WriteLine(line);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>Undoes what a live display that is cut off leaves behind.</summary>
    public void ShowCursor()
    {
        if (Live)
        {
            Out.Write("\e[?25h");
        }
    }

    private static bool IsSet(string? value) => value is not (null or "" or "0" or "false");

    private static IAnsiConsole Create(TextWriter writer, bool live)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = live ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = live ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = live ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (!live)
        {
            console.Profile.Width = Unlimited;
        }

        return console;
    }
}
