namespace MetaRL.Viewer.Scenes;

/// <summary>What is laid over a scene, one at a time.</summary>
public enum OverlayKind
{
    None,

    /// <summary>How often each cell, state or arm was visited.</summary>
    Visits,

    /// <summary>What the agent would do in each state.</summary>
    Policy,

    /// <summary>What the agent takes each state, or each action there, to be worth.</summary>
    Values,

    /// <summary>What the agent believes of the task.</summary>
    Belief,
}
