namespace ImGuiNET;

/// <summary>How a table behaves.</summary>
[Flags]
public enum ImGuiTableFlags
{
    None = 0,
    Resizable = 1,
    RowBg = 64,
    BordersInnerH = 128,
    BordersOuterH = 256,
    BordersInnerV = 512,
    BordersOuterV = 1024,
    BordersH = 384,
    BordersV = 1536,
    BordersInner = 640,
    BordersOuter = 1280,
    Borders = 1920,
    SizingFixedFit = 8192,
    SizingFixedSame = 16384,
    SizingStretchProp = 24576,
    SizingStretchSame = 32768,
    ScrollX = 16777216,
    ScrollY = 33554432,
}
