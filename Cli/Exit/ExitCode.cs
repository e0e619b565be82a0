namespace MetaRL.Cli.Exit;

/// <summary>Exit codes of the process. After a signal it is 128 + the signal's number.</summary>
public static class ExitCode
{
    public const int Ok = 0;
    public const int Failure = 1;

    /// <summary>The command line or the experiment file breaks a rule.</summary>
    public const int Usage = 2;
}
