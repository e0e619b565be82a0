using MetaRL.Environments.Locomotion;
using MetaRL.Environments.Tasks;
using Xunit;

namespace MetaRL.Tests.Environments.Locomotion;

/// <summary>The MAML paper's test tasks against what NumPy's legacy generator draws.</summary>
public sealed class PublishedTasksTests
{
    // numpy.random.seed(1); numpy.random.rand(3)
    private static readonly double[] Seed1 = [0.417022004702574, 0.7203244934421581, 0.00011437481734488664];

    [Fact]
    public void Velocities_OfTheHalfCheetah_AreTwiceTheUnits() =>
        Assert.Equal(Seed1.Select(unit => 2 * unit), First(HalfCheetah.Velocity(), "target_velocity"));

    // whatever the preset's own range is
    [Fact]
    public void Velocities_OfTheHalfCheetahOfAnotherPreset_AreTheSame() => Assert.Equal(
        First(HalfCheetah.Velocity(), "target_velocity"),
        First(HalfCheetah.Velocity(Preset.ProMp), "target_velocity"));

    [Fact]
    public void Velocities_OfTheAnt_AreThreeTimesTheUnits() =>
        Assert.Equal(Seed1.Select(unit => 3 * unit), First(Ant.Velocity(), "target_velocity"));

    [Fact]
    public void Directions_OfTheHalfCheetah_AreForwardsAboveOneHalf() =>
        Assert.Equal([-1, 1, -1], First(HalfCheetah.Direction(), "direction"));

    [Fact]
    public void Directions_OfTheAnt_AreOfSeedTwo() =>
        Assert.Equal([Math.PI, Math.PI, 0], First(Ant.Direction(), "angle"));

    [Fact]
    public void Goals_OnADisc_AreWithinItAndFillIt()
    {
        var tasks = Ant.Goal(Preset.Pearl).Tasks.Sample(new RngKey(1), 2000, TaskSplit.Train);
        var radii = tasks["goal_x"].Numbers.Zip(tasks["goal_y"].Numbers, double.Hypot).ToArray();
        Assert.All(radii, radius => Assert.InRange(radius, 0, 3));
        Assert.Equal(2.0 / 3 * 3, radii.Average(), 0.05); // of a uniform disc, two thirds of its radius
        Assert.Equal(0, tasks["goal_x"].Numbers.Average(), 0.1);
    }

    private static double[] First(LocomotionFamily family, string parameter) =>
        family.Tasks.Sample(default, 40, new TaskSplit("maml-2017"))[parameter].Numbers[..3];
}
