using Silk.NET.Core.Contexts;

namespace Silk.NET.OpenGL;

public static class ContextSourceExtensions
{
    public static GL CreateOpenGL(this IGLContextSource src) => GL.GetApi(src);
}
