using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using MetaRL.Environments.Locomotion.Bodies;
using MetaRL.Environments.Locomotion.Engine;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Locomotion;

/// <summary>A body that walks, runs or hops under MuJoCo, with hidden targets or hidden physics.</summary>
/// <remarks>
/// A state is the engine's position, then its velocity, in 64 bits whatever the learner computes in. A step is a pure
/// function of (task, state, action): the engine is reset, given all three, and makes the body's number of steps.
/// Velocity is the mean over the step, (x' − x) / dt. The engine computes on the CPU; states and actions of a GPU are
/// copied.
/// </remarks>
public sealed class LocomotionFamily : TaskFamily
{
    private const string Targets = "targets";

    private static readonly ConcurrentDictionary<string, Lazy<Workshop>> Workshops = new();

    private readonly Protocol _protocol;
    private readonly int _positions; // the plan counts them anew each time
    private readonly int _velocities;
    private readonly int _seenFrom; // first number of a position that is seen
    private readonly StrongBox<long> _explosions = new(); // also of families that were made from this one

    /// <param name="name">Name in configuration files.</param>
    /// <param name="plan">The body.</param>
    /// <param name="target">What it shall do.</param>
    /// <param name="protocol">How.</param>
    /// <param name="hidesPhysics">Whether tasks differ in the body's physics.</param>
    /// <param name="source">Where it was published.</param>
    /// <param name="frozen">Frozen task sets besides the standard one.</param>
    internal LocomotionFamily(
        string name, BodyPlan plan, Target target, Protocol protocol, bool hidesPhysics, string source,
        params IReadOnlyList<FrozenTaskSet> frozen)
        : base(target.Tasks(
            name, [.. target.Parameters, .. PhysicsParameters.Of(plan, hidesPhysics)],
            [.. frozen, TaskDistribution.StandardSet]))
    {
        (Plan, Target, _protocol) = (plan, target, protocol);
        (_positions, _velocities) = (plan.Positions, plan.Velocities);
        _seenFrom = protocol.SeesPlace ? 0 : plan.Root == RootMotion.Free ? 2 : 1;
        StateNames = [.. Numbers(plan)];
        Definition = Words(target, protocol, source);
    }

    /// <summary>The body.</summary>
    public BodyPlan Plan { get; }

    /// <summary>What it shall do.</summary>
    public Target Target { get; }

    /// <summary>
    /// Steps since the program's start in which a state exploded: a number was not finite or beyond 1e10. The episode
    /// ended there, in the state before, with a reward of 0.
    /// </summary>
    public long Explosions => Interlocked.Read(ref _explosions.Value);

    public override string Engine => "MuJoCo";

    public override string? Incidents => Explosions is > 0 and var count
        ? $"MuJoCo's state exploded in {count} {(count == 1 ? "step" : "steps")}"
        : null;

    public override string Definition { get; }

    public override Space Observations => new Box(
        _positions - _seenFrom + _velocities + (_protocol.AlsoSeen == AlsoSeen.Nothing ? 0 : 3));

    public override Space Actions => new Box(Plan.Motors.Count, -1, 1);

    public override int Horizon => _protocol.Horizon;

    public override int ResetNoise => _positions + _velocities;

    public override IReadOnlyList<string> StateNames { get; }

    private Workshop Bodies => Workshops.GetOrAdd(Plan.Name, _ => new(() => new Workshop(Plan))).Value;

    public override Tensor Reset(TaskBatch tasks, Tensor noise)
    {
        using var scope = NewDisposeScope();
        var start = _protocol.Start;
        var drawn = noise.to_type(ScalarType.Float64);
        var position = Drawn(drawn.narrow(-1, 0, _positions), start.Position, start.NormalPosition);
        var velocity = Drawn(drawn.narrow(-1, _positions, _velocities), start.Velocity, start.NormalVelocity);
        var first = tensor(_protocol.FirstPosition?.ToArray() ?? Bodies.FirstPosition, device: noise.device);
        return cat([first + position, velocity], -1).MoveToOuterDisposeScope();
    }

