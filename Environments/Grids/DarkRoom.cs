using MetaRL.Environments.Tasks;

namespace MetaRL.Environments.Grids;

/// <summary>The dark rooms that agents which learn in their context are published on.</summary>
public enum DarkRoomVariant
{
    /// <summary>9 × 9 cells from the middle, a goal anywhere, 20 steps.</summary>
    AlgorithmDistillation,

    /// <summary>10 × 10 cells from a corner, a goal anywhere, 100 steps.</summary>
    DecisionPretraining,

    /// <summary>9 × 9 cells, a goal in the corner opposite, 50 steps, actions in any order.</summary>
    PermutedActions,

    /// <summary>9 × 9 cells from the middle, a key, then a door, 50 steps.</summary>
    KeyToDoor,

    /// <summary>17 × 17 cells from the middle, a goal anywhere that ends the episode, 20 steps.</summary>
    Hard,
}

/// <summary>A room in the dark: the agent sees its cell and nothing else.</summary>
/// <remarks>
/// Actions: stay, up, right, down, left; walls clip; reward 1 on the goal at every step, 0 elsewhere. Tasks are split
/// as published, by the shuffles of Python and NumPy with their seeds:
/// <list type="bullet">
/// <item>Laskin et al. 2023 (Algorithm Distillation); goals by Son et al. 2025 (jaehyeon-son/dicp, darkroom.yaml):
/// random.seed(0), 73 and 8 of 81.</item>
/// <item>Lee et al. 2023 (Decision-Pretrained Transformer, collect_data.py, darkroom_heldout): RandomState(0), 80 and
/// 20 of 100.</item>
/// <item>Permuted actions (dicp, darkroom_permuted.yaml): random.seed(4), 108 and 12 of 120.</item>
/// <item>Key to door (dicp, dark_key_to_door.yaml): random.seed(4), 6233 and 328 of 6561; +1 once for the key, then
/// once for the door.</item>
/// <item>Hard (corl-team/toy-meta-gym): goals by the first rule, 260 and 29 of 289.</item>
/// </list>
/// </remarks>
/// <param name="variant">Which room.</param>
/// <param name="horizon">Steps in an episode; null for those published.</param>
/// <param name="observation">How an agent sees its cell.</param>
public sealed class DarkRoom(
    DarkRoomVariant variant = DarkRoomVariant.AlgorithmDistillation, int? horizon = null,
    CellObservation observation = CellObservation.Position)
    : Gridworld(TasksOf(variant, observation), horizon ?? Published(variant))
{
    private const string Family = "dark-room";

    // Our moves in the published order of actions: +x, −x, +y, −y, stay.
    private static readonly int[] PublishedActions = [2, 4, 1, 3, 0];

    public override string Definition =>
        "stay, up, right, down, left; walls clip; "
        + (variant == DarkRoomVariant.KeyToDoor
            ? "reward = 1 once for the key, then once for the door"
            : "reward = 1 on the goal, 0 elsewhere")
        + (variant == DarkRoomVariant.Hard ? ", which terminates" : "; never terminated")
        + variant switch
        {
            DarkRoomVariant.DecisionPretraining => "; start (0, 0). Lee et al. 2023 (DPT).",
            DarkRoomVariant.PermutedActions => "; start (0, 0). Son et al. 2025, after Lee et al. 2023 (DPT).",
            DarkRoomVariant.Hard => "; start in the middle. Toy-meta-gym, after Laskin et al. 2023 (AD).",
            _ => "; start in the middle. Laskin et al. 2023 (AD).",
        };

    public override IReadOnlyList<ReferenceAgent> ReferenceAgents => GridAgents.Search(this, "search");

    /// <summary>Steps of an episode as published.</summary>
    public static int Published(DarkRoomVariant variant) => variant switch
    {
        DarkRoomVariant.DecisionPretraining => 100,
        DarkRoomVariant.PermutedActions or DarkRoomVariant.KeyToDoor => 50,
        _ => 20,
    };

    private static ListedTasks TasksOf(DarkRoomVariant variant, CellObservation observation) => variant switch
    {
        DarkRoomVariant.AlgorithmDistillation => Goals(
            9, (4, 4), endsAtGoal: false, observation, MersenneTwister.OfPython(0).ShuffledByPython(81), train: 73),
        DarkRoomVariant.DecisionPretraining => Goals(
            10, (0, 0), endsAtGoal: false, observation, MersenneTwister.OfNumPy(0).ShuffledByNumPy(100), train: 80),
        DarkRoomVariant.Hard => Goals(
            17, (8, 8), endsAtGoal: true, observation, MersenneTwister.OfPython(0).ShuffledByPython(289), train: 260),
        DarkRoomVariant.PermutedActions => Permuted(
            9, horizon: 50, observation, MersenneTwister.OfPython(4).ShuffledByPython(120), train: 108),
        _ => KeysAndDoors(
            9, horizon: 50, observation, MersenneTwister.OfPython(4).ShuffledByPython(6561), train: 6233),
    };

    private static ListedTasks Goals(
        int size, (int X, int Y) start, bool endsAtGoal, CellObservation observation, int[] order, int train)
    {
        var layout = new OpenGrid(
            size, size, start, (size - 1, size - 1), new GoalRewards(1, 0, endsAtGoal), goalVaries: true, observation);
        return Split(
            new GridRules(Family, layout, new GridDynamics(), horizon: null), GridAgents.AllGoals, order, train,
            index => GridTask.At("goal", Cell(index, size), size));
    }

    private static ListedTasks Permuted(int size, int horizon, CellObservation observation, int[] order, int train)
    {
        var layout = new OpenGrid(
            size, size, (0, 0), (size - 1, size - 1), new GoalRewards(1, 0, EndsAtGoal: false), goalVaries: false,
            observation);
        var all = RemappedGrid.Permutations(PublishedActions).ToArray(); // of meanings, in the published order
        return Split(
            new GridRules(Family, layout, new GridDynamics(Remap: true), horizon), "all-controls", order, train,
            index => new GridTask { ["controls"] = [.. all[index].Select(move => (double)move)] });
    }

    private static ListedTasks KeysAndDoors(int size, int horizon, CellObservation observation, int[] order, int train)
    {
        var rules = new GridRules(Family, new KeyThenDoorRoom(size, observation), new GridDynamics(), horizon);
        return Split(rules, "all-tasks", order, train, index =>
        {
            var (key, door) = Math.DivRem(index, size * size);
            var task = GridTask.At("key", Cell(key, size), size);
            task.Place("door", Cell(door, size), size);
            return task;
        });
    }

    // The first of the shuffled ones to train on, the others to test on.
    private static ListedTasks Split(
        GridRules rules, string every, int[] order, int train, Func<int, GridTask> task)
    {
        GridTask[] shuffled = [.. order.Select(task)];
        return new ListedTasks(
            rules, every, [.. order.Order().Select(task)], shuffled[..train], shuffled[train..]);
    }

    // The published places are counted along y first.
    private static int Cell(int index, int size) => (index % size * size) + (index / size);
}
