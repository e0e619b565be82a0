namespace MetaRL.Environments.Grids;

/// <summary>
/// A dark room: find the key, then the door, then the goal. The agent sees its cell alone, so it must remember.
/// </summary>
/// <remarks>
/// Grigsby, Fan, Zhu 2024 (AMAGO), RoomKeyDoor, after the dark key-to-door room of Laskin et al. 2022 (Algorithm
/// Distillation): 9 × 9 cells, 50 steps, reward 1 for the key and 1 for the door with the key. Differs from the paper:
/// behind the door there is a goal for another 1, unless <paramref name="endsAtDoor"/>; episodes start in the middle.
/// Key, door and goal are different cells, uniform over all but the start; whether the agent has the key is not seen.
/// </remarks>
/// <param name="size">Cells along one side.</param>
/// <param name="horizon">Steps in an episode.</param>
/// <param name="observation">How an agent sees its cell.</param>
/// <param name="endsAtDoor">Whether the open door ends the episode and there is no goal, as in AMAGO.</param>
/// <param name="dynamics">By default undisturbed moves, with an action to stay.</param>
public sealed class KeyDoor(
    int size = 9, int horizon = 50, CellObservation observation = CellObservation.Position, bool endsAtDoor = false,
    GridDynamics? dynamics = null)
    : Gridworld("key-door", new KeyDoorRoom(size, endsAtDoor, observation), dynamics ?? Standards, horizon)
{
    private static readonly GridDynamics Standards = new();

    public override string Definition =>
        "stay, up, right, down, left; edges clip; reward = 1 once for the key, once for the door with the key"
        + (endsAtDoor ? ", which terminates" : ", and for the goal with the door open, which terminates")
            + "; start in the middle. After RoomKeyDoor, Grigsby, Fan, Zhu 2024 (AMAGO).";
}
