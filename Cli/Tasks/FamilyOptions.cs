using System.CommandLine;
using MetaRL.Configuration;
using MetaRL.Environments.Tasks;

namespace MetaRL.Cli.Tasks;

/// <summary>The family that a command is about, with its settings.</summary>
internal sealed class FamilyOptions
{
    private readonly Argument<string> _family = new("FAMILY")
    {
        Description = "The family, such as cart-pole; see metarl list families",
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "A setting of the family, such as horizon=50 or tasks.gravity=9.8; can be repeated",
        HelpName = "key=value",
        DefaultValueFactory = _ => [],
    };

    public void AddTo(Command command)
    {
        command.Add(_family);
        command.Add(_set);
    }

    public TaskFamily Load(ParseResult parsed) =>
        Families.Create(parsed.GetRequiredValue(_family), parsed.GetRequiredValue(_set));
}
