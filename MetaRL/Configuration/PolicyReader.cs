using MetaRL.Agents.Policies;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Tasks;

namespace MetaRL.Configuration;

/// <summary>Reads the section <c>policy</c>.</summary>
internal static class PolicyReader
{
    /// <summary>
    /// Units of a layer at most: two such layers take 17 GB, and from the square of 2³¹ on sizes overflow.
    /// </summary>
    public const int MostUnits = 65_536;

    public static PolicySettings Read(YamlSection section, TaskFamily family)
    {
        var hidden = section.Ints("hidden", [64, 64], atLeast: 1, MostUnits);
        var activation = section.Choice("activation", [("tanh", Activation.Tanh), ("relu", Activation.Relu)]);
        if (family.Actions is Discrete actions && section.Has("initial_std"))
        {
            throw section.Error(
                "initial_std",
                $"policy.initial_std is for continuous actions, but those of {family.Name} are {actions};"
                + " remove the key.");
        }

        var std = family.Actions is Discrete ? 1 : section.Number("initial_std", 1, NumberRule.Positive);
        var settings = new PolicySettings(hidden, activation, std, ReadInitialization(section));
        section.End();
        return settings;
    }

    private static Initialization? ReadInitialization(YamlSection section)
    {
        var isWritten = section.HasOptional("initialization")
            | section.HasOptional("gain")
            | section.HasOptional("output_gain");
        return isWritten
            ? new Initialization(
                section.Choice(
                    "initialization",
                    [
                        ("xavier", WeightScheme.Xavier), ("he", WeightScheme.He),
                        ("orthogonal", WeightScheme.Orthogonal),
                    ]),
                section.Number("gain", 1, NumberRule.Positive),
                section.Number("output_gain", 1, NumberRule.Positive))
            : null;
    }
}
