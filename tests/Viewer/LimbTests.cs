using MetaRL.Environments.Locomotion;
using MetaRL.Viewer.Scenes;
using Xunit;

namespace MetaRL.Tests.Viewer;

/// <summary>Where a body's solids are drawn.</summary>
public sealed class LimbTests
{
    // A torso of a metre, 0.7 m above the ground, around x; turned upright its front end, with which the engine begins,
    // is on top.
    [Fact]
    public void Of_AHalfCheetah_PutsItsTorsoWhereTheStateSays()
    {
        var family = HalfCheetah.Velocity();
        var state = new double[18];
        (state[0], state[1], state[2]) = (3, 0.1, -Math.PI / 2);
        var torso = Limb.Of(family, state)[0];
        Assert.Equal((3, 1.3f), (torso.From.X, torso.From.Z), Near);
        Assert.Equal((3, 0.3f), (torso.To.X, torso.To.Z), Near);
        Assert.Equal(0.046f, torso.Radius);
        Assert.Equal(8, Limb.Of(family, state).Count);
    }

    private static bool Near((float X, float Z) one, (float X, float Z) other) =>
        Math.Abs(one.X - other.X) < 1e-5 && Math.Abs(one.Z - other.Z) < 1e-5;
}
