namespace MetaRL.Viewer.Scenes;

/// <summary>What an overlay shows, one at a time.</summary>
public enum OverlayKind
{
    None,

    /// <summary>How often each cell, state or arm was visited.</summary>
    Visits,

    /// <summary>What the agent would do in each state.</summary>
    Policy,

    /// <summary>The agent's value of each state, or of each action there.</summary>
    Values,

    /// <summary>What the agent believes of the task.</summary>
    Belief,

    /// <summary>Which steps of the trial the agent attends to.</summary>
    Attention,
}
