using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Grids;

/// <summary>A room with a key and a door that needs it, anywhere, also in one cell; nothing ends an episode.</summary>
internal sealed class KeyThenDoorRoom(int size, CellObservation observation) : GridLayout(size, size, observation)
{
    private const int Locked = 0;
    private const int HasKey = 1;
    private const int DoorOpen = 2;

    public override int Phases => 3;

    // From the middle to a corner and to the opposite one.
    public override int LeastHorizon => 3 * (Width - 1);

    public override IReadOnlyList<TaskParameter> Parameters { get; } =
        [.. Place("key", (0, size - 1), size, size), .. Place("door", (size - 1, 0), size, size)];

    public override void AddStandard(GridTask task)
    {
        task.Place("key", Width * (Width - 1), Width);
        task.Place("door", Width - 1, Width);
    }

    public override void AddDrawn(GridTask task, Philox draws)
    {
        task.Place("key", draws.Below(Cells), Width);
        task.Place("door", draws.Below(Cells), Width);
    }

    public override string? Fault(GridTask task) => task.FaultOfPlace("key") ?? task.FaultOfPlace("door");

    public override GridMap Map(GridTask task)
    {
        var (key, door) = (task.Cell("key", Width), task.Cell("door", Width));
        var kinds = new CellKind[Cells];
        kinds[key] = CellKind.Key;
        kinds[door] = key == door ? CellKind.KeyAndDoor : CellKind.Door;
        return new GridMap(kinds, (Width / 2 * Width) + (Width / 2));
    }

    public override Arrival Enter(CellKind kind, int phase) => (kind, phase) switch
    {
        (CellKind.Key or CellKind.KeyAndDoor, Locked) => new Arrival(HasKey, 1),
        (CellKind.Door or CellKind.KeyAndDoor, HasKey) => new Arrival(DoorOpen, 1, Solves: true),
        _ => new Arrival(phase, 0),
    };

    public override Tensor TaskFeatures(TaskBatch tasks) =>
        cat([DescribePlace(tasks, "key"), DescribePlace(tasks, "door")], -1);
}
