using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>
/// What an agent carries from step to step and from episode to episode of one task, for each of its lanes.
/// </summary>
/// <param name="State">State of the <see cref="ISequenceModel"/>, parts [..., N, E, W].</param>
/// <param name="Previous">The previous step as <see cref="RecurrentPolicy.Previous"/> encodes it, [N, E, P].</param>
public sealed record Memory(IReadOnlyList<Tensor> State, Tensor Previous) : ITensorBundle
{
    public IEnumerable<Tensor> Tensors => [.. State, Previous];

    /// <summary>The memory of some neighbouring tasks, as a view.</summary>
    public Memory Slice(long start, long count) => Map(part => part.narrow(-3, start, count));

    /// <summary>The memory of each task's first environment, in so many environments, as a view.</summary>
    public Memory OfFirstEnvironment(long envs) =>
        Map(part => part.narrow(-2, 0, 1).expand([.. part.shape[..^2], envs, part.shape[^1]]));

    /// <summary>The memory of several groups of tasks as one.</summary>
    public static Memory Concatenate(IReadOnlyList<Memory> parts) => new(
        [.. parts[0].State.Select((_, number) => cat([.. parts.Select(part => part.State[number])], -3))],
        cat([.. parts.Select(part => part.Previous)], -3));

    private Memory Map(Func<Tensor, Tensor> function) => new([.. State.Select(function)], function(Previous));
}

/// <summary>A policy with a memory: action distribution and value are functions of what it remembers.</summary>
/// <remarks>
/// Duan et al. 2016 (RL²), section 2.2: the input is (oₜ, aₜ₋₁, rₜ₋₁, dₜ₋₁), with dₜ₋₁ = 1 where the previous step
/// ended its episode, be it by termination or by the clock. Whatever the agent learns about its task is in the state.
/// Differs from the paper: the value is read from the same network as the actions, not from one of its own; by
/// setting, that is another network than a GRU.
/// </remarks>
public sealed class RecurrentPolicy
{
    private readonly int _observations;
    private readonly Space _actions;
    private readonly RecurrentWiring _wiring;
    private readonly ISequenceModel _memory;
    private readonly Mlp? _belief;
    private readonly Mlp? _readout;
    private readonly Mlp _value;
    private readonly Mlp? _reward;
    private readonly IPolicy _head;
    private readonly bool _usesKernels;
    private readonly RecurrentInput _input;

    /// <param name="observations">O.</param>
    /// <param name="actions">Discrete actions are seen one-hot.</param>
    /// <param name="memory">What it remembers with.</param>
    /// <param name="head">
    /// The action distribution as a function of the features [..., F]; see <see cref="Features"/>.
    /// </param>
    /// <param name="wiring">What it has beyond the published one.</param>
    /// <param name="usesKernels">Whether it computes with fused kernels on a CPU in 32 bits.</param>
    public RecurrentPolicy(
        int observations, Space actions, MemorySettings memory, IPolicy head, RecurrentWiring? wiring = null,
        bool usesKernels = true)
    {
        (_observations, _actions, _wiring, _head) = (observations, actions, wiring ?? new RecurrentWiring(), head);
        _usesKernels = usesKernels;
        _input = new RecurrentInput(observations, actions, _wiring.Sees);
        var (hidden, features) = (memory.Hidden, Features(observations, memory.Hidden, _wiring));
        _memory = memory.Create(_input.Size);
        _belief = _wiring.Latent > 0 ? new Mlp(hidden, [], 2 * _wiring.Latent, Activation.Tanh) : null;
        _readout = _wiring.Readout > 0 ? new Mlp(hidden + observations, [], _wiring.Readout, Activation.Relu) : null;
        _value = new Mlp(features, _wiring.Value, 1, Activation.Tanh);
        _reward = _wiring.PredictsReward ? new Mlp(features, [], ActionSize, Activation.Tanh) : null;
        Layout = new ParamLayout(
        [
            .. _memory.Weights, .. Named("belief", _belief), .. Centre(), .. Named("readout", _readout),
            .. Named("value", _value), .. Named("reward", _reward),
            .. head.Layout.Weights.Select(weight => weight with { Name = $"action.{weight.Name}" }),
        ]);
        if (usesKernels && _belief is null && _wiring.Value.Count == 0
            && head.Kernels is { Shape: { Perceptron.Hidden.Count: 0 } shape })
        {
            var heads = new PpoShape(
                hidden, observations, _wiring.Readout, _wiring.PredictsReward ? ActionSize : 0,
                shape.Perceptron.Outputs, shape.LeastLogStd);
            Heads = new(() => PpoKernel.Create(heads));
        }
    }

    public ParamLayout Layout { get; }

    /// <summary>Whether its memory is one that attends to steps: <see cref="RecurrentActor.Attention"/>.</summary>
    public bool Attends => _memory.Attends;

    /// <summary>
    /// F, how many numbers the outputs are a function of: (oₜ, the belief), the readout's, or else the last layer's.
    /// </summary>
    public static int Features(int observations, int hidden, RecurrentWiring wiring) =>
        wiring.Latent > 0 ? observations + (2 * wiring.Latent)
        : wiring.Readout > 0 ? wiring.Readout
        : hidden;

