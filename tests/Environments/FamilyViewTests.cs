using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments;

public sealed class FamilyViewTests
{
    private static readonly Dictionary<string, ParameterDistribution> ShortPole =
        new() { ["length"] = new FixedValue(0.3) };

    [Fact]
    public void Tasks_OfAFamilyWithOtherDistributions_AreDrawnFromThose() =>
        AssertShortPoles(new TaskConditioned(new CartPole().With(ShortPole)));

    [Fact]
    public void With_OfAView_ChangesTheFamilyThatIsSeen() =>
        AssertShortPoles(new TaskConditioned(new CartPole()).With(ShortPole));

    private static void AssertShortPoles(TaskFamily view)
    {
        using var scope = NewDisposeScope();
        var tasks = view.Sample(new RngKey(1), 2, TaskSplit.Train);
        Assert.Equal(new FixedValue(0.3), view.Tasks.Distributions["length"]);
        Assert.Equal([0.3, 0.3], tasks["length"].data<double>().ToArray());
        Assert.Equal(2, view.TaskFeatures(tasks).size(1)); // without the length
        Assert.Equal(4 + 2, ((Box)view.Observations).Size);
    }
}
