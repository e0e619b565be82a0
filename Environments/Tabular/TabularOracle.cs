using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Tabular;

/// <summary>Optimal values of known tables, by dynamic programming.</summary>
internal sealed class TabularOracle(TabularFamily family) : IOracle
{
    public Tensor OptimalReturn(TaskBatch tasks)
    {
        using var scope = NewDisposeScope();
        var tables = TabularFamily.TablesOf(tasks);
        var values = FiniteHorizon.OptimalValues(tables, family.Horizon);
        return values.gather(1, tables.Start.unsqueeze(-1)).squeeze(-1).MoveToOuterDisposeScope();
    }
}
