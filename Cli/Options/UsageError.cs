using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using MetaRL.Configuration.Yaml;

namespace MetaRL.Cli.Options;

/// <summary>Describes what is wrong with a command line, in one line.</summary>
internal static class UsageError
{
    /// <summary>The first mistake with its cure; null where there is none.</summary>
    public static string? Of(ParseResult parsed)
    {
        var mistake = parsed.Action is HelpAction ? UnknownTopic(parsed) : Mistake(parsed);
        if (mistake is null)
        {
            return null;
        }

        var command = parsed.CommandResult.Command;
        return mistake.EndsWith('?') ? mistake : $"{mistake} Type '{Path(command)} --help' for what there is.";
    }

    private static string? Mistake(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        return MistypedOption(parsed) is { } option ? Unknown("option", option, Options(command))
            : parsed.UnmatchedTokens.Count > 0 ? Unmatched(parsed.UnmatchedTokens[0], command)
            : EmptyArgument(parsed) is { } empty ? Missing(empty, command)
            : parsed.Errors.Count > 0 ? Message(parsed.Errors[0], command)
            : null;
    }

    // With --help the parser reports no errors, so that a mistyped command would show the help of another one.
    private static string? UnknownTopic(ParseResult asked)
    {
        var help = asked.RootCommandResult.Command.Options.OfType<HelpOption>().Single();
        var topic = asked.Tokens.Select(token => token.Value)
            .Where(word => word != help.Name && !help.Aliases.Contains(word));
        var parsed = asked.RootCommandResult.Command.Parse([.. topic], asked.Configuration);
        var command = parsed.CommandResult.Command;
        return command.Subcommands.Count > 0
            ? parsed.UnmatchedTokens.Count > 0 ? Unmatched(parsed.UnmatchedTokens[0], command) : null
            : parsed.Errors.FirstOrDefault(error =>
                error.SymbolResult is ArgumentResult { Tokens.Count: > 0 })?.Message;
    }

    private static Argument? EmptyArgument(ParseResult parsed) => parsed.CommandResult.Children.OfType<ArgumentResult>()
        .FirstOrDefault(argument => argument.Tokens.Any(token => token.Value.Length == 0))?.Argument;

    private static string Missing(Argument argument, Command command) =>
        $"'{Path(command)}' needs {argument.Name}: {Lower(argument.Description)}.";

    // Where an argument is missing, the library takes an option that it does not know for one.
    private static string? MistypedOption(ParseResult parsed) =>
        parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
            ? null
            : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens)
                .FirstOrDefault(token => token.Value.Length > 1 && token.Value[0] == '-')?.Value;

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

    // The library's own messages name types and symbols; these say what to type.
    private static string Message(ParseError error, Command command) => error.SymbolResult switch
    {
        OptionResult { Tokens.Count: 0, Option: var option } =>
            $"{option.Name} needs a value: {Lower(option.Description)}.",
        ArgumentResult { Tokens.Count: 0, Argument: var argument } => Missing(argument, command),
        CommandResult => $"'{Path(command)}' needs a command.",
        _ => error.Message.ReplaceLineEndings(" "),
    };

    /// <summary>The message for an unknown name, with the nearest known one if there is one.</summary>
    public static string Unknown(string kind, string token, IEnumerable<string> names)
    {
        var cure = NearestName.Of(token, names) is { } nearest ? $"; did you mean '{nearest}'?" : ".";
        return $"There is no {kind} '{token}'{cure}";
    }

    private static IEnumerable<string> Options(Command command)
    {
        var inherited = command.Parents.OfType<Command>().SelectMany(parent => parent.Options);
        return command.Options.Concat(inherited.Where(option => option.Recursive)).Where(option => !option.Hidden)
            .Select(option => option.Name);
    }

    private static string Path(Command command) =>
        string.Join(' ', command.Parents.OfType<Command>().Select(parent => parent.Name).Append(command.Name));

    // A first word in capitals, such as JSON, stays as it is.
    private static string Lower(string? sentence) => (sentence ?? "").TrimEnd('.') switch
    {
        "" => "",
        [_, var second, ..] capitals when char.IsUpper(second) => capitals,
        var words => char.ToLowerInvariant(words[0]) + words[1..],
    };
}
