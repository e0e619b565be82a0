using Silk.NET.Windowing;

namespace Silk.NET.Input;

public static class InputWindowExtensions
{
    public static IInputContext CreateInput(this IView view) => new GlfwInput((GlfwWindow)view);
}