    public override Tensor Observe(TaskBatch tasks, Tensor state)
    {
        using var scope = NewDisposeScope();
        var velocity = state.narrow(-1, _positions, _velocities);
        if (double.IsFinite(_protocol.MostSpeedSeen))
        {
            velocity = velocity.clamp(-_protocol.MostSpeedSeen, _protocol.MostSpeedSeen);
        }

        var seen = new List<Tensor> { state.narrow(-1, _seenFrom, _positions - _seenFrom), velocity };
        if (_protocol.AlsoSeen != AlsoSeen.Nothing)
        {
            seen.Add(_protocol.AlsoSeen == AlsoSeen.CentreOfMass ? CentresOfMass(tasks, state) : Torso(state));
        }

        return cat(seen, -1).to_type(tasks.Dtype).MoveToOuterDisposeScope();
    }

    public override Transition Step(TaskBatch tasks, Tensor state, Tensor action, Tensor noise) =>
        StepAlive(ones(state.shape[..2], ScalarType.Bool), tasks, state, action, noise);

    /// <inheritdoc/>
    /// <remarks>An episode that has ended keeps its state, with rewards of 0.</remarks>
    public override Transition StepAlive(Tensor alive, TaskBatch tasks, Tensor state, Tensor action, Tensor noise)
    {
        using var scope = NewDisposeScope();
        var (envs, size, motors) = ((int)state.size(1), (int)state.size(2), Plan.Motors.Count);
        var states = HostMemory.Copy<double>(state.to(ScalarType.Float64, CPU));
        var actions = HostMemory.Copy<double>(action.to(ScalarType.Float64, CPU));
        var targets = HostMemory.Copy<double>(tasks.Derived(Targets).to(ScalarType.Float64, CPU));
        var isAlive = HostMemory.Copy<bool>(alive.to(CPU));
        var (lanes, wishes) = (states.Length / size, targets.Length / (int)tasks.Count);
        var (next, reward, terminated) = ((double[])[.. states], new double[lanes], new bool[lanes]);
        ForEachTask(tasks, (body, task) =>
        {
            for (var lane = task * envs; lane < (task + 1) * envs; lane++)
            {
                if (isAlive[lane])
                {
                    (reward[lane], terminated[lane]) = Step(
                        body, states.AsSpan(lane * size, size), actions.AsSpan(lane * motors, motors),
                        targets.AsSpan(task * wishes, wishes), next.AsSpan(lane * size, size));
                }
            }
        });
        return new Transition(
            tensor(next, state.shape).to(state.dtype, state.device),
            tensor(reward, [tasks.Count, envs]).to(tasks.Dtype, tasks.Device),
            tensor(terminated, [tasks.Count, envs]).to(tasks.Device)).MoveToOuterDisposeScope();
    }

    /// <summary>Where the solids of a body are: middles and z axes in the world, each [G, 3]; m.</summary>
    /// <param name="state">[S].</param>
    public (double[] Middles, double[] Axes) Solids(ReadOnlySpan<double> state)
    {
        var (middles, axes) = (new double[3 * Plan.Shapes.Count], new double[3 * Plan.Shapes.Count]);
        using var rented = Bodies.Rent();
        rented.Body.Solids(state, middles, axes);
        return (middles, axes);
    }

    protected override TaskBatch Prepare(TaskBatch tasks) => new(
        tasks.Names.ToDictionary(name => name, name => tasks[name]),
        new Dictionary<string, Tensor>
        {
            [PhysicsParameters.Factors] = PhysicsParameters.Row(tasks),
            [Targets] = Target.Numbers(tasks),
        });

    // One lane: its reward, and whether it ends
    private (double Reward, bool Terminated) Step(
        MujocoBody body, ReadOnlySpan<double> state, ReadOnlySpan<double> action, ReadOnlySpan<double> target,
        Span<double> next)
    {
        if (body.Step(state, action, Plan.FrameSkip, next))
        {
            state.CopyTo(next);
            Interlocked.Increment(ref _explosions.Value);
            return (0, true);
        }

        var isFree = Plan.Root == RootMotion.Free;
        var root = new RootStep(
            next[0], isFree ? next[1] : 0, (next[0] - state[0]) / Plan.Dt,
            isFree ? (next[1] - state[1]) / Plan.Dt : 0);
        return (Target.Reward(target, root) + _protocol.SurviveBonus - _protocol.Cost(action), Fallen(next));
    }

    private bool Fallen(ReadOnlySpan<double> state)
    {
        var height = state[Plan.Root == RootMotion.Free ? 2 : 1];
        var isLow = _protocol.Height is var (low, high) && (height < low || height > high);
        return isLow || (_protocol.Lean is { } lean && Math.Abs(state[2]) > lean);
    }

