using System.CommandLine;
using MetaRL.Cli.Options;

namespace MetaRL.Cli.Reporting;

/// <summary>What of the agents at work a page shows.</summary>
internal enum Media
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A picture of each of the first algorithms.</summary>
    Storyboards,

    /// <summary>These, and a film of the first.</summary>
    Films,
}

/// <summary><c>--media</c>.</summary>
internal sealed class MediaOption
{
    private static readonly string[] Names = ["none", "storyboards", "films"];

    private readonly Option<string> _option;

    /// <param name="usual">What holds where nothing is said.</param>
    public MediaOption(Media usual)
    {
        _option = new Option<string>("--media")
        {
            Description = "Agents at work in report.html: none, storyboards, or films, which take longer",
            HelpName = "kind",
            DefaultValueFactory = _ => Names[(int)usual],
        };
        _option.Require(Names.Contains, "none, storyboards or films");
    }

    public void AddTo(Command command) => command.Add(_option);

    public Media Of(ParseResult parsed) => (Media)Array.IndexOf(Names, parsed.GetRequiredValue(_option));
}
