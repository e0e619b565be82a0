namespace MetaRL.Viewer.Scenes;

/// <summary>One environment at one time of an episode.</summary>
/// <param name="Time">t, steps since the reset.</param>
/// <param name="State">sₜ, [S].</param>
/// <param name="Observation">What the agent sees of it, [O].</param>
public sealed record SceneMoment(int Time, double[] State, double[] Observation)
{
    /// <summary>aₜ, [A], or the one number of a discrete action; empty before the first one.</summary>
    public double[] Action { get; init; } = [];

    /// <summary>rₜ; null before the first one.</summary>
    public double? Reward { get; init; }

    /// <summary>This episode so far, and episodes of earlier rounds, the latest first.</summary>
    public IReadOnlyList<Trail> Trails { get; init; } = [];

    public OverlayContent Overlay { get; init; } = OverlayContent.None;

    /// <summary>The action as a number; null where there is none or it is a vector.</summary>
    internal int? Choice => Action is [var number] ? (int)number : null;
}
