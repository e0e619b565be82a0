namespace MetaRL.Viewer.Playback;

/// <summary>Told what happens in a <see cref="LiveFamily"/>, lane by lane: N · E rows.</summary>
public interface IWatcher
{
    /// <summary>Episodes begin.</summary>
    /// <param name="states">[N · E, S].</param>
    /// <param name="observations">[N · E, O].</param>
    void Begin(double[] states, double[] observations);

    /// <summary>A step is about to be taken; may wait, or throw to end the agent.</summary>
    void BeforeStep();

    /// <summary>A step is about to be taken in an episode that is not shown; may throw to end the agent.</summary>
    void BeforePrivateStep();

    /// <summary>A step has been taken.</summary>
    /// <param name="actions">[N · E, A], or [N · E] where actions are discrete.</param>
    /// <param name="rewards">[N · E].</param>
    /// <param name="terminated">[N · E].</param>
    /// <param name="states">[N · E, S], after the step.</param>
    /// <param name="observations">[N · E, O], after the step.</param>
    void AfterStep(double[] actions, double[] rewards, bool[] terminated, double[] states, double[] observations);
}
