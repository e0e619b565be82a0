using MetaRL.Viewer.Desktop;
using MetaRL.Viewer.Offscreen;
using Silk.NET.Core.Loader;
using Xunit;

namespace MetaRL.Tests.Viewer;

public sealed class MissingDisplayTests
{
    [Fact]
    public void IsOfTheSystem_WhatSilkNetThrows_IsCaught() =>
        Assert.True(ViewerWindow.IsMissingGraphics(new SymbolLoadingException("glDrawArraysInstanced")));

    [Fact]
    public void IsOfTheSystem_OtherwiseAMistake_IsNot() =>
        Assert.False(ViewerWindow.IsMissingGraphics(new InvalidOperationException()));

    [Fact]
    public void Function_ThatNoOpenGlHas_IsOneLineWithTheCure()
    {
        var missing = Assert.Throws<NoGraphicsException>(() => EglContext.Function("drawNothing"));
        Assert.Equal(
            "This OpenGL has no drawNothing; the viewer needs OpenGL 3.3: install a newer graphics driver, or what"
            + " Debian calls libgl1-mesa-dri.",
            missing.Message);
    }
}
