using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Tabular;

/// <summary>A tabular family whose observations are the states themselves, whatever they were: S one-hots.</summary>
public sealed class StateView(TabularFamily hidden) : FamilyView(hidden)
{
    private readonly Discrete _states = new(Count(hidden));

    public override Space Observations => new Box(_states.Count, 0, 1);

    public override Tensor Observe(TaskBatch tasks, Tensor state) => _states.Encode(state.squeeze(-1), tasks.Dtype);

    private static int Count(TabularFamily family)
    {
        using var scope = NewDisposeScope();
        return (int)family.StateValues(family.Create(new Dictionary<string, Tensor>(), 1))!;
    }
}
