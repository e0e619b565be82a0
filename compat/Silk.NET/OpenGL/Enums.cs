namespace Silk.NET.OpenGL;

// Names and numbers of OpenGL, as far as a viewer needs them.
public enum BufferTargetARB
{
    ArrayBuffer = 34962,
    ElementArrayBuffer = 34963,
}

public enum BufferUsageARB
{
    StreamDraw = 35040,
    StaticDraw = 35044,
    DynamicDraw = 35048,
}

public enum ShaderType
{
    FragmentShader = 35632,
    VertexShader = 35633,
}

public enum ShaderParameterName
{
    CompileStatus = 35713,
    InfoLogLength = 35716,
}

public enum ProgramPropertyARB
{
    LinkStatus = 35714,
    InfoLogLength = 35716,
}

public enum PrimitiveType
{
    Lines = 1,
    Triangles = 4,
    TriangleStrip = 5,
}

public enum VertexAttribPointerType
{
    UnsignedByte = 5121,
    Float = 5126,
}

public enum TextureTarget
{
    Texture2D = 3553,
}

public enum TextureUnit
{
    Texture0 = 33984,
    Texture1 = 33985,
}

public enum TextureParameterName
{
    TextureMagFilter = 10240,
    TextureMinFilter = 10241,
    TextureWrapS = 10242,
    TextureWrapT = 10243,
}

public enum TextureMinFilter
{
    Nearest = 9728,
    Linear = 9729,
}

public enum TextureMagFilter
{
    Nearest = 9728,
    Linear = 9729,
}

public enum TextureWrapMode
{
    ClampToEdge = 33071,
}

public enum GLEnum
{
    FramebufferComplete = 36053,
}

public enum InternalFormat
{
    Rgba8 = 32856,
    R8 = 33321,
}

public enum PixelFormat
{
    Red = 6403,
    Rgb = 6407,
    Rgba = 6408,
}

public enum PixelType
{
    UnsignedByte = 5121,
}

public enum PixelStoreParameter
{
    UnpackAlignment = 3317,
    PackAlignment = 3333,
}

public enum ClearBufferMask
{
    ColorBufferBit = 16384,
}

public enum EnableCap
{
    Blend = 3042,
    ScissorTest = 3089,
    CullFace = 2884,
    DepthTest = 2929,
}

public enum BlendingFactor
{
    Zero = 0,
    One = 1,
    SrcAlpha = 770,
    OneMinusSrcAlpha = 771,
}

public enum FramebufferTarget
{
    ReadFramebuffer = 36008,
    DrawFramebuffer = 36009,
    Framebuffer = 36160,
}

public enum FramebufferAttachment
{
    ColorAttachment0 = 36064,
}

public enum RenderbufferTarget
{
    Renderbuffer = 36161,
}

public enum StringName
{
    Vendor = 7936,
    Renderer = 7937,
    Version = 7938,
}

public enum GetPName
{
    MaxTextureSize = 3379,
    MajorVersion = 33307,
    MinorVersion = 33308,
}
