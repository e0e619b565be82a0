namespace ImGuiNET;

/// <summary>How a font is read; the stand-in knows the default alone.</summary>
public readonly struct ImFontConfigPtr;
