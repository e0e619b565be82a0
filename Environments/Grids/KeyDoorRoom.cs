using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Grids;

/// <summary>
/// A room with a key, a door that needs it, and a goal that needs the open door; phases: nothing, key, open door.
/// </summary>
internal sealed class KeyDoorRoom(int size, bool endsAtDoor, CellObservation observation)
    : GridLayout(size, size, observation)
{
    private const int Locked = 0;
    private const int HasKey = 1;
    private const int DoorOpen = 2;

    private readonly (string Name, CellKind Kind)[] _places =
        [("key", CellKind.Key), ("door", CellKind.Door), .. endsAtDoor ? [] : new[] { ("goal", CellKind.Goal) }];

    public override int Phases => endsAtDoor ? 2 : 3;

    // From the middle to a corner and twice from corner to corner.
    public override int LeastHorizon => Width + (4 * (Width - 1));

    public override IReadOnlyList<TaskParameter> Parameters { get; } =
    [
        .. Place("key", (0, size - 1), size, size),
        .. Place("door", (size - 1, 0), size, size),
        .. endsAtDoor ? [] : Place("goal", (size - 1, size - 1), size, size),
    ];

    public override void AddStandard(GridTask task)
    {
        task.Place("key", Width * (Width - 1), Width);
        task.Place("door", Width - 1, Width);
        task.Place("goal", (Width * Width) - 1, Width);
    }

    public override void AddDrawn(GridTask task, Philox draws)
    {
        var cells = draws.Permutation(Cells).Where(cell => cell != Start).ToArray();
        task.Place("key", cells[0], Width);
        task.Place("door", cells[1], Width);
        task.Place("goal", cells[2], Width);
    }

    public override string? Fault(GridTask task)
    {
        if (
            _places.Select(place => task.FaultOfPlace(place.Name))
                .FirstOrDefault(fault => fault is not null) is { } fault)
        {
            return fault;
        }

        var cells = _places.Select(place => task.Cell(place.Name, Width)).Append(Start).ToArray();
        return cells.Distinct().Count() == cells.Length
            ? null
            : $"The start ({Width / 2}, {Width / 2}), {string.Join(", ", _places.Select(place => place.Name))} must be"
                + " different cells.";
    }

    public override GridMap Map(GridTask task)
    {
        var kinds = new CellKind[Cells];
        foreach (var (name, kind) in _places)
        {
            kinds[task.Cell(name, Width)] = kind;
        }

        return new GridMap(kinds, Start);
    }

    public override Arrival Enter(CellKind kind, int phase) => (kind, phase) switch
    {
        (CellKind.Key, Locked) => new Arrival(HasKey, 1),
        (CellKind.Door, HasKey) when endsAtDoor => new Arrival(HasKey, 1, Solves: true, Terminal: true),
        (CellKind.Door, HasKey) => new Arrival(DoorOpen, 1),
        (CellKind.Goal, DoorOpen) => new Arrival(DoorOpen, 1, Solves: true, Terminal: true),
        _ => new Arrival(phase, 0),
    };

    public override Tensor TaskFeatures(TaskBatch tasks) =>
        cat([.. _places.Select(place => DescribePlace(tasks, place.Name))], -1);

    private int Start => (Width / 2 * Width) + (Width / 2);
}
