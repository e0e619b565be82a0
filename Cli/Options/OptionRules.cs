using System.CommandLine;
using System.Globalization;

namespace MetaRL.Cli.Options;

/// <summary>Rules that values of options must keep; a value that breaks one is an error of usage.</summary>
internal static class OptionRules
{
    /// <param name="option">The option.</param>
    /// <param name="holds">Whether a value keeps the rule.</param>
    /// <param name="rule">The rule in words, behind "must be".</param>
    public static void Require(this Option option, Func<string, bool> holds, string rule) =>
        option.Refuse(text => holds(text) ? null : $"{option.Name} must be {rule}, but is '{text}'.");

    /// <summary>Requires a whole number.</summary>
    public static void RequireWhole(this Option option, int least) => option.Refuse(text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least ? null
        : text.Length > 9 && text.All(char.IsAsciiDigit)
            ? $"{option.Name} must be at most {int.MaxValue}, but is '{text}'."
        : $"{option.Name} must be a whole number of at least {least}, but is '{text}'.");

    /// <param name="option">The option.</param>
    /// <param name="fault">What is wrong with a value, in one sentence; null where nothing is.</param>
    public static void Refuse(this Option option, Func<string, string?> fault) => option.Validators.Add(result =>
    {
        if (result.Tokens.Select(token => fault(token.Value)).OfType<string>().FirstOrDefault() is { } words)
        {
            result.AddError(words);
        }
    });
}
