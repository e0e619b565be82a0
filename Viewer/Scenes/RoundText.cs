namespace MetaRL.Viewer.Scenes;

/// <summary>Rounds in words.</summary>
internal static class RoundText
{
    /// <summary>Name of a round.</summary>
    /// <param name="updatesWeights">Whether an agent learns by new weights between rounds.</param>
    /// <param name="round">From 0 on.</param>
    public static string Name(bool updatesWeights, int round) => (updatesWeights, round) switch
    {
        (true, 0) => "before any update",
        (true, 1) => "after 1 update",
        (true, _) => $"after {round} updates",
        (false, _) => $"episode {round + 1}",
    };
}
