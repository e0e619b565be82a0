using MetaRL.Environments.Locomotion;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments.Locomotion;

/// <summary>Rewards, ends, observations and first states against what the papers' repositories do.</summary>
public sealed class PublishedProtocolTests
{
    private const double Dt = 0.05; // s, of half-cheetah and ant

    /// <summary>Preset, horizon, numbers seen, and whether actions cost within ±1 only.</summary>
    public static TheoryData<string, int, int, bool> HalfCheetahs() => new()
    {
        { Preset.Maml, 200, 20, true },
        { Preset.PyTorchMamlRl, 100, 20, false },
        { Preset.ProMp, 100, 17, false },
        { Preset.Pearl, 200, 20, false },
    };

    [Theory]
    [MemberData(nameof(HalfCheetahs))]
    public void HalfCheetah_OfAPreset_HasThePublishedRewardAndObservation(
        string preset, int horizon, int seen, bool clipped)
    {
        var velocity = Lane.Of(HalfCheetah.Velocity(preset), "target_velocity");
        var direction = Lane.Of(HalfCheetah.Direction(preset), "direction");
        Assert.Equal((horizon, seen), (velocity.Family.Horizon, velocity.Seen.Length));
        var v = (velocity.After[0] - velocity.Before[0]) / Dt;
        Assert.Equal(-Math.Abs(v - velocity.Task[0]) - (0.05 * velocity.Squared(clipped)), velocity.Reward, 1e-10);
        v = (direction.After[0] - direction.Before[0]) / Dt;
        Assert.Contains(direction.Task[0], new[] { -1.0, 1 });
        Assert.Equal((direction.Task[0] * v) - (0.05 * direction.Squared(clipped)), direction.Reward, 1e-10);
        Assert.Equal(velocity.Before[1..], velocity.Seen[..17]);
    }

    /// <summary>Preset, and the cost of a squared action and the bonus of a step.</summary>
    public static TheoryData<string, double, double> Ants() => new()
    {
        { Preset.Maml, 0.005, 0.05 },
        { Preset.PyTorchMamlRl, 0.005, 0.05 },
        { Preset.ProMp, 0.5, 1 },
        { Preset.Pearl, 0.5, 1 },
    };

    [Theory]
    [MemberData(nameof(Ants))]
    public void AntDirection_OfAPreset_HasThePublishedReward(string preset, double cost, double bonus)
    {
        var lane = Lane.Of(Ant.Direction(preset), "angle");
        var (vx, vy) = ((lane.After[0] - lane.Before[0]) / Dt, (lane.After[1] - lane.Before[1]) / Dt);
        var along = (Math.Cos(lane.Task[0]) * vx) + (Math.Sin(lane.Task[0]) * vy);
        Assert.Equal(along + bonus - (cost * lane.Squared(preset == Preset.Maml)), lane.Reward, 1e-10);
        Assert.Equal(lane.Before[2..], lane.Seen);
    }

    [Fact]
    public void AntVelocity_OfMaml_HasThePublishedReward()
    {
        var lane = Lane.Of(Ant.Velocity(), "target_velocity");
        var v = (lane.After[0] - lane.Before[0]) / Dt;
        Assert.Equal(
            1 - Math.Abs(v - lane.Task[0]) + 0.05 - (0.005 * lane.Squared(clipped: true)), lane.Reward, 1e-10);
    }

    [Theory]
    [InlineData(Preset.Maml, 4.05, 0.005)]
    [InlineData(Preset.ProMp, 0, 0.1)]
    public void AntGoal_OfAPreset_HasThePublishedRewardAndSeesWhereItIs(string preset, double bonus, double cost)
    {
        var lane = Lane.Of(Ant.Goal(preset), "goal_x", "goal_y");
        var distance = Math.Abs(lane.After[0] - lane.Task[0]) + Math.Abs(lane.After[1] - lane.Task[1]);
        Assert.Equal(bonus - distance - (cost * lane.Squared(preset == Preset.Maml)), lane.Reward, 1e-10);
        Assert.Equal(lane.Before, lane.Seen);
    }

    [Fact]
    public void Hopper_Always_IsPaidForVelocityAndForLiving()
    {
        var lane = Lane.Of(Upright.Hopper(), "direction");
        var v = (lane.After[0] - lane.Before[0]) / 0.008;
        Assert.Equal(v + 1 - (0.001 * lane.Squared(clipped: false)), lane.Reward, 1e-9);
        Assert.Equal(11, lane.Seen.Length);
    }

