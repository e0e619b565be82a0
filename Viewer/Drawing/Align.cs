namespace MetaRL.Viewer.Drawing;

/// <summary>Which part of a line of text is at the place where it is put.</summary>
public enum Align
{
    Left,
    Middle,
    Right,
}
