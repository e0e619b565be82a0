using System.CommandLine;
using System.CommandLine.Parsing;
using MetaRL.Experiments.Yaml;

namespace MetaRL.Cli;

/// <summary>What is wrong with a command line, in one line.</summary>
internal static class UsageError
{
    /// <summary>The first mistake with its cure; null where there is none.</summary>
    public static string? Of(ParseResult parsed)
    {
        if (parsed.Errors.Count == 0)
        {
            return null;
        }

        var command = parsed.CommandResult.Command;
        var mistake = parsed.UnmatchedTokens.Count > 0
            ? Unmatched(parsed.UnmatchedTokens[0], command)
            : Words(parsed.Errors[0], command);
        return mistake.EndsWith('?') ? mistake : $"{mistake} Type '{Path(command)} --help' for what there is.";
    }

    private static string Unmatched(string token, Command command)
    {
        if (token.StartsWith('-'))
        {
            return Unknown("option", token, Options(command));
        }

        return command.Subcommands.Count > 0
            ? Unknown("command", token, command.Subcommands.Select(sub => sub.Name))
            : $"'{token}' is one argument too many.";
    }

    // The library's own words name types and symbols; these name what to type.
    private static string Words(ParseError error, Command command) => error.SymbolResult switch
    {
        OptionResult { Tokens.Count: 0, Option: var option } =>
            $"{option.Name} needs a value: {Lower(option.Description)}.",
        ArgumentResult { Tokens.Count: 0, Argument: var argument } =>
            $"'{Path(command)}' needs {argument.Name}: {Lower(argument.Description)}.",
        CommandResult => $"'{Path(command)}' needs a command.",
        _ => error.Message.ReplaceLineEndings(" "),
    };

    /// <summary>There is no such thing, but perhaps one with a similar name.</summary>
    public static string Unknown(string kind, string token, IEnumerable<string> names)
    {
        var cure = NearestName.Of(token, names) is { } nearest ? $"; did you mean '{nearest}'?" : ".";
        return $"There is no {kind} '{token}'{cure}";
    }

    private static IEnumerable<string> Options(Command command)
    {
        var inherited = command.Parents.OfType<Command>().SelectMany(parent => parent.Options);
        return command.Options.Concat(inherited.Where(option => option.Recursive)).Select(option => option.Name);
    }

    private static string Path(Command command) =>
        string.Join(' ', command.Parents.OfType<Command>().Select(parent => parent.Name).Append(command.Name));

    private static string Lower(string? sentence) =>
        string.IsNullOrEmpty(sentence) ? "" : char.ToLowerInvariant(sentence[0]) + sentence[1..].TrimEnd('.');
}
