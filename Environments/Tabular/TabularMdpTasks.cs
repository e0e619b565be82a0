using MetaRL.Environments.Tasks;

namespace MetaRL.Environments.Tabular;

/// <summary>The tasks of <see cref="TabularMdp"/>, whose transition probabilities are drawn together.</summary>
/// <remarks>
/// A distribution given to the parameter <c>transition</c> is that of uniform numbers u: −ln(1 − u), divided by its sum
/// over the next states, is Dirichlet(1), since exponential variates over their sum are.
/// </remarks>
internal sealed class TabularMdpTasks(int states, int actions)
    : TaskDistribution("tabular-mdp", OfTables(states, actions), TrainAndTest)
{
    private static readonly WholeNormalDistribution MeanReward = new(1, 1);

    protected override TaskSet Draw(RngKey key, int tasks, TaskSplit split, double share)
    {
        var drawn = base.Draw(key, tasks, split, share);
        var probability = drawn["transition"].Numbers;
        for (var row = 0; row < probability.Length; row += states)
        {
            Normalise(probability.AsSpan(row, states));
        }

        return drawn;
    }

    // Uniform numbers become a Dirichlet(1) variate.
    private static void Normalise(Span<double> row)
    {
        var sum = 0.0;
        for (var next = 0; next < row.Length; next++)
        {
            row[next] = -PortableMath.Log(1 - row[next]);
            sum += row[next];
        }

        for (var next = 0; next < row.Length; next++)
        {
            row[next] /= sum;
        }
    }

    private static IReadOnlyList<TaskParameter> OfTables(int states, int actions) =>
    [
        new("transition", "probability", 1.0 / states, new(0, 1), new(0, 1))
        {
            Rule = ValueRule.Probability, Shape = [states, actions, states],
            Drawn = "Dirichlet(1, ..., 1) for each state and action",
        },
        new("reward", "reward", 1, MeanReward.Support, MeanReward.Support)
        {
            Shape = [states, actions], Distribution = MeanReward,
        },
    ];
}
