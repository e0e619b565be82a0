using MetaRL.Viewer.Desktop;
using Silk.NET.GLFW;
using Xunit;

namespace MetaRL.Tests.Viewer
{
    public sealed class MissingDisplayTests
    {
        [Fact]
        public void IsOfTheSystem_WhatSilkNetThrowsForGlfw_IsCaught() => Assert.True(ViewerWindow.IsOfTheSystem(new GlfwException()));

        [Fact]
        public void IsOfTheSystem_OtherwiseAMistake_IsNot() => Assert.False(ViewerWindow.IsOfTheSystem(new InvalidOperationException()));
    }
}

namespace Silk.NET.GLFW
{
    /// <summary>Stands for that of the real package.</summary>
    internal sealed class GlfwException : Exception;
}