    /// <summary>First weights θ [P].</summary>
    public Params Initialize(RngKey key, Device device, ScalarType dtype = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        Tensor[] weights =
        [
            .. _memory.Initialize(key.For("gru"), device, dtype), .. First(_belief, "belief"), .. FirstCentre(),
            .. First(_readout, "readout"), .. First(_value, "value"), .. First(_reward, "reward"),
            _head.Initialize(key.For("action"), device, dtype).Flat,
        ];
        return new Params(Layout, cat([.. weights.Select(weight => weight.flatten())]).MoveToOuterDisposeScope());

        Tensor[] FirstCentre() => _belief is null
            ? []
            : [zeros(2 * _wiring.Latent, dtype, device), ones(2 * _wiring.Latent, dtype, device)];

        IReadOnlyList<Tensor> First(Mlp? part, string name) => part?.Initialize(key.For(name), device, dtype) ?? [];
    }

    /// <summary>
    /// The memory with its weights, the first of θ [P], in a fused kernel; null where it does not compute with one.
    /// </summary>
    public FusedGru? Fused(Params theta) => MemoryObstacle(theta) is null
        ? new FusedGru((Gru)_memory, theta.Flat.narrow(0, 0, _memory.Weights.Sum(weight => weight.Count)))
        : null;

    /// <summary>Why the memory does not compute with a kernel; null where it does.</summary>
    public string? MemoryObstacle(Params theta) =>
        !_usesKernels ? PolicyKernels.TurnedOff
        : _memory is not Gru ? "only a GRU has a kernel"
        : Floats.Obstacle(theta.Flat);

    /// <summary>Why there are no <see cref="Heads"/>; null where there are.</summary>
    public string? HeadObstacle => Heads is null ? _head.KernelObstacle ?? "its action layer has no kernel" : null;

    /// <summary>
    /// Kernels of everything behind the memory, whose weights are the last of θ; null where there are none.
    /// </summary>
    public KernelPool<PpoKernel<float>>? Heads { get; }

    /// <summary>The policy with its weights θ [P] in place; a constant θ is in a kernel, if there is one.</summary>
    public RecurrentActor With(Params theta)
    {
        var weights = new Queue<Tensor>(Layout.Split(theta.Flat));
        var ofHead = theta.Flat.narrow(-1, Layout.Count - _head.Layout.Count, _head.Layout.Count);
        var ofMemory = Next(_memory.Weights.Count);
        var gru = theta.Flat.requires_grad && _belief is null ? null : Fused(theta.Detach());
        var head = _head.With(new Params(_head.Layout, ofHead));
        var belief = Place(_belief);
        var centre = Next(Centre().Count());
        var readout = Place(_readout);
        return new RecurrentActor(
            _observations, _memory, gru ?? _memory.With(ofMemory),
            belief is not null ? (h, o) => cat([o, (belief(h) - centre[0]) / centre[1]], -1).detach()
                : readout is not null ? (h, o) => readout(cat([h, o], -1)).relu()
                : null,
            Place(_value)!, Place(_reward), head)
        {
            Lanes = gru is null || theta.Flat.requires_grad || head.Lanes is not { } acting
                ? null
                : memory => new RecurrentLanes(_input, gru, FusedFeatures(theta, gru.Weights), acting, memory),
        };

        IReadOnlyList<Tensor> Next(int count) => [.. Enumerable.Range(0, count).Select(_ => weights.Dequeue())];

        Func<Tensor, Tensor>? Place(Mlp? part)
        {
            var own = Next(part?.Weights.Count ?? 0);
            return part is null ? null : input => part.Forward(own, input);
        }
    }

    /// <summary>
    /// The belief N(μ, σ²) about the task as (μ, log σ²), differentiable by θ [P] and by the memory: h [..., H] →
    /// [..., 2L].
    /// </summary>
    /// <exception cref="InvalidOperationException">The policy has no belief.</exception>
    public Tensor Belief(Params theta, Tensor h)
    {
        var belief = _belief ?? throw new InvalidOperationException("This policy has no belief.");
        var from = _memory.Weights.Count;
        return belief.Forward([.. Layout.Split(theta.Flat).Skip(from).Take(belief.Weights.Count)], h);
    }

    /// <summary>
    /// θ [P] with other numbers by which the policy sees beliefs: a share of those of some that were believed.
    /// </summary>
    /// <param name="theta">θ [P].</param>
    /// <param name="belief">(μ, log σ²), [T, B, 2L].</param>
    /// <param name="alive">1 where there is such a belief, else 0, [T, B].</param>
    /// <param name="share">Of the new numbers in the mean.</param>
    public Tensor Centred(Params theta, Tensor belief, Tensor alive, double share)
    {
        var weights = (alive / alive.sum()).unsqueeze(-1);
        var mean = (belief * weights).sum([0L, 1L]);
        var std = ((belief - mean).square() * weights).sum([0L, 1L]).sqrt().clamp_min(1e-3);
        var parts = Layout.Split(theta.Flat).ToArray();
        var at = _memory.Weights.Count + _belief!.Weights.Count;
        parts[at] = parts[at].lerp(mean, share);
        parts[at + 1] = parts[at + 1].lerp(std, share);
        return cat([.. parts.Select(part => part.flatten())]);
    }

