namespace MetaRL.Environments.Locomotion;

/// <summary>Names of the published versions of a task.</summary>
public static class Preset
{
    /// <summary>Finn, Abbeel, Levine 2017.</summary>
    public const string Maml = "maml";

    /// <summary>Deleu 2018.</summary>
    public const string PyTorchMamlRl = "pytorch-maml-rl";

    /// <summary>Rothfuss et al. 2019.</summary>
    public const string ProMp = "promp";

    /// <summary>Rakelly et al. 2019.</summary>
    public const string Pearl = "pearl";

    internal static string Repository(string preset) => preset switch
    {
        Maml => "cbfinn/maml_rl",
        PyTorchMamlRl => "tristandeleu/pytorch-maml-rl",
        ProMp => "jonasrothfuss/ProMP",
        _ => "katerakelly/oyster",
    };

    internal static ArgumentException Unknown(string preset, IReadOnlyList<string> known) =>
        new($"There is no preset '{preset}'; there are {string.Join(", ", known)}.", nameof(preset));
}
