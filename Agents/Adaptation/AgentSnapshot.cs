using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Adaptation;

/// <summary>An agent's outputs in B states of each of N tasks.</summary>
/// <param name="Policy">π(a | s), [N, B, A]; null where actions are continuous.</param>
/// <param name="ActionValues">Q(s, a), [N, B, A]; null where the agent has none.</param>
/// <param name="Values">V(s), [N, B]; null where the agent has none.</param>
public sealed record PolicyOutputs(Tensor? Policy, Tensor? ActionValues = null, Tensor? Values = null);

/// <summary>An agent's policy, values and belief at one time, each computed when it is asked for.</summary>
/// <param name="Round">The round: rollouts before it.</param>
/// <param name="Outputs">
/// (N tasks, states [N, B, S]) → its outputs there; null where it has none.
/// </param>
public sealed record AgentSnapshot(int Round, Func<TaskBatch, Tensor, PolicyOutputs>? Outputs)
{
    private static readonly IReadOnlyList<WeightChange> None = [];

    /// <summary>
    /// What the update before this round did to each layer; none before the first update and where weights never
    /// change.
    /// </summary>
    public IReadOnlyList<WeightChange> LastUpdate { get; init; } = None;

    /// <summary>Its belief about its tasks; null where it has none that can be told.</summary>
    public Func<Belief?> Believe { get; init; } = () => null;

    /// <summary>
    /// How much the coming action attends to each step of the trial so far and, last, to what is seen now, one in sum
    /// for each task, [N · steps]; empty where nothing is seen yet, null where the agent attends to nothing.
    /// </summary>
    public Func<double[]?> Attend { get; init; } = () => null;

    /// <summary>
    /// Whether every environment has a memory of its own, and this is of the first one's; otherwise all environments of
    /// a task share it.
    /// </summary>
    public bool IsOfFirstEnvironment { get; init; }

    /// <summary>Hands a snapshot over, if anybody takes it; what it computes goes when the call returns.</summary>
    public static void Tell(IAdaptationObserver? observer, Func<AgentSnapshot> snapshot)
    {
        if (observer is { TakesSnapshots: true })
        {
            using var constant = no_grad();
            using var scope = NewDisposeScope();
            observer.Show(snapshot());
        }
    }
}
