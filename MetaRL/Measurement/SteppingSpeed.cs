using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Measurement;

/// <summary>How fast all environments of one family step together, all random numbers drawn beforehand.</summary>
/// <param name="Family">Its name.</param>
/// <param name="Lanes">Environments, over all tasks.</param>
/// <param name="RandomActions">A step of all lanes with random actions.</param>
/// <param name="WithPolicy">The same with actions of a 64×64 policy that has weights of its own for each task.</param>
public sealed record SteppingSpeed(string Family, long Lanes, Timing RandomActions, Timing WithPolicy)
{
    private const int Tasks = 64;
    private const int Draws = 4;              // different actions and noises, taken in turn
    private const long StepsOfARun = 1 << 21; // environment steps in one timed run; from 4 to 256 of each lane

    /// <summary>Measures one family.</summary>
    /// <param name="family">Its tasks are drawn from the training split.</param>
    /// <param name="lanes">Environments, a multiple of 64.</param>
    /// <param name="device">Where.</param>
    /// <param name="threads">Threads that share the tasks; one on a GPU.</param>
    /// <param name="timer">Of this device.</param>
    /// <param name="speed">Of this device.</param>
    public static SteppingSpeed Measure(
        TaskFamily family, long lanes, Device device, int threads, DeviceTimer timer, DeviceSpeed speed)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var key = new RngKey(0).For("stepping speed");
        var tasks = family.Sample(key.For("tasks"), Tasks, TaskSplit.Train).To(device, ScalarType.Float32);
        var envs = lanes / Tasks;
        var policy = new PolicySettings([64, 64], Activation.Tanh, 1).Create(family);
        var weights = policy.Initialize(key.For("weights"), device).Broadcast(Tasks);
        var first = family.Reset(
            tasks, key.For("reset").Uniform([Tasks, envs, family.ResetNoise], device)).contiguous();
        var noise = Draw(draw => key.For("noise").At(draw).Uniform([Tasks, envs, family.StepNoise], device));
        var actions = Draw(draw => RandomAction(family, key.For("actions").At(draw), [Tasks, envs], device));
        var own = Draw(draw => policy.Noise(key.For("policy").At(draw), [Tasks, envs], device, ScalarType.Float32));

        var bytes = 2.0 * Bytes(first) + Bytes(actions[0]) + Bytes(noise[0]) + lanes * (sizeof(float) + sizeof(bool));
        var matrices = policy.Layout.Weights.Where(weight => weight.Shape.Count == 2);
        var operations = 2.0 * lanes * matrices.Sum(weight => weight.Count);
        var chunks = new TaskChunks((Tasks + threads - 1) / threads, threads);
        var steps = (int)Math.Clamp(StepsOfARun / lanes, 4, 256);
        return new SteppingSpeed(
            family.Name, lanes, new Timing(Time(withPolicy: false), speed.Floor(0, bytes)),
            new Timing(Time(withPolicy: true), speed.Floor(operations, bytes)));

        double Time(bool withPolicy) => timer.Median(() =>
        {
            using var run = NewDisposeScope();
            _ = chunks.Run(run, Tasks, (start, count) =>
            {
                using var still = no_grad();
                var here = tasks.Slice(start, count);
                var actor = policy.With(weights with { Flat = weights.Flat.narrow(0, start, count) });
                var state = first.narrow(0, start, count);
                for (var t = 0; t < steps; t++)
                {
                    using var step = NewDisposeScope();
                    using var before = state;
                    Tensor Drawn(Tensor[] draws) => draws[t % draws.Length].narrow(0, start, count);
                    var action = withPolicy
                        ? actor.Act(family.Observe(here, state)).Sample(Drawn(own))
                        : Drawn(actions);
                    state = family.Step(here, state, action, Drawn(noise)).State.MoveToOuterDisposeScope();
                }

                return new End(state);
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

    private static Tensor[] Draw(Func<int, Tensor> draw) => [.. Enumerable.Range(0, Draws).Select(draw)];

    private static double Bytes(Tensor tensor) => tensor.numel() * tensor.ElementSize;

    private sealed record End(Tensor State) : ITensorBundle
    {
        public IEnumerable<Tensor> Tensors => [State];
    }
}
