using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Configuration;
using MetaRL.Environments.Control;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Measurement;

/// <summary>A fixed set of computations on a device in 32-bit floats against the CPU in 64-bit ones.</summary>
/// <remarks>
/// Both sides start from the same numbers, which 32 bits hold exactly, so that comparisons with random numbers come out
/// equal and only the computation itself can differ.
/// </remarks>
/// <param name="device">The device.</param>
public sealed class DeviceVerification(Device device)
{
    private const int Tasks = 8;
    private const int Envs = 16;
    private const int Steps = 5;

    // 2⁻²⁴ is half a unit in the last place. A step rounds some tens of times; products in a reduced precision, 10⁻³,
    // show.
    private const double StepTolerance = 1e-4;

    // The regression behind the advantages multiplies rounding by up to a thousand.
    private const double UpdateTolerance = 1e-2;

    // With the usual ten iterations of conjugate gradient, rounding alone turns the outer step by a fifth.
    private static readonly TrpoSettings Outer = new(CgIterations: 2);

    private static readonly RngKey Key = new RngKey(0).For("device verification");

    /// <summary>
    /// Runs everything: a step of every family, log-probabilities, inner updates, meta-gradients and outer steps.
    /// </summary>
    public IEnumerable<Agreement> Run() =>
    [
        .. Families.All.Names.Select(name => Step(Families.Create(name))),
        .. Learning("normal", new PointNavigation(horizon: 20), 2, 2),
        .. Learning("categorical", new GridNavigation(), 2, 5),
    ];

    private Agreement Step(TaskFamily family)
    {
        using var scope = NewDisposeScope();
        var key = Key.For(family.Name);
        var tasks = family.Sample(key.For("tasks"), Tasks, TaskSplit.Train).To(CPU, ScalarType.Float32);
        var (exact, there) = (tasks.To(CPU, ScalarType.Float64), tasks.To(device, ScalarType.Float32));
        var reset = key.For("reset").Uniform([Tasks, Envs, family.ResetNoise], CPU);
        var state = family.Reset(exact, Exact(reset));
        var difference = Difference(
            [family.Reset(there, There(reset)), family.TaskFeatures(there)], [state, family.TaskFeatures(exact)]);
        for (var t = 0; t < Steps; t++)
        {
            var action = SteppingSpeed.RandomAction(family, key.For("actions").At(t), [Tasks, Envs], CPU);
            var noise = key.For("noise").At(t).Uniform([Tasks, Envs, family.StepNoise], CPU);
            var from = Rounded(state);
            var expected = family.Step(exact, Exact(from), Exact(action), Exact(noise));
            var found = family.Step(there, There(from), There(action), There(noise));
            difference = Math.Max(difference, Difference(
                [found.State, found.Reward, found.Terminated, family.Observe(there, There(from))],
                [expected.State, expected.Reward, expected.Terminated, family.Observe(exact, Exact(from))]));
            state = expected.State;
        }

        return new Agreement($"step of {family.Name}", difference, StepTolerance);
    }

    private IReadOnlyList<Agreement> Learning(string name, TaskFamily family, int observations, int actions)
    {
        using var scope = NewDisposeScope();
        var key = Key.For(name);
        IPolicy policy = family.Actions is Box
            ? new GaussianPolicy(observations, actions, [64, 64], Activation.Tanh)
            : new CategoricalPolicy(observations, actions, [64, 64], Activation.Tanh);
        var inner = new PolicyGradient(new PolicyGradientSettings());
        var exact = new MetaProblem(
            new TaskSource(family), new Adaptation(policy, inner, Updates: 1), new Budget(Tasks, Envs),
            new Placement(TaskChunks.Whole, CPU, ScalarType.Float64));
        var there = exact with { Placement = new Placement(TaskChunks.Whole, device) };

        var theta = policy.Initialize(key.For("weights"), CPU);
        var gathered = AdaptationBatch.Gather(scope, exact, key, theta with { Flat = Exact(theta.Flat) })[0].Rounds;
        var expected = Side(scope, exact, theta, gathered, Exact);
        var found = Side(scope, there, theta, gathered, There);
        (string Name, double Tolerance)[] parts =
        [
            ("log-probabilities", StepTolerance), ("inner update", UpdateTolerance),
            ("meta-gradient", UpdateTolerance), ("outer step", UpdateTolerance),
        ];
        return
        [
            .. parts.Select((part, index) => new Agreement(
                $"{part.Name}, {name} policy", Difference([found[index]], [expected[index]]), part.Tolerance)),
        ];
    }

    // log π(a | o), φ − θ after one update, the meta-gradient, and θ' − θ after one step of TRPO
    private static Tensor[] Side(
        DisposeScope scope, MetaProblem problem, Params start, IReadOnlyList<Experience> gathered,
        Func<Tensor, Tensor> place)
    {
        var (policy, inner, _, _) = problem.Adaptation;
        var theta = start with { Flat = place(start.Flat) };
        var at = theta.Broadcast(Tasks);
        var rounds = gathered
            .Select(
                (round, updates) => inner.Prepare(
                    policy, at, Place(round.Rollout, tensor => place(Rounded(tensor))), updates)).ToArray();
        var phi = at.Detach(requiresGrad: true);
        var first = rounds[0].Rollout;
        var logProb = policy.With(theta).Act(first.Observations).LogProb(first.Actions);
        var update = inner.Update(policy, phi, rounds[0], 0, GradientOrder.First).Flat - phi.Flat;
        var objective = new AdaptedObjective(
            scope, problem, GradientOrder.Second, theta, [new AdaptationBatch(rounds)]);
        var outer = new Trpo(Outer).Step(theta.Flat, new Dictionary<string, Tensor>(), objective, iteration: 0);
        return [logProb, update.detach(), objective.Gradient, outer.Theta - theta.Flat];
    }

    private static Rollout Place(Rollout rollout, Func<Tensor, Tensor> place) => new(
        place(rollout.Observations), place(rollout.FinalObservations), place(rollout.Actions), place(rollout.Rewards),
        place(rollout.Terminated), place(rollout.Alive), place(rollout.Time), rollout.Restarts);

    private static Tensor Exact(Tensor tensor) => IsFloat(tensor) ? tensor.to(ScalarType.Float64) : tensor;

    private static Tensor Rounded(Tensor tensor) => IsFloat(tensor) ? tensor.to(ScalarType.Float32) : tensor;

    private static bool IsFloat(Tensor tensor) => tensor.dtype is ScalarType.Float32 or ScalarType.Float64;

    private Tensor There(Tensor tensor) => tensor.to(device);

    private static double Difference(IReadOnlyList<Tensor> found, IReadOnlyList<Tensor> expected) =>
        found.Zip(expected).Where(pair => pair.Second.numel() > 0).Max(pair =>
        {
            var (x, y) = (pair.First.to(ScalarType.Float64, CPU), pair.Second.to(ScalarType.Float64));
            var (error, scale) = ((x - y).abs().max().ToDouble(), y.abs().max().ToDouble());
            return !double.IsFinite(error) ? double.PositiveInfinity : scale > 0 ? error / scale : error;
        });
}
