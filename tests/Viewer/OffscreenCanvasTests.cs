using System.Numerics;
using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Offscreen;
using Xunit;

namespace MetaRL.Tests.Viewer;

/// <summary>What is drawn without a display is where it should be.</summary>
[Collection(GraphicsTurn.Name)]
public sealed class OffscreenCanvasTests
{
    private static readonly Color Red = new(1, 0, 0);

    [Fact]
    public void Read_NothingDrawn_IsTheBackground()
    {
        var picture = Draw(_ => { });
        Assert.True(picture[20, 10].IsNear(Theme.Background));
    }

    [Fact]
    public void Circle_Drawn_CoversItsInsideAlone()
    {
        var picture = Draw(painter => painter.Circle(new Vector2(30, 20), 5, Red));
        Assert.True(picture[30, 20].IsNear(Red));
        Assert.True(picture[33, 20].IsNear(Red));
        Assert.True(picture[37, 20].IsNear(Theme.Background));
        Assert.True(picture[30, 27].IsNear(Theme.Background));
    }

    [Fact]
    public void Circle_ItsEdge_IsHalfCovered()
    {
        var picture = Draw(painter => painter.Circle(new Vector2(30.5f, 20.5f), 5, Red));
        Assert.InRange(picture[35, 20].R, 0.4f, 0.7f);
    }

    [Fact]
    public void Ring_Drawn_IsHollow()
    {
        var picture = Draw(painter => painter.Ring(new Vector2(30, 20), 10, 4, Red));
        Assert.True(picture[30, 20].IsNear(Theme.Background));
        Assert.True(picture[39, 20].IsNear(Red));
    }

    [Fact]
    public void Rectangle_WithRoundCorners_LeavesThemOut()
    {
        var picture = Draw(painter => painter.Rectangle(new Area(10, 10, 20, 20), Red, 8));
        Assert.True(picture[20, 11].IsNear(Red));
        Assert.True(picture[10, 10].IsNear(Theme.Background));
    }

    [Fact]
    public void Outline_Drawn_IsOnlyAnEdge()
    {
        var picture = Draw(painter => painter.Outline(new Area(10, 10, 20, 20), Red, 2));
        Assert.True(picture[11, 20].IsNear(Red));
        Assert.True(picture[14, 20].IsNear(Theme.Background));
    }

    [Fact]
    public void Triangle_Drawn_IsNarrowAtItsTip()
    {
        var picture = Draw(painter => painter.Triangle(new Vector2(10, 20), new Vector2(40, 20), 20, Red));
        Assert.True(picture[12, 27].IsNear(Red));
        Assert.True(picture[36, 20].IsNear(Red));
        Assert.True(picture[36, 27].IsNear(Theme.Background));
    }

    [Fact]
    public void Polyline_BetweenColors_GoesFromOneToTheOther()
    {
        Vector2[] points = [.. Enumerable.Range(0, 11).Select(step => new Vector2(10 + (4 * step), 20))];
        var picture = Draw(painter => painter.Polyline(points, 4, Red, new Color(0, 0, 1)));
        Assert.True(picture[12, 20].R > 0.8f);
        Assert.True(picture[48, 20].B > 0.8f);
    }

    [Fact]
    public void Clip_ShapeBeyond_IsCutOff()
    {
        var picture = Draw(painter => painter.Clip(
            new Area(10, 10, 10, 10), () => painter.Rectangle(new Area(0, 0, 60, 40), Red)));
        Assert.True(picture[15, 15].IsNear(Red));
        Assert.True(picture[22, 15].IsNear(Theme.Background));
        Assert.True(picture[15, 8].IsNear(Theme.Background));
    }

    [Fact]
    public void Text_Drawn_LeavesInkWithinItsLine()
    {
        var picture = Draw(painter => painter.Text("HH", new Vector2(10, 10), Red));
        Assert.Contains(
            from x in Enumerable.Range(10, 24) from y in Enumerable.Range(10, 15) select picture[x, y],
            pixel => pixel.R > 0.8f);
        Assert.DoesNotContain(
            from x in Enumerable.Range(0, 60) from y in Enumerable.Range(26, 14) select picture[x, y],
            pixel => pixel.R > 0.2f);
    }

    [Fact]
    public void Draw_AtTwiceTheDensity_HasTwiceThePixels()
    {
        using var canvas = OffscreenCanvas.Create(120, 80, scale: 2);
        canvas.Draw(painter => painter.Circle(new Vector2(30, 20), 5, Red));
        var picture = canvas.Read();
        Assert.True(picture[68, 40].IsNear(Red));
        Assert.True(picture[72, 40].IsNear(Theme.Background));
    }

    [Fact]
    public void SavePng_Picture_HasItsSignatureAndSize()
    {
        var file = Path.GetTempFileName();
        try
        {
            Draw(painter => painter.Circle(new Vector2(30, 20), 5, Red)).SavePng(file);
            var bytes = File.ReadAllBytes(file);
            Assert.Equal<byte>(
                [137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 60, 0, 0, 0, 40], bytes[..24]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    // The value that the check of zlib's crc32 gives for an empty end: the four bytes that close every file of this
    // format.
    [Fact]
    public void SavePng_Picture_EndsAsTheStandardSays() =>
        Assert.Equal<byte>([0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130], PngEncoding.Encode(1, 1, [1, 2, 3])[^12..]);

    [Fact]
    public void Create_NoSize_SaysTheRule()
    {
        var wrong = Assert.Throws<ArgumentException>(() => OffscreenCanvas.Create(0, 40));
        Assert.Equal("Width, height and scale of a picture must be above 0, but are 0, 40 and 1.", wrong.Message);
    }

    private static Picture Draw(Action<Painter> paint)
    {
        using var canvas = OffscreenCanvas.Create(60, 40);
        canvas.Draw(paint);
        return canvas.Read();
    }
}
