namespace MetaRL.Agents.Policies;

/// <summary>A way of acting in lanes, on the memory of the CPU.</summary>
public interface ILaneActor
{
    /// <summary>Acts in some neighbouring lanes; lane n E + e is environment e of task n.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="envs">E.</param>
    /// <param name="observations">[lanes, O].</param>
    /// <param name="noise">The policy's own numbers, [lanes, Z].</param>
    /// <param name="actions">[lanes, A]; numbers of actions where these are discrete.</param>
    void Act(
        int first, int envs, ReadOnlySpan<float> observations, ReadOnlySpan<float> noise, Span<float> actions);
}
