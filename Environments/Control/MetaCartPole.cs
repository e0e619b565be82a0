using System.Runtime.CompilerServices;
using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using static TorchSharp.torch;

namespace MetaRL.Environments.Control;

/// <summary>
/// A cart-pole whose place and angle are seen through a map that is another in every task, and whose speeds are not
/// seen.
/// </summary>
/// <remarks>
/// Lu et al. 2023 ("Structured State Space Models for In-Context Reinforcement Learning"), the meta-learning variant of
/// popgym's stateless cart-pole: o = Wᵀ (x, θ), W [2, 4] with rows of norm √2 at right angles, uniform over all such
/// maps; reward 1/200 for every step, so that 16 episodes of 200 steps return at most 16. Physics, starts and ends are
/// those of <see cref="CartPole"/>.
/// </remarks>
/// <param name="horizon">Steps in an episode.</param>
public sealed class MetaCartPole(int horizon = 200) : ControlFamily(
    new MetaCartPoleTasks(),
    new Equations<Mapped<TensorReal>, Mapped<Lanes<float>>, Mapped<Lanes<double>>>())
{
    /// <summary>Numbers that are seen.</summary>
    internal const int Seen = 4;

    private const double Reward = 1.0 / 200;

    public override string Definition =>
        "o = Wᵀ (x, θ); reward = 1/200 for every step, the last included; ended and started as cart-pole."
        + " Lu et al. 2023 (S5 in context), meta-cartpole.";

    public override Space Observations => new Box(Seen);

    public override Space Actions => new Discrete(2);

    public override int Horizon => horizon;

    public override int ResetNoise => 4;

    /// <summary>With the physics of the default task every pole can be balanced for ever.</summary>
    public override IOracle? Oracle =>
        Tasks.Parameters.Any(parameter => parameter.Name != "map" && Tasks.IsChanged(parameter))
            ? null
            : new Balanced(horizon * Reward);

    public override IReadOnlyList<string> StateNames => ["x", "x_dot", "theta", "theta_dot"];

    /// <summary>The map as it is, and what else tasks differ in: [N, 8] or more.</summary>
    public override Tensor TaskFeatures(TaskBatch tasks)
    {
        using var scope = NewDisposeScope();
        var map = tasks["map"].flatten(1);
        var others = base.TaskFeatures(tasks);
        var varies = Tasks.Distributions["map"] is not FixedValue;
        return (varies ? cat([map, others.narrow(1, 8, others.size(1) - 8)], 1) : others).MoveToOuterDisposeScope();
    }

    protected override IReadOnlyDictionary<string, Tensor> Derive(TaskBatch tasks)
    {
        var columns = tasks["map"].unbind(-1)
            .SelectMany((seen, number) => seen.unbind(-1).Select((weight, of) => (Of: of, Number: number, weight)));
        return columns.ToDictionary(one => Mapped.Weight(one.Of, one.Number), one => one.weight)
            .Concat(CartPole.Constants(tasks)).ToDictionary();
    }

    private sealed class Balanced(double most) : IOracle
    {
        public Tensor OptimalReturn(TaskBatch tasks) => full([tasks.Count], most, ScalarType.Float64);
    }

    private static class Mapped
    {
        /// <summary>Name of a number of W: of x or θ, in one of the numbers that are seen.</summary>
        public static string Weight(int of, int number) => $"map_{of}_{number}";
    }

    private readonly struct Mapped<T>(ITaskConstants<T> task) : IDynamics<Mapped<T>, T>
        where T : struct, IReal<T>
    {
        private readonly CartPolePhysics<T> _physics = new(task);
        private readonly T[] _place = [.. Enumerable.Range(0, Seen).Select(number => task[Mapped.Weight(0, number)])];
        private readonly T[] _angle = [.. Enumerable.Range(0, Seen).Select(number => task[Mapped.Weight(1, number)])];

        public static Mapped<T> Of(ITaskConstants<T> task) => new(task);

        public static void Reset(in Mapped<T> equations, ReadOnlySpan<T> noise, Span<T> state) =>
            CartPolePhysics<T>.Reset(equations._physics, noise, state);

        public static void Observe(in Mapped<T> equations, ReadOnlySpan<T> state, Span<T> observation)
        {
            for (var number = 0; number < Seen; number++)
            {
                observation[number] = (equations._place[number] * state[0]).Plus(equations._angle[number], state[2]);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Outcome<T> Step(
            ReadOnlySpan<T> state, ReadOnlySpan<T> action, ReadOnlySpan<T> noise, Span<T> next)
        {
            var outcome = _physics.Step(state, action, noise, next);
            return outcome with { Reward = outcome.Reward * Reward };
        }
    }
}
