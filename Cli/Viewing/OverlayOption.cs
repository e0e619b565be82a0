using System.CommandLine;
using MetaRL.Cli.Options;
using MetaRL.Viewer.Scenes;

namespace MetaRL.Cli.Viewing;

/// <summary>The option that chooses the overlay of a picture or a film.</summary>
internal sealed class OverlayOption
{
    private static readonly string[] Names = [.. Enum.GetNames<OverlayKind>().Select(name => name.ToLowerInvariant())];

    private readonly Option<string?> _option = new("--overlay")
    {
        Description =
            "none; the agent's belief or attention; in grids, tabular MDPs and bandits visits, or its policy or values",
        HelpName = "KIND",
    };

    public OverlayOption() => _option.Require(Names.Contains, $"{string.Join(", ", Names[..^1])} or {Names[^1]}");

    public void AddTo(Command command) => command.Add(_option);

    /// <summary>Null where nothing is said.</summary>
    public OverlayKind? Kind(ParseResult parsed) =>
        parsed.GetValue(_option) is { } name ? Enum.Parse<OverlayKind>(name, ignoreCase: true) : null;
}
