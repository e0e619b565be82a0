using MetaRL.Configuration;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Tasks;
using Xunit;

namespace MetaRL.Tests.Environments;

/// <summary>
/// The constants that <c>step</c> and <c>reset</c> of Gymnasium's classic control read, by the names they have there.
/// </summary>
/// <remarks>
/// Attributes of CartPoleEnv, PendulumEnv, AcrobotEnv, MountainCarEnv and Continuous_MountainCarEnv, and the options of
/// their resets. Left out are total_mass and polemass_length, which follow from others, LINK_LENGTH_2, which nothing
/// reads, and switches between equations: kinematics_integrator, sutton_barto_reward and book_or_nips.
/// </remarks>
public sealed class GymnasiumNamesTests
{
    [Theory]
    [InlineData("cart-pole", "gravity", 9.8)]
    [InlineData("cart-pole", "masscart", 1)]
    [InlineData("cart-pole", "masspole", 0.1)]
    [InlineData("cart-pole", "length", 0.5)]
    [InlineData("cart-pole", "force_mag", 10)]
    [InlineData("cart-pole", "tau", 0.02)]
    [InlineData("cart-pole", "theta_threshold_radians", 0.20943951023931953)]
    [InlineData("cart-pole", "x_threshold", 2.4)]
    [InlineData("cart-pole", "low", -0.05)]
    [InlineData("cart-pole", "high", 0.05)]
    [InlineData("pendulum", "max_speed", 8)]
    [InlineData("pendulum", "max_torque", 2)]
    [InlineData("pendulum", "dt", 0.05)]
    [InlineData("pendulum", "g", 10)]
    [InlineData("pendulum", "m", 1)]
    [InlineData("pendulum", "l", 1)]
    [InlineData("pendulum", "x_init", Math.PI)]
    [InlineData("pendulum", "y_init", 1)]
    [InlineData("acrobot", "dt", 0.2)]
    [InlineData("acrobot", "LINK_LENGTH_1", 1)]
    [InlineData("acrobot", "LINK_MASS_1", 1)]
    [InlineData("acrobot", "LINK_MASS_2", 1)]
    [InlineData("acrobot", "LINK_COM_POS_1", 0.5)]
    [InlineData("acrobot", "LINK_COM_POS_2", 0.5)]
    [InlineData("acrobot", "LINK_MOI", 1)]
    [InlineData("acrobot", "MAX_VEL_1", 4 * Math.PI)]
    [InlineData("acrobot", "MAX_VEL_2", 9 * Math.PI)]
    [InlineData("acrobot", "AVAIL_TORQUE", 1)] // there the list −1, 0, 1
    [InlineData("acrobot", "torque_noise_max", 0)]
    [InlineData("acrobot", "g", 9.8)] // a local variable there
    [InlineData("acrobot", "low", -0.1)]
    [InlineData("acrobot", "high", 0.1)]
    [InlineData("mountain-car", "min_position", -1.2)]
    [InlineData("mountain-car", "max_position", 0.6)]
    [InlineData("mountain-car", "max_speed", 0.07)]
    [InlineData("mountain-car", "goal_position", 0.5)]
    [InlineData("mountain-car", "goal_velocity", 0)]
    [InlineData("mountain-car", "force", 0.001)]
    [InlineData("mountain-car", "gravity", 0.0025)]
    [InlineData("mountain-car", "low", -0.6)]
    [InlineData("mountain-car", "high", -0.4)]
    [InlineData("mountain-car-continuous", "min_action", -1)]
    [InlineData("mountain-car-continuous", "max_action", 1)]
    [InlineData("mountain-car-continuous", "min_position", -1.2)]
    [InlineData("mountain-car-continuous", "max_position", 0.6)]
    [InlineData("mountain-car-continuous", "max_speed", 0.07)]
    [InlineData("mountain-car-continuous", "goal_position", 0.45)]
    [InlineData("mountain-car-continuous", "goal_velocity", 0)]
    [InlineData("mountain-car-continuous", "power", 0.0015)]
    [InlineData("mountain-car-continuous", "low", -0.6)]
    [InlineData("mountain-car-continuous", "high", -0.4)]
    public void Parameter_ByGymnasiumsName_HasItsValue(string family, string name, double standard) =>
        Assert.Equal(standard, Families.Create(family, []).Tasks.Parameter(name).Default);

