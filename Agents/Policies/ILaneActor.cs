namespace MetaRL.Agents.Policies;

/// <summary>A way of acting in neighbouring lanes, on the memory of the CPU.</summary>
/// <remarks>
/// Lane n E + e is environment e of task n. Some lanes take all steps of an episode before others do.
/// </remarks>
public interface ILaneActor
{
    /// <summary>Told which lanes it acts in from now on.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="lanes">How many.</param>
    /// <param name="envs">E.</param>
    void Begin(int first, int lanes, int envs);

    /// <summary>Acts in these lanes.</summary>
    /// <param name="observations">[lanes, O].</param>
    /// <param name="noise">The policy's own numbers, [lanes, Z].</param>
    /// <param name="actions">[lanes, A]; numbers of actions where these are discrete.</param>
    void Act(ReadOnlySpan<float> observations, ReadOnlySpan<float> noise, Span<float> actions);

    /// <summary>Told what came of it, for those who remember.</summary>
    /// <param name="rewards">[lanes].</param>
    /// <param name="ended">Whether the task or the clock ended the episode, [lanes].</param>
    void See(ReadOnlySpan<float> rewards, ReadOnlySpan<bool> ended)
    {
    }
}
