using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>
/// What an agent carries from step to step and from episode to episode of one task, for each of its lanes.
/// </summary>
/// <param name="State">State of every recurrent layer, [L, N, E, H].</param>
/// <param name="Previous">The previous step as <see cref="RecurrentPolicy.Previous"/> encodes it, [N, E, P].</param>
public sealed record Memory(Tensor State, Tensor Previous) : ITensorBundle
{
    public IEnumerable<Tensor> Tensors => [State, Previous];

    /// <summary>The memory of some neighbouring tasks, as a view.</summary>
    public Memory Slice(long start, long count) => new(State.narrow(1, start, count), Previous.narrow(0, start, count));

    /// <summary>The memory of several groups of tasks as one.</summary>
    public static Memory Concatenate(IReadOnlyList<Memory> parts) => new(
        cat([.. parts.Select(part => part.State)], 1), cat([.. parts.Select(part => part.Previous)], 0));
}

/// <summary>A policy with a memory: action distribution and value are functions of a GRU's state.</summary>
/// <remarks>
/// Duan et al. 2016 (RL²), section 2.2: the input is (oₜ, aₜ₋₁, rₜ₋₁, dₜ₋₁), with dₜ₋₁ = 1 where the previous step
/// ended its episode, be it by termination or by the clock. Whatever the agent learns about its task is in the state.
/// Differs from the paper: the value is read from the same GRU as the actions, not from one of its own.
/// </remarks>
public sealed class RecurrentPolicy
{
    private readonly int _observations;
    private readonly Space _actions;
    private readonly RecurrentWiring _wiring;
    private readonly Gru _gru;
    private readonly Mlp? _readout;
    private readonly Mlp _value;
    private readonly Mlp? _reward;
    private readonly IPolicy _head;
    private readonly bool _usesKernels;
    private readonly RecurrentInput _input;

    /// <param name="observations">O.</param>
    /// <param name="actions">Discrete actions are seen one-hot.</param>
    /// <param name="hidden">H, units in each layer of the GRU.</param>
    /// <param name="layers">L, layers of the GRU.</param>
    /// <param name="head">
    /// The action distribution as a function of the features [..., F]; see <see cref="Features"/>.
    /// </param>
    /// <param name="wiring">What it has beyond the published one.</param>
    /// <param name="usesKernels">Whether it computes with fused kernels on a CPU in 32 bits.</param>
    public RecurrentPolicy(
        int observations, Space actions, int hidden, int layers, IPolicy head, RecurrentWiring? wiring = null,
        bool usesKernels = true)
    {
        (_observations, _actions, _wiring, _head) = (observations, actions, wiring ?? new RecurrentWiring(), head);
        _usesKernels = usesKernels;
        _input = new RecurrentInput(observations, actions, _wiring.Sees);
        var features = Features(hidden, _wiring);
        _gru = new Gru(_input.Size, hidden, layers, _wiring.MemorySpan);
        _readout = _wiring.Readout > 0 ? new Mlp(hidden + observations, [], _wiring.Readout, Activation.Relu) : null;
        _value = new Mlp(features, [], 1, Activation.Tanh);
        _reward = _wiring.PredictsReward ? new Mlp(features, [], ActionSize, Activation.Tanh) : null;
        Layout = new ParamLayout(
        [
            .. _gru.Weights, .. Named("readout", _readout), .. Named("value", _value), .. Named("reward", _reward),
            .. head.Layout.Weights.Select(weight => weight with { Name = $"action.{weight.Name}" }),
        ]);
        if (usesKernels && head.Kernels is { Shape: { Perceptron.Hidden.Count: 0 } shape })
        {
            var heads = new PpoShape(
                hidden, observations, _wiring.Readout, _wiring.PredictsReward ? ActionSize : 0,
                shape.Perceptron.Outputs, shape.LeastLogStd);
            Heads = new(() => PpoKernel.Create(heads));
        }
    }

