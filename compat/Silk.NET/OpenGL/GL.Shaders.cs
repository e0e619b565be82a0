using System.Runtime.InteropServices;
using System.Text;

namespace Silk.NET.OpenGL;

public unsafe partial class GL
{
    public uint CreateShader(ShaderType type) => ((delegate* unmanaged<uint, uint>)Function())((uint)type);

    public void ShaderSource(uint shader, string @string)
    {
        var source = Encoding.UTF8.GetBytes(@string);
        fixed (byte* text = source)
        {
            var length = source.Length;
            ((delegate* unmanaged<uint, int, byte**, int*, void>)Function())(shader, 1, &text, &length);
        }
    }

    public void CompileShader(uint shader) => ((delegate* unmanaged<uint, void>)Function())(shader);

    public void GetShader(uint shader, ShaderParameterName pname, out int @params)
    {
        fixed (int* value = &@params) ((delegate* unmanaged<uint, uint, int*, void>)Function("GetShaderiv"))(shader, (uint)pname, value);
    }

    public string GetShaderInfoLog(uint shader)
    {
        GetShader(shader, ShaderParameterName.InfoLogLength, out var length);
        return Log(Function(), shader, length);
    }

    public void DeleteShader(uint shader) => ((delegate* unmanaged<uint, void>)Function())(shader);

    public uint CreateProgram() => ((delegate* unmanaged<uint>)Function())();

    public void AttachShader(uint program, uint shader) => ((delegate* unmanaged<uint, uint, void>)Function())(program, shader);

    public void LinkProgram(uint program) => ((delegate* unmanaged<uint, void>)Function())(program);

    public void GetProgram(uint program, ProgramPropertyARB pname, out int @params)
    {
        fixed (int* value = &@params) ((delegate* unmanaged<uint, uint, int*, void>)Function("GetProgramiv"))(program, (uint)pname, value);
    }

    public string GetProgramInfoLog(uint program)
    {
        GetProgram(program, ProgramPropertyARB.InfoLogLength, out var length);
        return Log(Function(), program, length);
    }

    public void UseProgram(uint program) => ((delegate* unmanaged<uint, void>)Function())(program);

    public void DeleteProgram(uint program) => ((delegate* unmanaged<uint, void>)Function())(program);

    public int GetUniformLocation(uint program, string name)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(name + "\0")) return ((delegate* unmanaged<uint, byte*, int>)Function())(program, text);
    }

    public void Uniform1(int location, int v0) => ((delegate* unmanaged<int, int, void>)Function("Uniform1i"))(location, v0);

    public void Uniform1(int location, float v0) => ((delegate* unmanaged<int, float, void>)Function("Uniform1f"))(location, v0);

    public void Uniform2(int location, float v0, float v1) =>
        ((delegate* unmanaged<int, float, float, void>)Function("Uniform2f"))(location, v0, v1);

    public void Uniform4(int location, float v0, float v1, float v2, float v3) =>
        ((delegate* unmanaged<int, float, float, float, float, void>)Function("Uniform4f"))(location, v0, v1, v2, v3);

    private static string Log(nint function, uint one, int length)
    {
        var text = new byte[Math.Max(1, length)];
        fixed (byte* first = text)
        {
            ((delegate* unmanaged<uint, int, int*, byte*, void>)function)(one, text.Length, null, first);
            return Marshal.PtrToStringUTF8((nint)first) ?? "";
        }
    }
}
