using System.Text.Json;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Locomotion.Bodies;
using MetaRL.Environments.Locomotion.Engine;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments.Locomotion;

/// <summary>The bodies against the published models, against mechanics, and against themselves.</summary>
public sealed class BodyPhysicsTests
{
    public static TheoryData<string> All => ["half-cheetah", "ant", "hopper", "walker"];

    /// <summary>One step of the published models under this engine: tests/golden/mujoco_steps.json.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Step_FromGivenStates_GoesWhereThePublishedModelGoes(string name)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "golden", "mujoco_steps.json");
        using var golden = JsonDocument.Parse(File.ReadAllText(file));
        var family = Bodies.Of(name);
        var steps = golden.RootElement.GetProperty(name).EnumerateArray().ToArray();
        Assert.Equal(15, steps.Length);
        Assert.All(steps, step =>
        {
            var expected = Numbers(step, "next");
            var actual = Bodies.Step(family, Numbers(step, "state"), Numbers(step, "action"));
            Assert.All(
                expected.Zip(actual),
                pair => Assert.Equal(pair.First, pair.Second, 1e-9 * Math.Max(1e-6, Math.Abs(pair.First))));
        });
    }

    // kg; the models as published, compiled by this engine
    [Theory]
    [InlineData(
        "half-cheetah", 6.2502092050209201, 1.5435146443514645, 1.5874476987447697, 1.0953974895397491,
        1.4380753138075317, 1.2008368200836821, 0.8845188284518829)]
    [InlineData(
        "ant", 0.32724923474893675, 0.039157753728466707, 0.039157753728466707, 0.067592204532680264,
        0.039157753728466707, 0.039157753728466707, 0.067592204532680264, 0.039157753728466707, 0.039157753728466707,
        0.067592204532680264, 0.039157753728466707, 0.039157753728466707, 0.067592204532680264)]
    [InlineData("hopper", 3.6651914291880923, 4.0578905108868177, 2.7813566959781637, 5.3155747698739306)]
    [InlineData(
        "walker", 3.6651914291880923, 4.0578905108868177, 2.7813566959781637, 3.1667253948185117, 4.0578905108868177,
        2.7813566959781637, 3.1667253948185117)]
    public void Mass_OfEachPart_IsThePublishedOne(string name, params double[] masses)
    {
        using var model = MujocoModel.Compile(Bodies.Of(name).Plan);
        Assert.Equal(masses.Length, model.Bodies - 1);
        Assert.All(
            masses.Zip(model.Mass[1..].ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-12 * pair.First));
    }

    // Whatever the limbs do, the centre of mass falls on a parabola, up to what integration makes of their turning.
    [Theory]
    [MemberData(nameof(All))]
    public void CentreOfMass_InFreeFall_FallsByHalfOfGTimesTSquared(string name)
    {
        var plan = Bodies.Of(name).Plan;
        using var model = MujocoModel.Compile(plan);
        using var body = new MujocoBody(model);
        var state = Bodies.Aloft(plan);
        var action = Enumerable.Range(0, plan.Motors.Count).Select(motor => 0.05 * Math.Sin(motor + 1)).ToArray();
        var start = Height(body, state);
        for (var step = 0; step < 10; step++)
        {
            var next = new double[state.Length];
            Assert.False(body.Step(state, action, plan.FrameSkip, next));
            state = next;
        }

        var (steps, dt) = (10.0 * plan.FrameSkip, plan.TimeStep);
        // Euler's method falls with the velocity at the end of each step
        var fallen = 9.81 / 2 * dt * dt * (plan.RungeKutta ? steps * steps : steps * (steps + 1));
        Assert.Equal(start - fallen, Height(body, state), plan.RungeKutta ? 1e-5 : 1e-4);
    }

    [Theory]
    [InlineData("hopper")]
    [InlineData("walker")]
    public void Energy_OfARigidFall_IsKept(string name)
    {
        var family = Bodies.Of(name);
        using var model = MujocoModel.Compile(family.Plan);
        var mass = model.Mass.ToArray().Sum();
        var state = Bodies.Aloft(family.Plan);
        var height = state[1];
        for (var step = 0; step < 50; step++)
        {
            state = Bodies.Step(family, state);
        }

        var velocity = state[family.Plan.Positions + 1];
        Assert.True(velocity < -2); // m/s
        Assert.Equal(mass * 9.81 * height, (mass * velocity * velocity / 2) + (mass * 9.81 * state[1]), 1e-7);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Step_AtRestWithoutGravity_StaysStill(string name)
    {
        var family = Bodies.Of(name);
        var state = Bodies.Aloft(family.Plan);
        var next = Bodies.Step(family, state, null, ("gravity", 0));
        Assert.All(state.Zip(next), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    // Left and right legs change places: y and what turns about x and z change their signs.
    [Fact]
    public void Step_OfAMirroredAnt_IsTheMirroredStep()
    {
        var family = Bodies.Of("ant");
        double[] state =
        [
            0.3, -0.2, 0.45, 0.98, 0.05, -0.1, 0.15, 0.1, 0.9, -0.2, -0.8, 0.15, -1, -0.05, 0.7, // position
            0.5, 0.3, -0.4, 0.2, -0.3, 0.6, 0.1, -0.5, 0.4, 0.2, -0.3, 0.6, 0.2, -0.1,           // velocity
        ];
        double[] action = [0.4, -0.7, 0.1, 0.9, -0.5, 0.3, 0.8, -0.2]; // of legs 4, 1, 2 and 3
        var expected = Mirror(Bodies.Step(family, state, action));
        double[] mirrored =
        [
            -action[2], action[3], -action[0], action[1], -action[6], action[7], -action[4], action[5],
        ];
        var actual = Bodies.Step(family, Mirror(state), mirrored);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
        Assert.NotEqual(expected[1], state[1], 1e-3);

        static double[] Mirror(double[] s) =>
        [
            s[0], -s[1], s[2], s[3], -s[4], s[5], -s[6], -s[13], s[14], -s[11], s[12], -s[9], s[10], -s[7], s[8],
            s[15], -s[16], s[17], -s[18], s[19], -s[20], -s[27], s[28], -s[25], s[26], -s[23], s[24], -s[21], s[22],
        ];
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Step_OfAState_DoesNotDependOnWhatTheBodyDidBefore(string name)
    {
        var plan = Bodies.Of(name).Plan;
        using var model = MujocoModel.Compile(plan);
        using var fresh = new MujocoBody(model);
        using var used = new MujocoBody(model);
        var action = Enumerable.Range(0, plan.Motors.Count).Select(motor => Math.Cos(motor)).ToArray();
        double[] low = Bodies.Aloft(plan), other = Bodies.Aloft(plan);
        low[plan.Root == RootMotion.Free ? 2 : 1] = plan.CountsFromGround ? 1.1 : 0.1; // in touch with the ground
        other[0] = 3;
        var (next, expected) = (new double[low.Length], new double[low.Length]);
        for (var step = 0; step < 5; step++)
        {
            used.Step(other, action, plan.FrameSkip, next);
            next.CopyTo(other, 0);
        }

        fresh.Step(low, action, plan.FrameSkip, expected);
        used.Step(low, action, plan.FrameSkip, next);
        Assert.Equal(expected, next);
    }

    [Fact]
    public void Step_OfManyThreads_GivesTheSameBytes()
    {
        using var scope = NewDisposeScope();
        var family = Bodies.Of("half-cheetah");
        var tasks = family.Sample(new RngKey(1), 8, TaskSplit.Train);
        var state = family.Reset(tasks, new RngKey(2).Uniform([8, 4, family.ResetNoise], CPU, ScalarType.Float64));
        var action = new RngKey(3).Normal([8, 4, 6], CPU, ScalarType.Float64);
        var together = Walk(tasks, state, action);
        var parts = new double[8][];
        Parallel.For(0, 8, task =>
        {
            using var own = NewDisposeScope();
            parts[task] = Walk(tasks.Slice(task, 1), state.narrow(0, task, 1), action.narrow(0, task, 1));
        });
        Assert.Equal(together, parts.SelectMany(part => part));

        double[] Walk(TaskBatch some, Tensor from, Tensor with)
        {
            var none = zeros([some.Count, 4, 0], ScalarType.Float64);
            for (var step = 0; step < 10; step++)
            {
                from = family.Step(some, from, with, none).State;
            }

            return HostMemory.Copy<double>(from);
        }
    }

    [Fact]
    public void Step_OfAStateThatExplodes_EndsTheLaneWithoutReward()
    {
        using var scope = NewDisposeScope();
        var family = Bodies.Of("hopper");
        var tasks = Bodies.Task(family);
        var bad = Bodies.Aloft(family.Plan);
        bad[8] = 1e12; // rad/s
        var good = Bodies.Aloft(family.Plan);
        var step = family.Step(
            tasks, tensor(bad.Concat(good).ToArray(), [1, 2, bad.Length]), zeros([1, 2, 3], ScalarType.Float64),
            zeros([1, 2, 0], ScalarType.Float64));
        Assert.Equal((1L, "MuJoCo's state exploded in 1 step"), (family.Explosions, family.Incidents));
        Assert.Equal([true, false], step.Terminated.data<bool>().ToArray());
        Assert.Equal(0, step.Reward[0, 0].ToDouble());
        Assert.NotEqual(0, step.Reward[0, 1].ToDouble());
        Assert.Equal(bad, step.State[0, 0].data<double>().ToArray());
    }

    [Fact]
    public void Step_OfEpisodesThatHaveEnded_LeavesThemAndMovesTheOthersAsEver()
    {
        using var scope = NewDisposeScope();
        var family = Bodies.Of("hopper");
        var tasks = Bodies.Task(family);
        var state = family.Reset(tasks, full([1, 2, family.ResetNoise], 0.25, ScalarType.Float64));
        var (action, none) = (full([1, 2, 3], 0.5, ScalarType.Float64), zeros([1, 2, 0], ScalarType.Float64));
        var all = family.Step(tasks, state, action, none);
        var one = family.StepAlive(tensor([false, true], [1, 2]), tasks, state, action, none);
        Assert.Equal(all.State[0, 1].data<double>().ToArray(), one.State[0, 1].data<double>().ToArray());
        Assert.Equal(all.Reward[0, 1].ToDouble(), one.Reward[0, 1].ToDouble());
        Assert.Equal(state[0, 0].data<double>().ToArray(), one.State[0, 0].data<double>().ToArray());
        Assert.Equal(0, one.Reward[0, 0].ToDouble());
        Assert.False(one.Terminated.any().ToBoolean());
    }

    // Also behind a view of the family.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Collect_UntilABodyFalls_MovesItNoFurther(bool isTold)
    {
        using var scope = NewDisposeScope();
        var family = Bodies.Of("hopper");
        var tasks = Bodies.Task(family);
        var envs = 8;
        var actions = new RngKey(1).Uniform([family.Horizon, 1, envs, 3], CPU, ScalarType.Float64).mul(2).sub(1);
        var seen = isTold ? new TaskConditioned(family) : (TaskFamily)family;
        var noise = RolloutNoise.Draw(new RngKey(2), seen, tasks, envs, restarts: false, actions);
        var rollout = Collector.Collect(seen, tasks, (_, action) => action, noise);
        var steps = rollout.Alive.sum(dim: 0).to_type(ScalarType.Int64).flatten().data<long>().ToArray();
        Assert.All(steps, count => Assert.InRange(count, 2, family.Horizon - 2)); // all have fallen
        for (var env = 0; env < envs; env++)
        {
            var after = rollout.Observations.select(2, env).narrow(0, steps[env], family.Horizon - steps[env]);
            Assert.Equal(0, (after - after[0]).abs().max().ToDouble());
            Assert.NotEqual(0, (after[0] - rollout.Observations[steps[env] - 1, 0, env]).abs().max().ToDouble());
        }
    }

    // Damping beyond what the method of Runge and Kutta can follow, with which the fourth step leaves 1e10 behind.
    [Fact]
    public void Step_OfAStateThatExplodesInTheEnginesLastStep_EndsTheLaneWithoutReward()
    {
        using var scope = NewDisposeScope();
        var family = Bodies.Of("hopper");
        var tasks = Bodies.Task(family, ("damping", 5600));
        var state = Bodies.Aloft(family.Plan);
        var step = family.Step(
            tasks, tensor(state, [1, 1, state.Length]), tensor(new[] { 0.3, 0.3, 0.3 }, [1, 1, 3]),
            zeros([1, 1, 0], ScalarType.Float64));
        Assert.True(step.Terminated[0, 0].ToBoolean());
        Assert.Equal(0, step.Reward[0, 0].ToDouble());
        Assert.Equal(state, step.State[0, 0].data<double>().ToArray());
    }

    private static double Height(MujocoBody body, double[] state)
    {
        var centre = new double[3];
        body.CentreOfMass(state, centre);
        return centre[2];
    }

    private static double[] Numbers(JsonElement step, string key) =>
        [.. step.GetProperty(key).EnumerateArray().Select(number => number.GetDouble())];
}
