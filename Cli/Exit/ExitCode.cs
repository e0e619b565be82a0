namespace MetaRL.Cli.Exit;

/// <summary>What the process ends with. A signal ends it with 128 + its number.</summary>
public static class ExitCode
{
    public const int Ok = 0;
    public const int Failure = 1;

    /// <summary>The command line or the experiment file breaks a rule.</summary>
    public const int Usage = 2;
}
