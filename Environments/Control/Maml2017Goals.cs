using MetaRL.Environments.Tasks;

namespace MetaRL.Environments.Control;

/// <summary>The 40 test goals of the MAML paper's 2D navigation, the task set <c>maml-2017</c>.</summary>
/// <remarks>
/// 40 × U[−½, ½]², row by row, from the Mersenne Twister MT19937 seeded with 1, as the authors' evaluation script draws
/// them (cbfinn/maml_rl, NumPy's legacy generator). The paper's numbers are means over exactly these goals.
/// </remarks>
internal static class Maml2017Goals
{
    private const int Count = 40;

    public static readonly FrozenTaskSet Set = new("maml-2017", Count, tasks => tasks.Create(
        new Dictionary<string, TaskValues> { ["goal_x"] = Coordinate(0), ["goal_y"] = Coordinate(1) }, Count));

    private static readonly double[] Coordinates =
    [
        -0.0829779953, 0.2203244934,
        -0.4998856252, -0.1976674274,
        -0.3532441092, -0.4076614052,
        -0.3137397886, -0.1544392730,
        -0.1032325258, 0.0388167340,
        -0.0808054856, 0.1852195004,
        -0.2955477503, 0.3781174364,
        -0.4726124068, 0.1704675102,
        -0.0826951976, 0.0586898284,
        -0.3596130614, -0.3018985109,
        0.3007445687, 0.4682615757,
        -0.1865758218, 0.1923226157,
        0.3763891523, 0.3946066635,
        -0.4149557886, -0.4609452168,
        -0.3301695804, 0.3781425034,
        -0.4016531662, -0.0788923750,
        0.4578895302, 0.0331652850,
        0.1918771140, -0.1844843690,
        0.1865009277, 0.3346256719,
        -0.4817117227, 0.2501443149,
        0.4888610889, 0.2481656544,
        -0.2195560079, 0.2892793285,
        -0.3967739934, -0.0521064738,
        0.4085955031, -0.2063858516,
        -0.2122246614, -0.3699714279,
        -0.4806330421, 0.1788355329,
        -0.2883718840, -0.2344533406,
        -0.0084268407, -0.4466374549,
        0.0741176055, -0.3532714251,
        0.0893055369, 0.1997583600,
        -0.3976655712, -0.0859440122,
        0.1944001577, -0.0858207305,
        -0.4500465411, 0.0358964059,
        0.1637946452, 0.0148891121,
        0.4445947560, 0.0865550405,
        0.4034019153, -0.3625252959,
        -0.3607236527, 0.3073912887,
        -0.1023231630, -0.3346458029,
        0.4275085804, -0.1522341403,
        0.2508121031, 0.2259979854,
    ];

    // 0 for x, 1 for y
    private static TaskValues Coordinate(int axis) => new(
        [Count], [.. Coordinates.Where((_, index) => index % 2 == axis)]);
}
