using MetaRL.Environments.Control;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments;

public sealed class TaskBatchTests
{
    [Fact]
    public void Column_OfASliceInAnotherPrecision_IsThatOfItsTasks()
    {
        using var scope = NewDisposeScope();
        var tasks = new PointNavigation()
            .Create(new Dictionary<string, Tensor> { ["goal_x"] = tensor([0.25, -0.5, 0.125]) }, 3);
        var column = tasks.Slice(1, 2).To(CPU, ScalarType.Float32).Column("goal_x");
        Assert.Equal([2L, 1], column.shape);
        Assert.Equal([-0.5f, 0.125f], column.data<float>().ToArray());
    }

    [Fact]
    public void Column_OfAnUnknownParameter_NamesThoseThatThereAre()
    {
        using var scope = NewDisposeScope();
        var tasks = new PointNavigation().Create(new Dictionary<string, Tensor>(), 1);
        var error = Assert.Throws<KeyNotFoundException>(() => tasks.Column("goal_z"));
        Assert.Equal("The tasks have no parameter 'goal_z'; they have goal_x, goal_y, wind_x, wind_y.", error.Message);
    }
}
