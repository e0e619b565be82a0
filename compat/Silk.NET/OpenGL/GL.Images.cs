namespace Silk.NET.OpenGL;

public unsafe partial class GL
{
    public uint GenTexture() => Generate();

    public void BindTexture(TextureTarget target, uint texture) => Bind((uint)target, texture);

    public void ActiveTexture(TextureUnit texture) => ((delegate* unmanaged<uint, void>)Function())((uint)texture);

    public void DeleteTexture(uint textures) => Delete(textures);

    public void TexImage2D(
        TextureTarget target, int level, InternalFormat internalformat, uint width, uint height, int border, PixelFormat format,
        PixelType type, void* pixels) =>
        ((delegate* unmanaged<uint, int, uint, uint, uint, int, uint, uint, void*, void>)Function())(
            (uint)target, level, (uint)internalformat, width, height, border, (uint)format, (uint)type, pixels);

    public void TexParameter(TextureTarget target, TextureParameterName pname, int param) =>
        ((delegate* unmanaged<uint, uint, int, void>)Function("TexParameteri"))((uint)target, (uint)pname, param);

    public uint GenFramebuffer() => Generate();

    public void BindFramebuffer(FramebufferTarget target, uint framebuffer) => Bind((uint)target, framebuffer);

    public void DeleteFramebuffer(uint framebuffers) => Delete(framebuffers);

    public GLEnum CheckFramebufferStatus(FramebufferTarget target) =>
        (GLEnum)((delegate* unmanaged<uint, uint>)Function())((uint)target);

    public void FramebufferRenderbuffer(
        FramebufferTarget target, FramebufferAttachment attachment, RenderbufferTarget renderbuffertarget, uint renderbuffer) =>
        ((delegate* unmanaged<uint, uint, uint, uint, void>)Function())(
            (uint)target, (uint)attachment, (uint)renderbuffertarget, renderbuffer);

    public uint GenRenderbuffer() => Generate();

    public void BindRenderbuffer(RenderbufferTarget target, uint renderbuffer) => Bind((uint)target, renderbuffer);

    public void DeleteRenderbuffer(uint renderbuffers) => Delete(renderbuffers);

    public void RenderbufferStorage(RenderbufferTarget target, InternalFormat internalformat, uint width, uint height) =>
        ((delegate* unmanaged<uint, uint, uint, uint, void>)Function())((uint)target, (uint)internalformat, width, height);

    public void ReadPixels(int x, int y, uint width, uint height, PixelFormat format, PixelType type, void* pixels) =>
        ((delegate* unmanaged<int, int, uint, uint, uint, uint, void*, void>)Function())(
            x, y, width, height, (uint)format, (uint)type, pixels);
}
