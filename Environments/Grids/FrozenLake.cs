using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Grids;

/// <summary>A lake with holes: from the first cell to the last one without falling in.</summary>
internal sealed class FrozenLake(int size, double holeProbability, CellObservation observation)
    : GridLayout(size, size, observation)
{
    // Gymnasium's maps "4x4" and "8x8": their row r is y = r here, so theirs is the mirror image and their "down" is
    // up.
    private static readonly string[] Four = ["SFFF", "FHFH", "FFFH", "HFFG"];

    private static readonly string[] Eight =
        ["SFFFFFFF", "FFFFFFFF", "FFFHFFFF", "FFFFFHFF", "FFFHFFFF", "FHHFFFHF", "FHFFHFHF", "FFFHFFFG"];

    // The longest way around holes winds through about half of the cells.
    public override int LeastHorizon => Cells;

    public override IReadOnlyList<TaskParameter> Parameters { get; } =
        [
            new("holes", "0 ice, 1 hole", 0, new(0, 1), new(0, 1))
            {
                Shape = [size * size], Rule = new(0, 1), Drawn = "at random, with a way to the goal",
            },
        ];

    public override void AddStandard(GridTask task)
    {
        var rows = Width == 4 ? Four : Width == 8 ? Eight : [.. Enumerable.Repeat(new string('F', Width), Width)];
        task["holes"] = [.. rows.SelectMany(row => row).Select(cell => cell == 'H' ? 1.0 : 0.0)];
    }

    public override void AddDrawn(GridTask task, Philox draws)
    {
        var holes = Enumerable.Range(0, Cells).Select(_ => draws.Unit() < holeProbability ? 1.0 : 0.0).ToArray();
        (holes[0], holes[^1]) = (0, 0);
        task["holes"] = holes;
    }

    public override string? Fault(GridTask task)
    {
        var holes = task["holes"];
        return Array.Exists(holes, hole => hole is not 0 and not 1) ? "The parameter 'holes' must hold zeros and ones."
            : holes[0] + holes[^1] > 0 ? "The parameter 'holes' must be 0 at the start and at the goal, the first and"
                + " the last cell."
            : null;
    }

    public override GridMap Map(GridTask task)
    {
        var kinds = task["holes"].Select(hole => hole > 0 ? CellKind.Hole : CellKind.Free).ToArray();
        kinds[^1] = CellKind.Goal;
        return new GridMap(kinds, 0);
    }

    public override Arrival Enter(CellKind kind, int phase) => kind switch
    {
        CellKind.Goal => new Arrival(phase, 1, Solves: true, Terminal: true),
        CellKind.Hole => new Arrival(phase, 0, Terminal: true),
        _ => new Arrival(phase, 0),
    };

    public override Tensor TaskFeatures(TaskBatch tasks) => tasks["holes"];
}
