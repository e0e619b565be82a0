namespace MetaRL.Viewer.Drawing;

/// <summary>The sizes of text that there are.</summary>
public enum TextSize
{
    /// <summary>For marks and numbers; 12 units a line.</summary>
    Small,

    /// <summary>For labels; 15 units a line.</summary>
    Normal,

    /// <summary>For titles; 22 units a line.</summary>
    Large,
}
