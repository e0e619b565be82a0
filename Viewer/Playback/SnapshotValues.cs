using MetaRL.Agents.Adaptation;
using MetaRL.Environments.Tasks;
using MetaRL.Viewer.Scenes;
using static TorchSharp.torch;

namespace MetaRL.Viewer.Playback;

/// <summary>Policy, values and beliefs of an agent in N tasks, copied from the tensors of a snapshot.</summary>
/// <param name="Tasks">N.</param>
public sealed record SnapshotValues(int Tasks)
{
    /// <summary>π(a | s) of every state, [N · S · A]; null where it is not known.</summary>
    public double[]? Policy { get; init; }

    /// <summary>V(s), or maxₐ Q(s, a), [N · S]; null where the agent has no values.</summary>
    public double[]? Values { get; init; }

    /// <summary>Q(s, a), [N · S · A]; null where the agent has none.</summary>
    public double[]? ActionValues { get; init; }

    /// <summary>Beliefs about all tasks; null where the agent has none.</summary>
    public Belief? Belief { get; init; }

    /// <summary>What the next action attends to, [N · steps]; null where the agent attends to nothing.</summary>
    public double[]? Attention { get; init; }

    /// <summary>Change of each layer's weights by the update before this round.</summary>
    public IReadOnlyList<WeightChange> LastUpdate { get; init; } = [];

    /// <summary>
    /// Whether it holds for the first environment of each task only: each environment has a memory of its own.
    /// </summary>
    public bool IsOfFirstEnvironment { get; init; }

    /// <summary>Copies a snapshot; policy and values only where the family's states can be enumerated.</summary>
    /// <param name="snapshot">Valid during the call only.</param>
    /// <param name="family">The dynamics.</param>
    /// <param name="tasks">N tasks.</param>
    public static SnapshotValues Of(AgentSnapshot snapshot, TaskFamily family, TaskBatch tasks)
    {
        var states = family.StateNames.Count == 1 ? family.StateValues(tasks) : null;
        var outputs = states is { } count
            ? snapshot.Outputs?.Invoke(
                tasks, arange(count, device: tasks.Device).view(1, count, 1).expand(tasks.Count, count, 1))
            : null;
        return new SnapshotValues((int)tasks.Count)
        {
            Policy = Numbers(outputs?.Policy),
            Values = Numbers(outputs?.Values ?? outputs?.ActionValues?.amax(-1)),
            ActionValues = Numbers(outputs?.ActionValues),
            Belief = snapshot.Believe(),
            Attention = snapshot.Attend(),
            LastUpdate = snapshot.LastUpdate,
            IsOfFirstEnvironment = snapshot.IsOfFirstEnvironment,
        };
    }

    /// <summary>Whether it has content for an overlay.</summary>
    public bool Has(OverlayKind kind) => kind switch
    {
        OverlayKind.Policy => Policy is not null,
        OverlayKind.Values => Values is not null,
        OverlayKind.Belief => Belief is not null,
        OverlayKind.Attention => Attention is not null,
        _ => false,
    };

    /// <summary>Content of a task's overlay.</summary>
    public OverlayContent OverlayOf(int task, OverlayKind kind) => kind switch
    {
        OverlayKind.Policy => new OverlayContent { Policy = Row(Policy, task) },
        OverlayKind.Values => new OverlayContent { Values = Row(Values, task), ActionValues = Row(ActionValues, task) },
        OverlayKind.Belief => new OverlayContent { Belief = Of(Belief, task) },
        OverlayKind.Attention => new OverlayContent { Attention = Attention is null ? null : Row(Attention, task) },
        _ => OverlayContent.None,
    };

    private Belief? Of(Belief? belief, int task) => belief switch
    {
        GoalBelief goal => new GoalBelief(Row(goal.Probability, task)),
        NumberBelief number =>
            number with { Mean = Row(number.Mean, task), Low = Row(number.Low, task), High = Row(number.High, task) },
        LatentBelief latent => new LatentBelief(Row(latent.Mean, task), Row(latent.Deviation, task)),
        _ => null,
    };

    private double[] Row(double[]? all, int task)
    {
        var width = (all?.Length ?? 0) / Tasks;
        return all?[(task * width)..((task + 1) * width)] ?? [];
    }

    private static double[]? Numbers(Tensor? values) =>
        values?.to_type(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
}
