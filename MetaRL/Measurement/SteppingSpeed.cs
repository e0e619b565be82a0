using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Measurement;

/// <summary>
/// How fast all environments of one family step together into rollouts, episodes starting anew, all random numbers
/// drawn beforehand.
/// </summary>
/// <param name="Family">Its name.</param>
/// <param name="Lanes">Environments, over all tasks.</param>
/// <param name="ByKernels">Whether by kernels; else by libtorch.</param>
/// <param name="RandomActions">A step of all lanes with random actions.</param>
/// <param name="WithPolicy">The same with actions of a 64×64 policy that has weights of its own for each task.</param>
public sealed record SteppingSpeed(
    string Family, long Lanes, bool ByKernels, Timing RandomActions, Timing WithPolicy)
{
    private const int Tasks = 64;
    private const long StepsOfARun = 1 << 21; // environment steps in one timed run; from 4 to 256 of each lane
    private const int StepsOfEngines = 8;     // of each lane, since they take thousands of times as long

    /// <summary>The engine that steps, where that is neither libtorch nor our kernels.</summary>
    public string? Engine { get; init; }

    /// <summary>Measures one family, by kernels where there are some, and by libtorch.</summary>
    /// <param name="family">Its tasks are drawn from the training split.</param>
    /// <param name="lanes">Environments, a multiple of 64.</param>
    /// <param name="device">Where.</param>
    /// <param name="threads">Threads that share the tasks; one on a GPU.</param>
    /// <param name="timer">Of this device.</param>
    /// <param name="speed">Of this device.</param>
    public static IReadOnlyList<SteppingSpeed> Measure(
        TaskFamily family, long lanes, Device device, int threads, DeviceTimer timer, SpeedBounds speed)
    {
        using var scope = NewDisposeScope();
        var tasks = family.Sample(new RngKey(0).For("stepping speed").For("tasks"), Tasks, TaskSplit.Train)
            .To(device, ScalarType.Float32);
        TaskFamily[] forms = family.Lanes<float>(tasks, envs: 1) is null
            ? [family.WithoutKernels()]
            : [family, family.WithoutKernels()];
        return [.. forms.Select(form => Measure(form, tasks, lanes / Tasks, threads, timer, speed))];
    }

    private static SteppingSpeed Measure(
        TaskFamily family, TaskBatch tasks, long envs, int threads, DeviceTimer timer, SpeedBounds speed)
    {
        using var scope = NewDisposeScope();
        var (key, lanes) = (new RngKey(0).For("stepping speed"), Tasks * envs);
        var steps = family.Engine is null ? Math.Clamp(StepsOfARun / lanes, 4, 256) : StepsOfEngines;
        var policy = new PolicySettings([64, 64], Activation.Tanh, 1) { UsesKernels = family.UsesKernels }
            .Create(family);
        var weights = policy.Initialize(key.For("weights"), tasks.Device).Broadcast(Tasks);
        long[] lead = [steps, Tasks, envs];
        var given = new RolloutNoise(
            Uniform("reset", family.ResetNoise), Uniform("noise", family.StepNoise),
            RandomAction(family, key.For("actions"), lead, tasks.Device));
        var drawn = given with
        {
            Action = policy.Noise(key.For("policy"), lead, tasks.Device, ScalarType.Float32),
        };

        var bytes = RolloutBytes.OfAStep(family) * lanes;
        var matrices = policy.Layout.Weights.Where(weight => weight.Shape.Count == 2);
        var operations = 2.0 * lanes * matrices.Sum(weight => weight.Count);
        var chunks = new TaskChunks((Tasks + threads - 1) / threads, threads);
        return new SteppingSpeed(
            family.Name, lanes, family.UsesKernels,
            new Timing(
                Time((start, count) => Collector.Collect(
                    family, tasks.Slice(start, count), given.Slice(start, count))),
                speed.Floor(0, bytes)),
            new Timing(
                Time((start, count) => Collector.Collect(
                    family, tasks.Slice(start, count), policy,
                    weights with { Flat = weights.Flat.narrow(0, start, count) }, drawn.Slice(start, count))),
                speed.Floor(operations, bytes)))
        {
            Engine = family.Engine,
        };

        Tensor Uniform(string name, int size) => key.For(name).Uniform([.. lead, size], tasks.Device);

        double Time(Func<long, long, Rollout> collect) => timer.Median(() =>
        {
            using var run = NewDisposeScope();
            _ = chunks.Run(run, Tasks, (start, count) =>
            {
                using var still = no_grad();
                return collect(start, count);
            });
        }) / steps;
    }

    /// <summary>
    /// Uniform over the actions; standard normal where they are unbounded. [..., A], or int64 [...] where they are
    /// discrete.
    /// </summary>
    internal static Tensor RandomAction(TaskFamily family, RngKey key, long[] lead, Device device) =>
        family.Actions switch
        {
            Discrete space => key.Uniform(lead, device).mul(space.Count).to_type(ScalarType.Int64),
            Box space when double.IsFinite(space.Low) =>
                key.Uniform([.. lead, space.Size], device).mul(space.High - space.Low).add(space.Low),
            Box space => key.Normal([.. lead, space.Size], device),
            var space => throw new NotSupportedException($"No actions are drawn from {space}."),
        };
}