    [Theory]
    [InlineData("cart-pole", "masspole, length, force_mag")]
    [InlineData("pendulum", "m, l")]
    [InlineData("acrobot", "link_length_1, link_mass_1, link_mass_2, link_moi")]
    [InlineData("mountain-car", "force, gravity")]
    [InlineData("mountain-car-continuous", "power, gravity")]
    public void Parameters_ByDefault_VaryWhereTheLiteratureVariesThem(string family, string names) => Assert.Equal(
        names,
            string.Join(
                ", ", Families.Create(family, []).Tasks.Parameters.Where(one => one.Varies).Select(one => one.Name)));

    [Theory]
    [InlineData("cart-pole", "low", "high")]
    [InlineData("acrobot", "low", "high")]
    [InlineData("mountain-car", "low", "high")]
    [InlineData("mountain-car-continuous", "low", "high")]
    [InlineData("mountain-car-continuous", "min_action", "max_action")]
    public void With_BothEndsOfAnIntervalDrawn_DrawsIntervals(string family, string low, string high)
    {
        var drawn = Families.Create(family, [$"tasks.{low}=train", $"tasks.{high}=train"]);
        var tasks = drawn.Tasks.Sample(new RngKey(1), 200, TaskSplit.Extrapolation);
        var (least, greatest) = (
            tasks[drawn.Tasks.Parameter(low).Name].Numbers, tasks[drawn.Tasks.Parameter(high).Name].Numbers);
        Assert.All(least.Zip(greatest), ends => Assert.True(ends.First < ends.Second));
    }

    [Fact]
    public void With_EndsOfAnIntervalThatCanCross_SaysWhere()
    {
        var error = Assert.Throws<ConfigurationException>(() => Families.Create("cart-pole", ["tasks.start_low=0.1"]));
        Assert.EndsWith(
            "The parameter 'start_low' must be at most 'start_high' in every task, but 0.1 is above 0.05.",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_WithEndsOfAnIntervalThatCross_SaysWhere()
    {
        var family = Families.Create("mountain-car-continuous", []);
        var error = Assert.Throws<TaskParameterException>(() => family.Tasks.Create(
            new Dictionary<string, TaskValues> { ["max_action"] = new([2], [-0.5, -1.5]) }, 2));
        Assert.Equal(
            "The parameter 'min_action' must be at most 'max_action' in every task, but -1 is above -1.5.",
            error.Message);
    }

    [Fact]
    public void Create_WithTwoNamesOfOneParameter_IsRefused()
    {
        var error = Assert.Throws<TaskParameterException>(() => Families.Create("acrobot", []).Tasks.Create(
            new Dictionary<string, TaskValues> { ["link_moi"] = new([1], [1]), ["LINK_MOI"] = new([1], [2]) }, 1));
        Assert.Equal("The parameter 'link_moi' must be given once, but is there under two names.", error.Message);
    }

    [Fact]
    public void Create_WithAnAliasInTheTasksOfAnExperiment_FixesTheParameter()
    {
        var family = Families.Create("acrobot", ["tasks.AVAIL_TORQUE=0.5", "tasks.LINK_MASS_2=1.2"]);
        var tasks = family.Tasks.Sample(new RngKey(1), 1, TaskSplit.Train);
        Assert.Equal([0.5, 1.2], [tasks["max_torque"].Numbers[0], tasks["link_mass_2"].Numbers[0]]);
    }
}
