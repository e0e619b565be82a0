using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Measurement;

/// <summary>
/// One meta-iteration of MAML-TRPO with the settings of <c>configs/point-navigation.yaml</c>, in its parts and as a
/// whole.
/// </summary>
/// <param name="ByKernels">Whether by kernels; else by libtorch alone.</param>
/// <param name="Sampling">Rollouts before and after the update.</param>
/// <param name="Adaptation">Baselines and advantages of both, and the update.</param>
/// <param name="Outer">Meta-gradient, ten iterations of conjugate gradient, line search.</param>
/// <param name="Whole">The learner's own iteration, which does the same with the tasks of each thread after one
/// another.</param>
public sealed record MetaIterationSpeed(
    bool ByKernels, Timing Sampling, Timing Adaptation, Timing Outer, Timing Whole)
{
    /// <summary>N.</summary>
    public const int Tasks = 20;

    private const int Envs = 20;
    private const int Horizon = 100;
    private const int Hidden = 64;

    // Products with the 64 × 64 weights over all samples; the other two layers are left out, which are 6 % of the work.
    // Adapting: one forward, two back. Meta-gradient: adapting 3, forward 1, back through both 8. Fisher product: 16.
    // Line search, which tries one step length at least: adapting 3, forward 1.
    private const double AdaptationPasses = 3;
    private const double FisherPasses = 16;
    private const double GradientPasses = 12;
    private const double LineSearchPasses = 4;

    /// <summary>What <c>configs/point-navigation.yaml</c> trains.</summary>
    /// <param name="device">Where.</param>
    /// <param name="chunks">How tasks are spread over threads.</param>
    /// <param name="usesKernels">Whether by fused kernels where it is a CPU.</param>
    public static MetaProblem Problem(Device device, TaskChunks chunks, bool usesKernels = true) => new(
        new TaskSource(usesKernels ? new PointNavigation(Horizon) : new PointNavigation(Horizon).WithoutKernels()),
        new Adaptation(
            new GaussianPolicy(2, 2, [Hidden, Hidden], Activation.Tanh, usesKernels: usesKernels),
            new PolicyGradient(new PolicyGradientSettings(StepSize: 0.1)), Updates: 1),
        new Budget(Tasks, Envs), new Placement(chunks, device));

    /// <summary>Measures a device.</summary>
    public static MetaIterationSpeed Measure(
        Device device, TaskChunks chunks, bool usesKernels, DeviceTimer timer, SpeedBounds speed)
    {
        using var scope = NewDisposeScope();
        var problem = Problem(device, chunks, usesKernels);
        var (key, trpo) = (new RngKey(0).For("meta-iteration speed"), new TrpoSettings());
        var learner = new Maml(problem, GradientOrder.Second, new Trpo(trpo));
        var state = learner.Initialize(key.For("weights"));
        scope.Attach(state.Tensors);

        var theta = state.Theta.Detach();
        var tasks = problem.SampleTasks(key.For("tasks"), level: 1);
        var phi = theta.Broadcast(Tasks);
        var rollouts = Sample(scope, problem, tasks, phi, key);
        var samples = (double)Tasks * Envs * Horizon;
        var pass = 2 * samples * Hidden * Hidden;
        var data = rollouts.SelectMany(rollout => rollout.Tensors)
            .Sum(tensor => (double)tensor.numel() * tensor.ElementSize); // bytes of one pass
        var outerPasses = GradientPasses + (FisherPasses * trpo.CgIterations) + LineSearchPasses;

        var sampling = new Timing(
            timer.Median(() => Within(owner => Sample(owner, problem, tasks, phi, key), times: 2)),
            speed.Floor(2 * pass, 2 * data));
        var adaptation = new Timing(
            timer.Median(() => Within(owner => Adapt(owner, problem, phi, rollouts))),
            speed.Floor(AdaptationPasses * pass, 2 * data));
        var batches = AdaptationBatch.Gather(scope, problem, key, theta);
        var outer = new Timing(
            timer.Median(() => Within(owner => _ = new Trpo(trpo).Step(
                theta.Flat, state.Optimizer, MetaObjective.Of(owner, problem, GradientOrder.Second, theta, batches),
                iteration: 0))),
            speed.Floor(outerPasses * pass, (trpo.CgIterations + 2) * data));
        var whole = timer.Median(() => Within(owner => owner.Attach(learner.Iterate(key, state).State.Tensors)));
        var floor = sampling.FloorSeconds + adaptation.FloorSeconds + outer.FloorSeconds;
        return new MetaIterationSpeed(usesKernels, sampling, adaptation, outer, new Timing(whole, floor));
    }

    private static void Within(Action<DisposeScope> work, int times = 1)
    {
        for (var time = 0; time < times; time++)
        {
            using var scope = NewDisposeScope();
            work(scope);
        }
    }

    private static IReadOnlyList<Rollout> Sample(
        DisposeScope owner, MetaProblem problem, TaskBatch tasks, Params phi, RngKey key)
    {
        var (family, policy) = (problem.Source.Family, problem.Adaptation.Policy);
        var noise = RolloutNoise.Draw(key.For("rollouts"), family, policy, tasks, Envs);
        return problem.Placement.Chunks.Run(owner, Tasks, (start, count) => Collector.Collect(
            family, tasks.Slice(start, count), policy, phi with { Flat = phi.Flat.narrow(0, start, count) },
            noise.Slice(start, count)));
    }

    private static void Adapt(DisposeScope owner, MetaProblem problem, Params phi, IReadOnlyList<Rollout> rollouts)
    {
        var ((policy, inner, _, _), chunks) = (problem.Adaptation, problem.Placement.Chunks);
        _ = chunks.Run(owner, Tasks, (start, count) =>
        {
            var rollout = rollouts[(int)(start / chunks.Size)];
            var own = phi with { Flat = phi.Flat.narrow(0, start, count) };
            var (first, _) = (inner.Prepare(policy, own, rollout, 0), inner.Prepare(policy, own, rollout, 1));
            return inner.Update(policy, own.Detach(requiresGrad: true), first, 0, GradientOrder.First).Detach();
        });
    }
}
