namespace MetaRL.Tests.Agents;

/// <summary>One lane's transition.</summary>
internal sealed record ScalarStep(int State, int Action, double Reward, bool Terminated, int Next, int? NextAction);

/// <summary>
/// The textbook's updates of a table with one lane, number by number (Sutton and Barto 1998, sections 6.4, 6.5 and
/// 7.6).
/// </summary>
internal sealed class ScalarQ(
    double[,] q, double alpha, double gamma, double lambda, double temperature, double visitExponent)
{
    private readonly double[,] _traces = new double[q.GetLength(0), q.GetLength(1)];
    private readonly int[,] _visits = new int[q.GetLength(0), q.GetLength(1)];

    public double[] Numbers => [.. q.Cast<double>()];

    public void QLearning(ScalarStep step) => Move(step, Best(step.Next));

    public void Sarsa(ScalarStep step) =>
        Move(step, step.NextAction is { } next ? q[step.Next, next] : Expected(step.Next));

    public void ExpectedSarsa(ScalarStep step) => Move(step, Expected(step.Next));

    public void QLambda(ScalarStep step)
    {
        var delta = step.Reward + (step.Terminated ? 0 : gamma * Best(step.Next)) - q[step.State, step.Action];
        var greedy = step.NextAction is { } next && q[step.Next, next] == Best(step.Next);
        _traces[step.State, step.Action] += 1;
        for (var s = 0; s < q.GetLength(0); s++)
        {
            for (var a = 0; a < q.GetLength(1); a++)
            {
                q[s, a] += alpha * delta * _traces[s, a];
                _traces[s, a] *= greedy && !step.Terminated ? gamma * lambda : 0;
            }
        }
    }

    private void Move(ScalarStep step, double following)
    {
        var target = step.Reward + (step.Terminated ? 0 : gamma * following);
        var n = ++_visits[step.State, step.Action];
        q[step.State, step.Action] += alpha / Math.Pow(n, visitExponent) * (target - q[step.State, step.Action]);
    }

    private double Best(int state) => Row(state).Max();

    private double Expected(int state)
    {
        var weights = Row(state).Select(value => Math.Exp(value / temperature)).ToArray();
        return Row(state).Zip(weights, (value, weight) => value * weight).Sum() / weights.Sum();
    }

    private double[] Row(int state) => [.. Enumerable.Range(0, q.GetLength(1)).Select(action => q[state, action])];
}
