using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

public sealed class TrialReplayTests
{
    private readonly TrialReplay _replay = new(capacity: 3, steps: 2, inputs: 1, actions: 1, observations: 1);

    [Fact]
    public void Add_MoreThanItHolds_TakesThePlacesOfTheOldest()
    {
        using var scope = NewDisposeScope();
        var state = _replay.Initialize(CPU, ScalarType.Float64);
        state = _replay.Add(state, Trials(1, 2));
        Assert.Equal([1.0, 2, 0], First(state));
        state = _replay.Add(state, Trials(3, 4));
        Assert.Equal([4.0, 2, 3], First(state));
        state = _replay.Add(state, Trials(5, 6, 7, 8));
        Assert.Equal([7.0, 8, 6], First(state));
    }

    [Fact]
    public void Add_Always_LeavesTheRingBeforeAsItWas()
    {
        using var scope = NewDisposeScope();
        var state = _replay.Add(_replay.Initialize(CPU, ScalarType.Float64), Trials(1, 2));
        _ = _replay.Add(state, Trials(3, 4));
        Assert.Equal([1.0, 2, 0], First(state));
    }

    [Fact]
    public void Add_ATrialThatEndedEarlier_LeavesNothingOfTheOneBefore()
    {
        using var scope = NewDisposeScope();
        var state = _replay.Add(_replay.Initialize(CPU, ScalarType.Float64), Trials(1, 2, 3));
        state = _replay.Add(state, Trials(9).Map(values => values.narrow(0, 0, 1)));
        Assert.Equal([9.0, 2, 3], First(state));
        Assert.Equal([0.0, 1, 1], state["replay.alive"].select(0, 1).data<double>().ToArray());
    }

    [Fact]
    public void Draw_ManyTrials_AreThoseThatWerePutInEquallyOften()
    {
        using var scope = NewDisposeScope();
        var state = _replay.Add(_replay.Initialize(CPU, ScalarType.Float64), Trials(1, 2));
        const int Draws = 10_000;
        var drawn = _replay.Draw(new RngKey(1), state, Draws).Rewards.select(0, 0).data<double>().ToArray();
        Assert.Equal([1.0, 2], drawn.Distinct().Order());
        Assert.InRange(drawn.Count(reward => reward == 1), (Draws / 2) - 250, (Draws / 2) + 250); // five deviations
    }

    // Of two steps, whose numbers are all the trial's.
    private static ReplayedTrials Trials(params double[] numbers)
    {
        var rows = tensor(numbers).unsqueeze(0).expand(2, -1);
        var columns = rows.unsqueeze(-1);
        return new ReplayedTrials(columns, columns, rows, columns, ones_like(rows));
    }

    private static double[] First(IReadOnlyDictionary<string, Tensor> state) =>
        state["replay.rewards"].select(0, 0).data<double>().ToArray();
}
