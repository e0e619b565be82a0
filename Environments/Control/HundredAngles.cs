using MetaRL.Environments.Tasks;

namespace MetaRL.Environments.Control;

/// <summary>
/// Goals on a semicircle as PEARL has them: 100 angles evenly over [0, π], shuffled, 80 to train on and 20 to test on.
/// </summary>
/// <remarks>
/// Rakelly et al. 2019, katerakelly/oyster, rlkit/envs/point_robot.py: numpy.random.seed(1337), then
/// numpy.random.shuffle.
/// </remarks>
/// <param name="family">Name of the family.</param>
/// <param name="angle">The goal's; rad.</param>
/// <param name="others">What else a task has.</param>
internal sealed class HundredAngles(string family, TaskParameter angle, IReadOnlyList<TaskParameter> others)
    : TaskDistribution(
        family,
        [
            angle with
            {
                Distribution = new ChoiceDistribution(Shuffled[..Training]), Drawn = "one of 80 of 100 evenly spread",
            },
            .. others,
        ],
        TrainAndTest, [])
{
    private const int All = 100;
    private const int Training = 80;

    private static readonly double[] Shuffled =
        [.. MersenneTwister.OfNumPy(1337).ShuffledByNumPy(All).Select(number => number * (Math.PI / (All - 1)))];

    public override int? Count(TaskSplit split) =>
        split == TaskSplit.Test && !IsChanged(Parameter(angle.Name)) ? All - Training : base.Count(split);

    protected override TaskSet Draw(RngKey key, int tasks, TaskSplit split, double share)
    {
        var drawn = base.Draw(key, tasks, split, share);
        return Count(split) is null ? drawn : new TaskSet(drawn.Names.ToDictionary(
            name => name, name => name == angle.Name ? new TaskValues([tasks], Shuffled[Training..]) : drawn[name]));
    }
}
