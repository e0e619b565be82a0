using MetaRL.Viewer.Drawing;
using Silk.NET.OpenGL;

namespace MetaRL.Viewer.Offscreen;

/// <summary>A picture drawn with OpenGL without a display.</summary>
public sealed class OffscreenCanvas : IDisposable
{
    private readonly EglContext _context;
    private readonly int _width;
    private readonly int _height;
    private readonly float _scale;
    private Renderer? _renderer;
    private uint _framebuffer;
    private uint _image;

    private OffscreenCanvas(EglContext context, int width, int height, float scale)
    {
        (_context, _width, _height, _scale) = (context, width, height, scale);
        context.Use(Allocate);
    }

    /// <summary>What draws, such as <c>llvmpipe</c>, in the driver's own words.</summary>
    public string Device { get; private set; } = "";

    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="scale">Pixels per unit of drawing; 2 for displays of high density.</param>
    /// <exception cref="NoGraphicsException">There is no OpenGL 3.3.</exception>
    public static OffscreenCanvas Create(int width, int height, float scale = 1) => width > 0 && height > 0 && scale > 0
        ? new OffscreenCanvas(EglContext.Create(), width, height, scale)
        : throw new ArgumentException(
            $"Width, height and scale of a picture must be above 0, but are {width}, {height} and {scale}.");

    /// <summary>Draws over what is there; areas are in units, <c>width / scale</c> of them in a row.</summary>
    public void Draw(Action<Painter> paint) => _context.Use(() =>
    {
        _context.Gl.BindFramebuffer(FramebufferTarget.Framebuffer, _framebuffer);
        _renderer!.Draw(_width, _height, _scale, paint);
    });

    /// <summary>Waits until everything is drawn and copies it.</summary>
    public unsafe Picture Read()
    {
        var upwards = new byte[_width * _height * 3];
        _context.Use(() =>
        {
            var gl = _context.Gl;
            gl.BindFramebuffer(FramebufferTarget.Framebuffer, _framebuffer);
            gl.PixelStore(PixelStoreParameter.PackAlignment, 1);
            fixed (byte* pixels = upwards)
            {
                gl.ReadPixels(0, 0, (uint)_width, (uint)_height, PixelFormat.Rgb, PixelType.UnsignedByte, pixels);
            }
        });
        var rgb = new byte[upwards.Length];
        var stride = _width * 3;
        for (var row = 0; row < _height; row++)
        {
            upwards.AsSpan((_height - 1 - row) * stride, stride).CopyTo(rgb.AsSpan(row * stride));
        }

        return new Picture(_width, _height, rgb);
    }

    /// <summary>Waits until everything is drawn.</summary>
    public void Finish() => _context.Use(_context.Gl.Finish);

    public void SavePng(string path) => Read().SavePng(path);

    public void Dispose()
    {
        _context.Use(() =>
        {
            _renderer?.Dispose();
            _context.Gl.DeleteFramebuffer(_framebuffer);
            _context.Gl.DeleteRenderbuffer(_image);
        });
        _context.Dispose();
    }

    private void Allocate()
    {
        var gl = _context.Gl;
        Device = gl.GetStringS(StringName.Renderer);
        _image = gl.GenRenderbuffer();
        gl.BindRenderbuffer(RenderbufferTarget.Renderbuffer, _image);
        gl.RenderbufferStorage(RenderbufferTarget.Renderbuffer, InternalFormat.Rgba8, (uint)_width, (uint)_height);
        _framebuffer = gl.GenFramebuffer();
        gl.BindFramebuffer(FramebufferTarget.Framebuffer, _framebuffer);
        gl.FramebufferRenderbuffer(
            FramebufferTarget.Framebuffer, FramebufferAttachment.ColorAttachment0, RenderbufferTarget.Renderbuffer,
            _image);
        if (gl.CheckFramebufferStatus(FramebufferTarget.Framebuffer) != GLEnum.FramebufferComplete)
        {
            throw new NoGraphicsException(
                $"{Device} cannot draw a picture of {_width} × {_height} pixels; give a smaller --size or --scale, or"
                    + " fewer --tasks or --rounds.");
        }

        _renderer = new Renderer(gl);
    }
}
