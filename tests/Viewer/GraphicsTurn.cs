using MetaRL.Tests.Compat;
using Xunit;

namespace MetaRL.Tests.Viewer;

/// <summary>
/// Tests that draw, one after the other: Dear ImGui has one context at a time in the whole process, and GLFW one
/// display.
/// </summary>
[CollectionDefinition(Name)]
public sealed class GraphicsTurn : ICollectionFixture<VirtualDisplay>
{
    public const string Name = "Graphics";
}
