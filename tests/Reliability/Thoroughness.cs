namespace MetaRL.Tests.Reliability;

/// <summary>
/// How often things are tried: a few times in every run of the tests, often with <c>METARL_RELIABILITY=1</c>.
/// </summary>
internal static class Thoroughness
{
    /// <summary>Whether the long forms are asked for.</summary>
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("METARL_RELIABILITY") == "1";

    public static int Times(int usually, int thoroughly) => IsFull ? thoroughly : usually;
}
