using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>Trials as they are learnt from again.</summary>
/// <param name="Inputs">What the policy saw, [T, B, I].</param>
/// <param name="Actions">One-hot where actions are discrete, [T, B, A].</param>
/// <param name="Rewards">[T, B].</param>
/// <param name="Next">What was seen after each action, [T, B, O].</param>
/// <param name="Alive">1 until the trial's last step, then 0, [T, B].</param>
public sealed record ReplayedTrials(Tensor Inputs, Tensor Actions, Tensor Rewards, Tensor Next, Tensor Alive)
    : ITensorBundle
{
    public IEnumerable<Tensor> Tensors => [Inputs, Actions, Rewards, Next, Alive];

    /// <summary>T.</summary>
    public long Steps => Rewards.size(0);

    /// <summary>B.</summary>
    public long Trials => Rewards.size(1);

    /// <summary>The same of each tensor.</summary>
    public ReplayedTrials Map(Func<Tensor, Tensor> function) =>
        new(function(Inputs), function(Actions), function(Rewards), function(Next), function(Alive));
}

/// <summary>
/// A ring of the last trials: experience replay, whose contents are named tensors of a learner's state and so part of
/// its checkpoints.
/// </summary>
/// <param name="capacity">C, trials that it holds.</param>
/// <param name="steps">T, steps of the longest trial; shorter ones end in zeros.</param>
/// <param name="inputs">I.</param>
/// <param name="actions">A.</param>
/// <param name="observations">O.</param>
public sealed class TrialReplay(int capacity, int steps, int inputs, int actions, int observations)
{
    private static readonly string[] Names =
        ["replay.inputs", "replay.actions", "replay.rewards", "replay.next", "replay.alive"];

    private const string Count = "replay.count"; // trials that were ever put in

    /// <summary>The empty ring.</summary>
    public IReadOnlyDictionary<string, Tensor> Initialize(Device device, ScalarType dtype)
    {
        long[][] shapes = [[inputs], [actions], [], [observations], []];
        return Names.Zip(shapes)
            .ToDictionary(pair => pair.First, pair => zeros([steps, capacity, .. pair.Second], dtype, device))
            .Append(new(Count, zeros(1, ScalarType.Int64)))
            .ToDictionary();
    }

    /// <summary>The ring with some trials in the places of the oldest ones.</summary>
    /// <param name="state">The ring before, among other things.</param>
    /// <param name="trials">Of which the last C are kept.</param>
    public IReadOnlyDictionary<string, Tensor> Add(IReadOnlyDictionary<string, Tensor> state, ReplayedTrials trials)
    {
        var kept = Math.Min(trials.Trials, capacity);
        var count = Number(state) + trials.Trials;
        var places = arange(count - kept, count).remainder(capacity).to(trials.Rewards.device);
        return Names.Zip(trials.Tensors).ToDictionary(pair => pair.First, pair =>
            {
                var ring = state[pair.First].clone();
                var last = pair.Second.narrow(1, trials.Trials - kept, kept);
                ring.narrow(0, 0, trials.Steps).index_copy_(1, places, last);
                ring.narrow(0, trials.Steps, steps - trials.Steps).index_fill_(1, places, 0);
                return ring;
            })
            .Append(new(Count, tensor(new[] { count })))
            .ToDictionary();
    }

    /// <summary>Some trials, each of all with equal probability.</summary>
    /// <param name="key">Every random number.</param>
    /// <param name="state">The ring, among other things; at least one trial is in it.</param>
    /// <param name="trials">How many.</param>
    public ReplayedTrials Draw(RngKey key, IReadOnlyDictionary<string, Tensor> state, int trials)
    {
        var held = Math.Min(Number(state), capacity);
        var first = state[Names[0]];
        var places = key.Uniform([trials], CPU, ScalarType.Float64).mul(held)
            .to_type(ScalarType.Int64).to(first.device);
        var parts = Names.Select(name => state[name].index_select(1, places)).ToArray();
        return new ReplayedTrials(parts[0], parts[1], parts[2], parts[3], parts[4]);
    }

#pragma warning disable RS0030 // a number on the CPU
    private static long Number(IReadOnlyDictionary<string, Tensor> state) => state[Count].item<long>();
#pragma warning restore RS0030
}
