using MetaRL.Environments.Locomotion;
using MetaRL.Viewer.Scenes;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Viewer;

/// <summary>What captions say of a body's task.</summary>
public sealed class WishTests
{
    // In 32 bits, as tasks are when agents act, 9.81 is another number than in 64.
    [Theory]
    [InlineData(9.81, "forwards")]
    [InlineData(9.8, "forwards   gravity 9.8 m/s²")]
    [InlineData(20, "forwards   gravity 20 m/s²")]
    public void Words_OfATaskIn32Bits_NameGravityWhereItIsNotTheEarths(double gravity, string words) =>
        Assert.Equal(words, Words(Upright.Hopper(), ("gravity", gravity)));

    [Fact]
    public void Words_OfAPlace_HaveItsUnit() =>
        Assert.Equal("goal (2, −1.5) m", Words(Ant.Goal(), ("goal_x", 2), ("goal_y", -1.5)));

    private static string Words(LocomotionFamily family, params (string Name, double Value)[] task)
    {
        using var scope = NewDisposeScope();
        var values = task.ToDictionary(one => one.Name, one => tensor([one.Value], ScalarType.Float32));
        return Wish.Words(family, new TaskNumbers(family.Create(values, 1).To(CPU, ScalarType.Float32), 0));
    }
}
