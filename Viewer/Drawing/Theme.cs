namespace MetaRL.Viewer.Drawing;

/// <summary>
/// The viewer's colours, bright on dark. Those that carry meaning are of Okabe and Ito 2008 and stay apart for
/// colour-blind eyes.
/// </summary>
public static class Theme
{
    public static readonly Color Background = Color.Of("#0d1117");
    public static readonly Color Panel = Color.Of("#161b22");
    public static readonly Color Raised = Color.Of("#21283a");
    public static readonly Color Border = Color.Of("#30363d");
    public static readonly Color Grid = Color.Of("#262d38");
    public static readonly Color Solid = Color.Of("#5b6675");
    public static readonly Color Faint = Color.Of("#8b949e");
    public static readonly Color Ink = Color.Of("#e6edf3");

    /// <summary>The learner, wherever it is.</summary>
    public static readonly Color Agent = Color.Of("#56b4e9");

    /// <summary>What is to be reached.</summary>
    public static readonly Color Goal = Color.Of("#f0e442");

    /// <summary>What the agent does: forces, torques, choices.</summary>
    public static readonly Color Action = Color.Of("#e69f00");

    /// <summary>What ends or harms.</summary>
    public static readonly Color Danger = Color.Of("#d55e00");

    /// <summary>What the agent has earned.</summary>
    public static readonly Color Reward = Color.Of("#009e73");

    /// <summary>Where the agent was in earlier rounds.</summary>
    public static readonly Color Trail = Color.Of("#cc79a7");

    private static readonly Color[] SeriesColors =
        [Agent, Action, Reward, Trail, Goal, Danger, Color.Of("#0072b2"), Faint];

    private static readonly Color[] HeatColors =
    [
        Color.Of("#1b2433"), Color.Of("#0072b2"), Color.Of("#009e73"), Color.Of("#f0e442"),
    ];

    /// <summary>The colour of one of several things that are told apart; it repeats after eight.</summary>
    public static Color Series(int index) => SeriesColors[index % SeriesColors.Length];

    /// <summary>From low, 0, to high, 1, ever brighter.</summary>
    public static Color Heat(double share)
    {
        var at = (float)Math.Clamp(share, 0, 1) * (HeatColors.Length - 1);
        var below = Math.Min((int)at, HeatColors.Length - 2);
        return HeatColors[below].Mix(HeatColors[below + 1], at - below);
    }
}
