using MetaRL.Cli.Output;
using MetaRL.Configuration.Yaml;

namespace MetaRL.Cli.Setup;

/// <summary>Questions that are asked line by line; Enter, or the end of the input, takes the default.</summary>
/// <param name="terminal">Where.</param>
/// <param name="takesDefaults">Whether nothing is asked.</param>
internal sealed class Questions(Terminal terminal, bool takesDefaults)
{
    /// <summary>The answer, asked for again until it is one.</summary>
    /// <param name="question">What is asked, in a line.</param>
    /// <param name="usual">The default.</param>
    /// <param name="given">An answer from the command line, which is not asked for; null where there is none.</param>
    /// <param name="fault">What is wrong with an answer, in one sentence; null where nothing is.</param>
    /// <exception cref="ConfigurationException">The command line's answer is wrong.</exception>
    public string Ask(string question, string usual, string? given, Func<string, string?> fault)
    {
        if (given is not null || takesDefaults)
        {
            var answer = given ?? usual;
            return fault(answer) is { } wrong ? throw new ConfigurationException(wrong) : answer;
        }

        while (true)
        {
            terminal.Out.Write($"{question} [{usual}] ");
            terminal.Out.Flush();
            var line = terminal.In.ReadLine();
            var answer = string.IsNullOrWhiteSpace(line) ? usual : line.Trim();
            if (fault(answer) is not { } wrong)
            {
                return answer;
            }

            terminal.Out.WriteLine(Terminal.Printable(wrong));
            if (line is null)
            {
                throw new ConfigurationException(wrong);
            }
        }
    }
}