    /// <summary>
    /// The memory, differentiable by θ [P], in the course of a trial: inputs [T, B, I] → h [T, B, H].
    /// </summary>
    public Tensor Remember(Params theta, Tensor inputs)
    {
        using var memory = _memory.With([.. Layout.Split(theta.Flat).Take(_memory.Weights.Count)]);
        return memory.Run(inputs, _memory.Start([inputs.size(1)], inputs.device, inputs.dtype)).Outputs;
    }

    /// <summary>Before a task's first step.</summary>
    public Memory Start(long tasks, long envs, Device device, ScalarType dtype) => new(
        _memory.Start([tasks, envs], device, dtype),
        zeros([tasks, envs, _input.PreviousSize], dtype, device));

    /// <summary>
    /// What the next step sees of this one, [..., P]: (a, r, d), or (o ⊗ a, r o ⊗ a, r, d) by
    /// <see cref="PreviousStep"/>.
    /// </summary>
    /// <param name="observation">[..., O].</param>
    /// <param name="action">[..., A], or int64 [...] where actions are discrete.</param>
    /// <param name="reward">[...].</param>
    /// <param name="ended">Whether the step ended its episode, bool [...].</param>
    public Tensor Previous(Tensor observation, Tensor action, Tensor reward, Tensor ended)
    {
        var a = _actions.Encode(action, reward.dtype);
        var (r, d) = (reward.unsqueeze(-1), ended.to_type(reward.dtype).unsqueeze(-1));
        if (_wiring.Sees == PreviousStep.Action)
        {
            return cat([a, r, d], -1);
        }

        var oa = (observation.unsqueeze(-1) * a.unsqueeze(-2)).flatten(-2, -1);
        return cat([oa, r * oa, r, d], -1);
    }

    /// <summary>I, how many numbers it sees at each step.</summary>
    public int InputSize => _input.Size;

    /// <summary>What the policy sees in the course of a trial: oₜ and the step before, [T, B, I].</summary>
    /// <param name="observations">oₜ, [T, B, O].</param>
    /// <param name="actions">aₜ, [T, B, A], or int64 [T, B] where actions are discrete.</param>
    /// <param name="rewards">rₜ, [T, B].</param>
    /// <param name="ended">dₜ, bool [T, B].</param>
    public Tensor Inputs(Tensor observations, Tensor actions, Tensor rewards, Tensor ended)
    {
        using var scope = NewDisposeScope();
        var previous = Previous(observations, actions, rewards, ended);
        var shifted = cat([zeros_like(previous.narrow(0, 0, 1)), previous.narrow(0, 0, previous.size(0) - 1)]);
        return cat([observations, shifted], -1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc cref="IPolicy.Noise"/>
    public Tensor Noise(RngKey key, ReadOnlySpan<long> lead, Device device, ScalarType dtype) =>
        _head.Noise(key, lead, device, dtype);

    private int ActionSize => _input.ActionSize;

    // What follows the memory: its weights come next in θ.
    private RecurrentFeatures FusedFeatures(Params theta, int from)
    {
        var shape = _belief is not null ? Mlp.Shape(_memory.Hidden, [], 2 * _wiring.Latent, Activation.Tanh)
            : _readout is not null ? Mlp.Shape(_memory.Hidden + _observations, [], _wiring.Readout, Activation.Relu)
            : null;
        if (shape is null)
        {
            return new RecurrentFeatures();
        }

        var own = theta.Flat.narrow(0, from, shape.Weights);
        if (_belief is null)
        {
            return new ReadoutFeatures(new FusedOutputs(shape, own));
        }

        // (W h + b − mean) / std is linear in h
        var (numbers, at) = (2 * _wiring.Latent, from + shape.Weights);
        var (mean, std) = (theta.Flat.narrow(0, at, numbers), theta.Flat.narrow(0, at + numbers, numbers));
        var w = own.narrow(0, 0, numbers * _memory.Hidden).view(numbers, -1) / std.unsqueeze(-1);
        var b = (own.narrow(0, numbers * _memory.Hidden, numbers) - mean) / std;
        return new BeliefFeatures(new FusedOutputs(shape, cat([w.flatten(), b])));
    }

    // What the policy sees of a belief is in deviations: its mean and standard deviation over what was believed, which
    // no gradient moves.
    private IEnumerable<Weight> Centre() => _belief is null
        ? []
        : [new("belief.mean", [2 * _wiring.Latent]), new("belief.std", [2 * _wiring.Latent])];

    // A single layer: name.weight, name.bias; several: name.layer1.weight, ...
    private static IEnumerable<Weight> Named(string name, Mlp? part) => part?.Weights.Select(weight => weight with
    {
        Name = part.Weights.Count > 2
            ? $"{name}.{weight.Name}"
            : weight.Name.Replace("layer1", name, StringComparison.Ordinal),
    }) ?? [];
}