    public ParamLayout Layout { get; }

    /// <summary>F, how many numbers the outputs are a function of: the readout's, or else the last layer's.</summary>
    public static int Features(int hidden, RecurrentWiring wiring) => wiring.Readout > 0 ? wiring.Readout : hidden;

    /// <summary>First weights θ [P].</summary>
    public Params Initialize(RngKey key, Device device, ScalarType dtype = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        Tensor[] weights =
        [
            .. _gru.Initialize(key.For("gru"), device, dtype), .. First(_readout, "readout"), .. First(_value, "value"),
            .. First(_reward, "reward"), _head.Initialize(key.For("action"), device, dtype).Flat,
        ];
        return new Params(Layout, cat([.. weights.Select(weight => weight.flatten())]).MoveToOuterDisposeScope());

        IReadOnlyList<Tensor> First(Mlp? part, string name) => part?.Initialize(key.For(name), device, dtype) ?? [];
    }

    /// <summary>
    /// The memory with its weights, the first of θ [P], in a fused kernel; null where it does not compute with one.
    /// </summary>
    public FusedGru? Fused(Params theta) => MemoryObstacle(theta) is null
        ? new FusedGru(_gru, theta.Flat.narrow(0, 0, _gru.Weights.Sum(weight => weight.Count)))
        : null;

    /// <summary>Why the memory does not compute with a kernel; null where it does.</summary>
    public string? MemoryObstacle(Params theta) =>
        _usesKernels ? Floats.Obstacle(theta.Flat) : PolicyKernels.TurnedOff;

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
        var ofGru = Next(_gru.Weights.Count);
        var gru = theta.Flat.requires_grad ? null : Fused(theta);
        var head = _head.With(new Params(_head.Layout, ofHead));
        return new RecurrentActor(
            _observations, gru ?? _gru.With(ofGru), Place(_readout), Place(_value)!, Place(_reward), head)
        {
            Lanes = gru is null || head.Lanes is not { } acting
                ? null
                : memory => new RecurrentLanes(_input, gru, FusedReadout(theta, gru.Weights), acting, memory),
        };

        IReadOnlyList<Tensor> Next(int count) => [.. Enumerable.Range(0, count).Select(_ => weights.Dequeue())];

        Func<Tensor, Tensor>? Place(Mlp? part)
        {
            var own = Next(part?.Weights.Count ?? 0);
            return part is null ? null : input => part.Forward(own, input);
        }
    }

    /// <summary>Before a task's first step: all zero.</summary>
    public Memory Start(long tasks, long envs, Device device, ScalarType dtype) => new(
        zeros([_gru.Layers, tasks, envs, _gru.Hidden], dtype, device),
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
        var a =
            (_actions is Discrete space ? action.unsqueeze(-1).eq(arange(space.Count, device: action.device)) : action)
                .to_type(reward.dtype);
        var (r, d) = (reward.unsqueeze(-1), ended.to_type(reward.dtype).unsqueeze(-1));
        if (_wiring.Sees == PreviousStep.Action)
        {
            return cat([a, r, d], -1);
        }

        var oa = (observation.unsqueeze(-1) * a.unsqueeze(-2)).flatten(-2, -1);
        return cat([oa, r * oa, r, d], -1);
    }

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

    private FusedOutputs? FusedReadout(Params theta, int from)
    {
        if (_readout is null)
        {
            return null;
        }

        var shape = Mlp.Shape(_gru.Hidden + _observations, [], _wiring.Readout, Activation.Relu);
        return new FusedOutputs(shape, theta.Flat.narrow(0, from, shape.Weights));
    }

    // The single layer of a part: name.weight, name.bias.
    private static IEnumerable<Weight> Named(string name, Mlp? part) =>
        part?.Weights.Select(
            weight => weight with { Name = weight.Name.Replace("layer1", name, StringComparison.Ordinal) }) ?? [];
}
