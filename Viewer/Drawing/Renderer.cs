using Silk.NET.OpenGL;

namespace MetaRL.Viewer.Drawing;

/// <summary>
/// Draws what a <see cref="Painter"/> collects into the framebuffer that is bound: per clipped region one call for all
/// shapes and one for all text on top of them.
/// </summary>
public sealed class Renderer : IDisposable
{
    private readonly GL _gl;
    private readonly ShaderProgram _shapeProgram;
    private readonly ShaderProgram _glyphProgram;
    private readonly InstanceBuffer<ShapeInstance> _shapes;
    private readonly InstanceBuffer<GlyphInstance> _glyphs;
    private readonly uint _texture;
    private GlyphAtlas? _atlas;

    /// <param name="gl">OpenGL 3.3, current on this thread.</param>
    public Renderer(GL gl)
    {
        _gl = gl;
        _shapeProgram = new ShaderProgram(gl, Shaders.ShapeVertex, Shaders.ShapeFragment);
        _glyphProgram = new ShaderProgram(gl, Shaders.GlyphVertex, Shaders.GlyphFragment);
        _shapes = new InstanceBuffer<ShapeInstance>(gl, new(2, 0), new(2, 8), new(4, 16), new(1, 32), new(4, 36, true));
        _glyphs = new InstanceBuffer<GlyphInstance>(gl, new(4, 0), new(4, 16), new(4, 32, true));
        _texture = gl.GenTexture();
    }

    /// <summary>Clears the framebuffer and draws.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="scale">Pixels per unit of the painter.</param>
    /// <param name="paint">What to draw.</param>
    public void Draw(int width, int height, float scale, Action<Painter> paint)
    {
        if (_atlas?.Scale != scale)
        {
            Load(_atlas = GlyphAtlas.For(scale));
        }

        var painter = new Painter(_atlas!, new Area(0, 0, width / scale, height / scale));
        paint(painter);
        _gl.Viewport(0, 0, (uint)width, (uint)height);
        _gl.Disable(EnableCap.ScissorTest);
        _gl.Disable(EnableCap.CullFace);
        _gl.Disable(EnableCap.DepthTest);
        _gl.ClearColor(Theme.Background.R, Theme.Background.G, Theme.Background.B, 1);
        _gl.Clear(ClearBufferMask.ColorBufferBit);
        _gl.Enable(EnableCap.Blend);
        _gl.BlendFunc(BlendingFactor.One, BlendingFactor.OneMinusSrcAlpha);
        _gl.Enable(EnableCap.ScissorTest);
        _gl.ActiveTexture(TextureUnit.Texture0);
        _gl.BindTexture(TextureTarget.Texture2D, _texture);
        _shapes.Upload(painter.Shapes);
        _glyphs.Upload(painter.Glyphs);
        foreach (var batch in painter.Batches())
        {
            Draw(batch, width, height, scale);
        }

        _gl.Disable(EnableCap.ScissorTest);
    }

    public void Dispose()
    {
        _shapes.Dispose();
        _glyphs.Dispose();
        _shapeProgram.Dispose();
        _glyphProgram.Dispose();
        _gl.DeleteTexture(_texture);
    }

    private void Draw(Batch batch, int width, int height, float scale)
    {
        // Whole pixels, counted from below.
        var (left, top) = ((int)MathF.Floor(batch.Clip.X * scale), (int)MathF.Floor(batch.Clip.Y * scale));
        var (right, bottom) = (
            (int)MathF.Ceiling(batch.Clip.Right * scale), (int)MathF.Ceiling(batch.Clip.Bottom * scale));
        _gl.Scissor(left, height - bottom, (uint)(right - left), (uint)(bottom - top));
        if (batch.Shapes > 0)
        {
            _shapeProgram.Use(width, height);
            _shapes.Draw(batch.FirstShape, batch.Shapes);
        }

        if (batch.Glyphs > 0)
        {
            _glyphProgram.Use(width, height);
            _glyphs.Draw(batch.FirstGlyph, batch.Glyphs);
        }
    }

    private unsafe void Load(GlyphAtlas atlas)
    {
        _gl.BindTexture(TextureTarget.Texture2D, _texture);
        _gl.PixelStore(PixelStoreParameter.UnpackAlignment, 1);
        fixed (byte* coverage = atlas.Coverage)
        {
            _gl.TexImage2D(
                TextureTarget.Texture2D, 0, InternalFormat.R8, (uint)atlas.Width, (uint)atlas.Height, 0,
                PixelFormat.Red, PixelType.UnsignedByte, coverage);
        }

        _gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMinFilter, (int)TextureMinFilter.Linear);
        _gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMagFilter, (int)TextureMagFilter.Linear);
        _gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureWrapS, (int)TextureWrapMode.ClampToEdge);
        _gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureWrapT, (int)TextureWrapMode.ClampToEdge);
    }
}
