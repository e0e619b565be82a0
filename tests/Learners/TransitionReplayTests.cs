using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

public sealed class TransitionReplayTests
{
    private readonly TransitionReplay _replay = new("replay", tasks: 2, capacity: 3, width: 1);

    [Fact]
    public void Add_MoreThanItHolds_TakesThePlacesOfTheOldestOfTheTask()
    {
        using var scope = NewDisposeScope();
        var state = Add(Empty(), [0], [[1, 2]]);
        Assert.Equal([1.0, 2, 0, 0, 0, 0], Rings(state));
        state = Add(state, [0], [[3, 4]]);
        Assert.Equal([4.0, 2, 3, 0, 0, 0], Rings(state));
        state = Add(state, [1], [[5, 6, 7, 8]]);
        Assert.Equal([4.0, 2, 3, 8, 6, 7], Rings(state));
    }

    [Fact]
    public void Add_TwoGroupsOfATask_KeepsTheirOrder()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([4.0, 2, 3, 0, 0, 0], Rings(Add(Empty(), [0, 0], [[1, 2], [3, 4]])));
    }

    [Fact]
    public void Add_StepsAfterAnEnd_LeavesThemOut()
    {
        using var scope = NewDisposeScope();
        var exists = tensor(new[] { 1.0, 0, 1, 1 }).view(2, 2);
        var state = _replay.Add(
            Empty(), [1, 0], tensor(new[] { 1.0, 2, 3, 4 }).view(2, 2, 1), exists, replaces: false);
        Assert.Equal([3.0, 4, 0, 1, 0, 0], Rings(state));
        Assert.Equal([2L, 1], state["replay.count"].data<long>().ToArray());
    }

    [Fact]
    public void Add_InPlaceOfWhatTheTaskHad_BeginsItsRingAnew()
    {
        using var scope = NewDisposeScope();
        var state = Add(Add(Empty(), [0, 1], [[1, 2], [3, 4]]), [0], [[5]], replaces: true);
        Assert.Equal([1L, 2], state["replay.count"].data<long>().ToArray());
        Assert.Equal([5.0], Drawn(state, task: 0).Distinct());
        Assert.Equal([3.0, 4], Drawn(state, task: 1).Distinct().Order());
    }

    [Fact]
    public void Add_Always_LeavesTheRingsBeforeAsTheyWere()
    {
        using var scope = NewDisposeScope();
        var state = Add(Empty(), [0], [[1, 2]]);
        _ = Add(state, [0], [[3, 4]]);
        Assert.Equal([1.0, 2, 0, 0, 0, 0], Rings(state));
        Assert.Equal([2L, 0], state["replay.count"].data<long>().ToArray());
    }

    [Fact]
    public void Draw_ManyTransitions_AreThoseOfTheTaskEquallyOften()
    {
        using var scope = NewDisposeScope();
        var drawn = Drawn(Add(Empty(), [0, 1], [[1, 2], [3, 4]]), task: 1);
        Assert.Equal([3.0, 4], drawn.Distinct().Order());
        Assert.InRange(drawn.Count(value => value == 3), 4750, 5250); // five deviations
    }

    private IReadOnlyDictionary<string, Tensor> Empty() => _replay.Initialize(CPU, ScalarType.Float64);

    private IReadOnlyDictionary<string, Tensor> Add(
        IReadOnlyDictionary<string, Tensor> state, int[] to, double[][] groups, bool replaces = false)
    {
        var rows = tensor(groups.SelectMany(group => group).ToArray()).view(groups.Length, -1, 1);
        return _replay.Add(state, to, rows, ones_like(rows).squeeze(-1), replaces);
    }

    private double[] Drawn(IReadOnlyDictionary<string, Tensor> state, long task) => _replay
        .Draw(new RngKey(1), state, tensor(new[] { task }), 10_000).data<double>().ToArray();

    private static double[] Rings(IReadOnlyDictionary<string, Tensor> state) =>
        state["replay"].data<double>().ToArray();
}
