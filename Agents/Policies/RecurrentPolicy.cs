using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>What an agent carries from step to step and from episode to episode of one task, for each of its lanes.</summary>
/// <param name="State">State of every recurrent layer, [L, N, E, H].</param>
/// <param name="Previous">The previous step as <see cref="RecurrentPolicy.Previous"/> encodes it, [N, E, A + 2].</param>
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
/// Duan et al. 2016 (RL²), section 2.2: the input is (oₜ, aₜ₋₁, rₜ₋₁, dₜ₋₁), with dₜ₋₁ = 1 where the previous step ended its episode, be it
/// by termination or by the clock. Whatever the agent learns about its task is in the state.
/// Differs from the paper: the value is read from the same GRU as the actions, not from one of its own.
/// </remarks>
/// <param name="observations">O.</param>
/// <param name="actions">Discrete actions are seen one-hot.</param>
/// <param name="hidden">H, units in each layer of the GRU.</param>
/// <param name="layers">L, layers of the GRU.</param>
/// <param name="head">The action distribution as a function of the state [..., H].</param>
public sealed class RecurrentPolicy(int observations, Space actions, int hidden, int layers, IPolicy head)
{
    private readonly Gru _gru = new(observations + Size(actions) + 2, hidden, layers);
    private readonly Mlp _value = new(hidden, [], 1, Activation.Tanh);

    public ParamLayout Layout { get; } = new(
    [
        .. new Gru(observations + Size(actions) + 2, hidden, layers).Weights,
        new Weight("value.weight", [1, hidden]), new Weight("value.bias", [1]),
        .. head.Layout.Weights.Select(weight => weight with { Name = $"action.{weight.Name}" }),
    ]);

    /// <summary>First weights θ [P].</summary>
    public Params Initialize(RngKey key, Device device, ScalarType dtype = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        Tensor[] weights =
        [
            .. _gru.Initialize(key.For("gru"), device, dtype), .. _value.Initialize(key.For("value"), device, dtype),
            head.Initialize(key.For("action"), device, dtype).Flat,
        ];
        return new Params(Layout, cat([.. weights.Select(weight => weight.flatten())]).MoveToOuterDisposeScope());
    }

    /// <summary>The policy with its weights θ [P] in place.</summary>
    public RecurrentActor With(Params theta)
    {
        var weights = Layout.Split(theta.Flat);
        var ofHead = theta.Flat.narrow(-1, Layout.Count - head.Layout.Count, head.Layout.Count);
        return new RecurrentActor(
            _gru, [.. weights.Take(_gru.Weights.Count)], _value, [.. weights.Skip(_gru.Weights.Count).Take(_value.Weights.Count)],
            head.With(new Params(head.Layout, ofHead)));
    }

    /// <summary>Before a task's first step: all zero.</summary>
    public Memory Start(long tasks, long envs, Device device, ScalarType dtype) => new(
        zeros([layers, tasks, envs, hidden], dtype, device), zeros([tasks, envs, Size(actions) + 2], dtype, device));

    /// <summary>What the next step sees of this one: (a, r, d), [..., A + 2].</summary>
    /// <param name="action">[..., A], or int64 [...] where actions are discrete.</param>
    /// <param name="reward">[...].</param>
    /// <param name="ended">Whether the step ended its episode, bool [...].</param>
    public Tensor Previous(Tensor action, Tensor reward, Tensor ended)
    {
        var a = actions is Discrete space ? action.unsqueeze(-1).eq(arange(space.Count, device: action.device)) : action;
        return cat([a.to_type(reward.dtype), reward.unsqueeze(-1), ended.to_type(reward.dtype).unsqueeze(-1)], -1);
    }

    /// <summary>What the policy sees in the course of a trial: (oₜ, aₜ₋₁, rₜ₋₁, dₜ₋₁), [T, B, I].</summary>
    /// <param name="observations">oₜ, [T, B, O].</param>
    /// <param name="actions">aₜ, [T, B, A], or int64 [T, B] where actions are discrete.</param>
    /// <param name="rewards">rₜ, [T, B].</param>
    /// <param name="ended">dₜ, bool [T, B].</param>
    public Tensor Inputs(Tensor observations, Tensor actions, Tensor rewards, Tensor ended)
    {
        using var scope = NewDisposeScope();
        var previous = Previous(actions, rewards, ended);
        var shifted = cat([zeros_like(previous.narrow(0, 0, 1)), previous.narrow(0, 0, previous.size(0) - 1)]);
        return cat([observations, shifted], -1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc cref="IPolicy.Noise"/>
    public Tensor Noise(RngKey key, ReadOnlySpan<long> lead, Device device, ScalarType dtype) => head.Noise(key, lead, device, dtype);

    private static int Size(Space actions) => actions switch
    {
        Discrete space => space.Count,
        Box space => space.Size,
        _ => throw new NotSupportedException($"A policy cannot see actions of {actions}."),
    };
}

/// <summary>A recurrent policy with its weights in place.</summary>
public sealed class RecurrentActor(
    Gru gru, IReadOnlyList<Tensor> gruWeights, Mlp value, IReadOnlyList<Tensor> valueWeights, IActor head)
{
    /// <inheritdoc cref="Gru.Run"/>
    public (Tensor Outputs, Tensor State) Remember(Tensor sequence, Tensor state) => gru.Run(gruWeights, sequence, state);

    /// <summary>The states of the last layer in a trial from its beginning: inputs [T, B, I] → [T, B, H].</summary>
    public Tensor Remember(Tensor inputs) => Remember(
        inputs, zeros([gru.Layers, inputs.size(1), gru.Hidden], inputs.dtype, inputs.device)).Outputs;

    /// <summary>π(· | h), for states h of the last layer, [..., H].</summary>
    public IActionDistribution Act(Tensor h) => head.Act(h);

    /// <summary>V(h), how much more than others it will earn in the rest of the trial, discounted: [..., H] → [...].</summary>
    public Tensor Value(Tensor h) => value.Forward(valueWeights, h).squeeze(-1);
}
