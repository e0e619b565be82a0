using System.Numerics;
using System.Runtime.InteropServices;

namespace MetaRL.Viewer.Drawing;

/// <summary>
/// A rounded trapezoid around a centre, whose length runs along an axis: every shape there is. In pixels, as the
/// graphics processor reads it.
/// </summary>
/// <param name="Centre">From the upper left corner.</param>
/// <param name="Axis">Unit vector along the length.</param>
/// <param name="HalfLength">Without the rounding.</param>
/// <param name="HalfStart">Half of the height where the length starts, without the rounding.</param>
/// <param name="HalfEnd">Half of the height where it ends.</param>
/// <param name="Radius">Of the rounding, on all sides.</param>
/// <param name="Outline">Thickness of the edge inwards, if there is only an edge; 0 for a filled shape.</param>
/// <param name="Color">0xAABBGGRR.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ShapeInstance(
    Vector2 Centre, Vector2 Axis, float HalfLength, float HalfStart, float HalfEnd, float Radius, float Outline,
    uint Color);
