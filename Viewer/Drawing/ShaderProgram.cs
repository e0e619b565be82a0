using Silk.NET.OpenGL;

namespace MetaRL.Viewer.Drawing;

/// <summary>A vertex and a fragment shader that belong together.</summary>
internal sealed class ShaderProgram : IDisposable
{
    private readonly GL _gl;
    private readonly uint _program;
    private readonly int _viewport;

    public ShaderProgram(GL gl, string vertex, string fragment)
    {
        _gl = gl;
        _program = gl.CreateProgram();
        var stages = new[] { Compile(ShaderType.VertexShader, vertex), Compile(ShaderType.FragmentShader, fragment) };
        foreach (var stage in stages)
        {
            gl.AttachShader(_program, stage);
        }

        gl.LinkProgram(_program);
        gl.GetProgram(_program, ProgramPropertyARB.LinkStatus, out var isLinked);
        if (isLinked == 0)
        {
            throw new InvalidOperationException(
                $"The graphics driver does not link a shader: {gl.GetProgramInfoLog(_program)}");
        }

        foreach (var stage in stages)
        {
            gl.DeleteShader(stage);
        }

        _viewport = gl.GetUniformLocation(_program, "viewport");
    }

    /// <param name="width">Pixels in a row of what is drawn to.</param>
    /// <param name="height">Rows.</param>
    public void Use(int width, int height)
    {
        _gl.UseProgram(_program);
        _gl.Uniform2(_viewport, width, (float)height);
    }

    public void Dispose() => _gl.DeleteProgram(_program);

    private uint Compile(ShaderType type, string source)
    {
        var shader = _gl.CreateShader(type);
        _gl.ShaderSource(shader, source);
        _gl.CompileShader(shader);
        _gl.GetShader(shader, ShaderParameterName.CompileStatus, out var isCompiled);
        return isCompiled != 0
            ? shader
            : throw new InvalidOperationException(
                $"The graphics driver does not compile a shader: {_gl.GetShaderInfoLog(shader)}");
    }
}
