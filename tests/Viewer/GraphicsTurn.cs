using Xunit;

namespace MetaRL.Tests.Viewer;

/// <summary>Tests that draw, one after the other: Dear ImGui has one context at a time in the whole process.</summary>
[CollectionDefinition(Name)]
public sealed class GraphicsTurn
{
    public const string Name = "Graphics";
}
