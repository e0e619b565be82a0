using MetaRL.Environments.Tasks;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments;

/// <summary>A family against its published equations, written out for a single environment in 64-bit floats.</summary>
public abstract class EquationsContract : TaskFamilyContract
{
    private const int Tasks = 40;
    private const int Envs = 25;

    /// <summary>
    /// One step as published: (value of a parameter, state, action, noise) → (next state, reward, terminated).
    /// </summary>
    protected abstract (double[] Next, double Reward, bool Terminated) Published(
        Func<string, double> p, double[] s, double[] a, double[] u);

    protected abstract override IReadOnlyList<Interval> Excursions { get; }

    [Fact]
    public void Step_OfDefaultTasksFromAnyState_IsThePublishedOne() =>
        Compare(varied: false, steps: 1, tolerance: 1e-12);

    [Fact]
    public void Step_OfVariedTasksFromAnyState_IsThePublishedOne() => Compare(varied: true, steps: 1, tolerance: 1e-12);

    [Fact]
    public void Step_FiftyTimesOnDefaultTasks_FollowsThePublishedPath() =>
        Compare(varied: false, steps: 50, tolerance: 1e-9);

    [Fact]
    public void Step_FiftyTimesOnVariedTasks_FollowsThePublishedPath() =>
        Compare(varied: true, steps: 50, tolerance: 1e-9);

    // Single steps start anywhere within the excursions, paths where episodes start.
    private void Compare(bool varied, int steps, double tolerance)
    {
        using var scope = NewDisposeScope();
        var key = new RngKey(21);
        var tasks = Family.Create(
            Family.Tasks.Parameters.ToDictionary(parameter => parameter.Name, parameter => varied
                ? key.For(parameter.Name).Uniform([Tasks], CPU, ScalarType.Float64) * (
                    parameter.Train.High - parameter.Train.Low) + parameter.Train.Low
                : full([Tasks], parameter.Default, ScalarType.Float64)),
            Tasks);
        var values = tasks.Names.ToDictionary(name => name, name => Numbers(tasks[name]));
        var state = steps == 1
            ? key.For("state").Uniform([Tasks, Envs, Excursions.Count], CPU, ScalarType.Float64)
                * tensor(Excursions.Select(interval => interval.High - interval.Low).ToArray())
                + tensor(Excursions.Select(interval => interval.Low).ToArray())
            : Family.Reset(tasks, key.For("reset").Uniform([Tasks, Envs, Family.ResetNoise], CPU, ScalarType.Float64));
        var expected = Rows(state);
        for (var t = 0; t < steps; t++)
        {
            var action = Action(key.For("action").At(t));
            var noise = key.For("noise").At(t).Uniform([Tasks, Envs, Family.StepNoise], CPU, ScalarType.Float64);
            var step = Family.Step(tasks, state, action, noise);
            var (actions, noises) = (Rows(action), Rows(noise));
            var (states, rewards, ends) = (Rows(step.State), Numbers(step.Reward), Numbers(step.Terminated));
            for (var lane = 0; lane < Tasks * Envs; lane++)
            {
                var task = lane / Envs;
                var published = Published(name => values[name][task], expected[lane], actions[lane], noises[lane]);
                Assert.All(published.Next.Zip(states[lane]), pair => AssertNear(pair.First, pair.Second, tolerance));
                AssertNear(published.Reward, rewards[lane], tolerance);
                Assert.Equal(published.Terminated, ends[lane] != 0);
                expected[lane] = published.Next;
            }

            state = step.State;
        }
    }

    private Tensor Action(RngKey key) => Family.Actions switch
    {
        Discrete space =>
            key.Uniform([Tasks, Envs], CPU, ScalarType.Float64).mul(space.Count).to_type(ScalarType.Int64),
        Box space => (key.Uniform([Tasks, Envs, space.Size], CPU, ScalarType.Float64) * 2 - 1) * (1.5 * space.High),
        _ => throw new NotSupportedException(),
    };

    private static void AssertNear(double expected, double actual, double tolerance) => Assert.True(
        Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)),
        $"expected {expected:R}, but was {actual:R}");

    private static double[] Numbers(Tensor tensor) =>
        tensor.to_type(ScalarType.Float64).contiguous().data<double>().ToArray();

    private static double[][] Rows(Tensor tensor) => tensor.size(-1) == 0
        ? [.. Enumerable.Repeat(Array.Empty<double>(), Tasks * Envs)]
        : [.. Numbers(tensor).Chunk((int)(tensor.numel() / (Tasks * Envs)))];
}
