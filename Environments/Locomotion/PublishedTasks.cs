using MetaRL.Environments.Tasks;

namespace MetaRL.Environments.Locomotion;

/// <summary>The 40 test tasks of the MAML paper of each family, the task sets <c>maml-2017</c>.</summary>
/// <remarks>
/// As the authors' scripts draw them (cbfinn/maml_rl, maml_examples/test_maml_*.py): numpy.random.seed, then
/// uniform(0, high, 40). Directions are backwards below the middle of the interval, else forwards.
/// </remarks>
internal static class PublishedTasks
{
    private const int Count = 40;

    /// <summary>Velocities.</summary>
    public static FrozenTaskSet Velocities(double high) => Of("target_velocity", seed: 1, high, goal => goal);

    /// <summary>Directions, by which value stands for backwards and which for forwards.</summary>
    public static FrozenTaskSet Directions(
        string parameter, uint seed, double high, double backwards, double forwards) =>
        Of(parameter, seed, high, goal => goal < high / 2 ? backwards : forwards);

    private static FrozenTaskSet Of(string parameter, uint seed, double high, Func<double, double> task) => new(
        "maml-2017", Count, tasks => tasks.Create(
            new Dictionary<string, TaskValues>
            {
                [parameter] = new([Count], [.. MersenneTwister.OfNumPy(seed).Uniform(0, high, Count).Select(task)]),
            },
            Count));
}
