using Spectre.Console;

namespace MetaRL.Cli.Output;

/// <summary>Where the program writes, and whether it writes for a terminal or for a file.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Errors and status lines.</param>
/// <param name="Live">Whether lines may be coloured and overwritten; otherwise each is plain and written once.</param>
public sealed record Terminal(TextWriter Out, TextWriter Error, bool Live)
{
    private const int Unlimited = 10_000; // columns; a file or a pipe has no edge to wrap at

    /// <summary>Answers to questions; nothing by default.</summary>
    public TextReader In { get; init; } = TextReader.Null;

    /// <summary>Tables, text and progress on <see cref="Out"/>.</summary>
    public IAnsiConsole Console { get; } = Create(Out, Live);

    /// <summary>The process's own; live at a terminal unless <c>CI</c> or <c>NO_COLOR</c> is set.</summary>
    public static Terminal OfProcess() => new(
        System.Console.Out,
        System.Console.Error,
        IsLive(System.Console.IsOutputRedirected, Environment.GetEnvironmentVariable))
    {
        In = System.Console.In,
    };

    /// <summary>
    /// Whether the output is a terminal with control sequences, and neither variable asks for plain lines.
    /// </summary>
    public static bool IsLive(bool redirected, Func<string, string?> variable) =>
        !redirected
        && !IsSet(variable("CI"))
        && string.IsNullOrEmpty(variable("NO_COLOR"))
        && variable("TERM") is not (null or "" or "dumb");

    /// <summary>Writes a status line; while there is a live display, above it.</summary>
    public void WriteStatus(string line)
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

    /// <summary>Writes an error, and ignores it if that fails: the exit code reports the error too.</summary>
    public void WriteError(string line)
    {
        try
        {
            Error.WriteLine(line);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>A text from a file, whose control characters must not reach the terminal.</summary>
    public static string Printable(string text) =>
        string.Concat(text.Select(letter => char.IsControl(letter) ? '�' : letter));

    /// <summary>Shows the cursor again after a live display was cut off.</summary>
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