    // Height and lean of the torso, and whether that is an end
    [Theory]
    [InlineData("hopper", 1.2, 0.0, false)]
    [InlineData("hopper", 0.65, 0.0, true)]
    [InlineData("hopper", 1.2, 0.25, true)]
    [InlineData("hopper", 9.0, 0.0, false)]
    [InlineData("walker", 1.2, 0.9, false)]
    [InlineData("walker", 1.2, 1.1, true)]
    [InlineData("walker", 0.75, 0.0, true)]
    [InlineData("walker", 2.1, 0.0, true)]
    public void Terminated_OfAnUprightBody_IsBeyondHeightAndLean(string name, double height, double lean, bool ends)
    {
        using var scope = NewDisposeScope();
        var family = Bodies.Of(name);
        var state = new double[family.StateNames.Count];
        (state[1], state[2]) = (height, lean);
        Assert.Equal(ends, Step(family, state).Terminated.data<bool>()[0]);
    }

    [Theory]
    [InlineData(Preset.Maml, 0.55, false)]
    [InlineData(Preset.Maml, 0.3, false)]
    [InlineData(Preset.ProMp, 1.2, true)]
    [InlineData(Preset.Maml, 1.2, true)]
    public void Terminated_OfAnAnt_IsBeyondItsHeights(string preset, double height, bool ends)
    {
        using var scope = NewDisposeScope();
        var state = new double[29];
        (state[2], state[3]) = (height, 1);
        (state[8], state[10], state[12], state[14]) = (1, -1, -1, 1);
        Assert.Equal(ends, Step(Ant.Direction(preset), state).Terminated.data<bool>()[0]);
    }

    // rllab's and Gym's noise of first states
    [Theory]
    [InlineData(Preset.Maml, 0.01, 0.1)]
    [InlineData(Preset.ProMp, 0.0577350269, 0.1)] // U[-0.1, 0.1]
    public void Reset_OfAPreset_SpreadsAsPublished(string preset, double position, double velocity)
    {
        using var scope = NewDisposeScope();
        var family = HalfCheetah.Velocity(preset);
        var tasks = Bodies.Task(family);
        var states = family.Reset(tasks, new RngKey(3).Uniform([1, 4000, family.ResetNoise], CPU));
        Assert.Equal(0, states.narrow(-1, 0, 9).mean().ToDouble(), 3 * position / Math.Sqrt(36000));
        Assert.Equal(position, states.narrow(-1, 0, 9).std().ToDouble(), 0.02 * position);
        Assert.Equal(velocity, states.narrow(-1, 9, 9).std().ToDouble(), 0.02 * velocity);
    }

    private static Transition Step(LocomotionFamily family, double[] state) => family.Step(
        Bodies.Task(family), tensor(state, [1, 1, state.Length]),
        zeros([1, 1, family.Plan.Motors.Count], ScalarType.Float64), zeros([1, 1, 0], ScalarType.Float64));

    // A step from a first state of a drawn task, by actions some of which are beyond ±1
    private sealed record Lane(
        LocomotionFamily Family, double[] Task, double[] Before, double[] After, double[] Action, double[] Seen,
        double Reward)
    {
        public static Lane Of(LocomotionFamily family, params string[] target)
        {
            using var scope = NewDisposeScope();
            var tasks = family.Sample(new RngKey(7), 1, TaskSplit.Train);
            var noise = new RngKey(8).Uniform([1, 1, family.ResetNoise], CPU, ScalarType.Float64);
            var state = family.Reset(tasks, noise);
            var action = new RngKey(9).Normal([1, 1, family.Plan.Motors.Count], CPU, ScalarType.Float64);
            var step = family.Step(tasks, state, action, zeros([1, 1, 0], ScalarType.Float64));
            return new Lane(
                family, [.. target.Select(name => tasks[name][0].ToDouble())], HostMemory.Copy<double>(state),
                HostMemory.Copy<double>(step.State), HostMemory.Copy<double>(action),
                HostMemory.Copy<double>(family.Observe(tasks, state)), step.Reward.ToDouble());
        }

        /// <summary>‖a‖².</summary>
        public double Squared(bool clipped)
        {
            Assert.Contains(Action, torque => Math.Abs(torque) > 1);
            return Action.Sum(torque => Math.Pow(clipped ? Math.Clamp(torque, -1, 1) : torque, 2));
        }
    }
}
