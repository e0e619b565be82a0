using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments.Grids;

public sealed class GridNavigationDynamicsTests
{
    [Fact]
    public void Sample_OfTrain_HasTheGoalsOfItsStream()
    {
        var family = new GridNavigation();
        var chosen = new Philox(new RngKey(1).For("train")).Units(50)
            .Select(u => family.Goals(TaskSplit.Train)[(int)(u * 21)]).ToArray();
        var tasks = family.Tasks.Sample(new RngKey(1), 50, TaskSplit.Train);
        Assert.Equal(chosen.Select(goal => (double)(goal % 5)), tasks["goal_x"].Numbers);
        Assert.Equal(chosen.Select(goal => (double)(goal / 5)), tasks["goal_y"].Numbers);
    }

    [Fact]
    public void BayesOptimum_WithVaryingDynamics_AreUnknown() => Assert.Null(
        new GridNavigation(dynamics: new GridDynamics(Slip: true)).Oracle.BayesOptimum(TaskSplit.Train, 2));

    [Fact]
    public void Sample_OfTestWithSlip_KeepsEveryGoalOnce()
    {
        using var scope = NewDisposeScope();
        var family = new GridNavigation(dynamics: new GridDynamics(Slip: true, Wind: true, Remap: true));
        var tasks = family.Sample(new RngKey(1), 21, TaskSplit.Test);
        var goals = tasks["goal_y"].mul(5).add(tasks["goal_x"]).data<double>().ToArray();
        Assert.Equal(family.Goals(TaskSplit.Test).Select(goal => (double)goal), goals);
    }
}