    private Tensor CentresOfMass(TaskBatch tasks, Tensor state)
    {
        var (envs, size) = ((int)state.size(1), (int)state.size(2));
        var states = HostMemory.Copy<double>(state.to(ScalarType.Float64, CPU));
        var centres = new double[states.Length / size * 3];
        ForEachTask(tasks, (body, task) =>
        {
            for (var lane = task * envs; lane < (task + 1) * envs; lane++)
            {
                body.CentreOfMass(states.AsSpan(lane * size, size), centres.AsSpan(3 * lane, 3));
            }
        });
        return tensor(centres, [state.size(0), envs, 3]).to(state.device);
    }

    // Where the torso's frame is, [N, E, 3]
    private Tensor Torso(Tensor state)
    {
        var (x, z) = (state.select(-1, 0), state.select(-1, 1));
        return Plan.Root == RootMotion.Free
            ? state.narrow(-1, 0, 3)
            : stack([x, zeros_like(x), Plan.CountsFromGround ? z : z + Plan.Torso.At.Z], -1);
    }

    private void ForEachTask(TaskBatch tasks, Action<MujocoBody, int> act)
    {
        var factors = HostMemory.Copy<double>(tasks.Derived(PhysicsParameters.Factors).to(ScalarType.Float64, CPU));
        var row = factors.Length / (int)tasks.Count;
        using var rented = Bodies.Rent();
        for (var task = 0; task < tasks.Count; task++)
        {
            PhysicsParameters.Set(
                rented.Body.Model, Bodies.Published, factors.AsSpan(task * row, row));
            act(rented.Body, task);
        }
    }

    // Noise of first states from uniform numbers; a normal one by its quantiles, away from 0 and 1
    private static Tensor Drawn(Tensor uniform, double width, bool isNormal)
    {
        const double Least = 1.0 / (1 << 25);
        return isNormal
            ? ((uniform.mul(1 - (2 * Least)) + Least).mul(2) - 1).erfinv() * (Math.Sqrt(2) * width)
            : (uniform.mul(2) - 1) * width;
    }

    private static IEnumerable<string> Numbers(BodyPlan plan)
    {
        var joints = plan.Joints.Select(joint => joint.Name).ToArray();
        var (positions, velocities) = plan.Root == RootMotion.Free
            ? (
                new[] { "x", "y", "z", "q_w", "q_x", "q_y", "q_z" },
                new[] { "x_dot", "y_dot", "z_dot", "omega_x", "omega_y", "omega_z" })
            : (["x", "z", "pitch"], ["x_dot", "z_dot", "pitch_dot"]);
        return [.. positions, .. joints, .. velocities, .. joints.Select(joint => $"{joint}_dot")];
    }

    private static string Words(Target target, Protocol protocol, string source)
    {
        var actions = protocol.CostsClipped ? "clip(a, ±1)" : "a";
        var survive = protocol.SurviveBonus > 0 ? FormattableString.Invariant($" + {protocol.SurviveBonus}") : "";
        string[] ends =
        [
            .. protocol.Height is var (low, high)
                ? [FormattableString.Invariant($"the torso's height is {Beyond(low, high)} m")]
                : Array.Empty<string>(),
            .. protocol.Lean is { } lean ? [FormattableString.Invariant($"it leans by more than {lean} rad")]
                : Array.Empty<string>(),
        ];
        var end = ends.Length > 0 ? $"terminated when {string.Join(" or ", ends)}" : "never terminated";
        return FormattableString.Invariant(
            $"reward = {target.Formula} − {protocol.ControlCost} ‖{actions}‖²{survive}; {end}. {source}");
    }

    private static string Beyond(double low, double high) => double.IsFinite(high)
        ? FormattableString.Invariant($"beyond [{low}, {high}]")
        : FormattableString.Invariant($"below {low}");

    /// <summary>A compiled body and its copies for threads, which come back after use.</summary>
    private sealed class Workshop(BodyPlan plan)
    {
        private readonly ConcurrentBag<MujocoBody> _free = [];

        public MujocoModel Published { get; } = MujocoModel.Compile(plan);

        public double[] FirstPosition => Published.Positions0.ToArray();

        public Rented Rent() => new(_free.TryTake(out var free) ? free : new MujocoBody(Published), _free);
    }

    private readonly struct Rented(MujocoBody body, ConcurrentBag<MujocoBody> free) : IDisposable
    {
        public MujocoBody Body => body;

        public void Dispose() => free.Add(body);
    }
}
