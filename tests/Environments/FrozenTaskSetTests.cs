using MetaRL.Configuration;
using MetaRL.Environments.Tasks;
using MetaRL.Tests.Cli;
using TorchSharp;
using Xunit;

namespace MetaRL.Tests.Environments;

public sealed class FrozenTaskSetTests
{
    [Fact]
    public void TaskSets_OfEveryFamily_HaveTheHashesThatResultsWereMeasuredOn() =>
        Assert.Equal(File.ReadAllText(Checkout.Path("tests", "golden", "task-sets.txt")), string.Concat(Lines()));

    [Fact]
    public void TaskSets_OfEveryFamily_AreDrawnWithoutATensor()
    {
        var statistics = DisposeScopeManager.Statistics;
        var before = (statistics.CreatedInScopeCount, statistics.CreatedOutsideScopeCount);
        Assert.NotEmpty(string.Concat(Lines()));
        Assert.Equal(before, (statistics.CreatedInScopeCount, statistics.CreatedOutsideScopeCount));
    }

    [Fact]
    public void StandardSet_OfAFamilyWithOtherDistributions_IsTheSame()
    {
        var changed = Families.Create("cart-pole", ["tasks.length=0.7"]);
        Assert.Equal(Hash(Families.Create("cart-pole", []), "standard-40"), Hash(changed, "standard-40"));
    }

    [Fact]
    public void AllGoals_OfAGridWithAFixedGoal_AreStillAll() => Assert.Equal(
        Hash(Families.Create("grid-navigation", []), "all-goals"),
        Hash(Families.Create("grid-navigation", ["tasks.goal_x=4"]), "all-goals"));

    [Fact]
    public void StandardSet_WithAnotherNumberOfTasks_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(
            () => Families.Create("cart-pole", []).Sample(default, 20, new TaskSplit("standard-40")));
        Assert.StartsWith(
            "The task set 'standard-40' has 40 tasks, but 20 were asked for.", error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Lines() =>
        from entry in Families.All
        let family = Families.Create(entry.Name, [])
        from set in family.Tasks.TaskSets
        select $"{entry.Name} {set} {Hash(family, set)}\n";

    private static string Hash(TaskFamily family, string set)
    {
        var split = new TaskSplit(set);
        return family.Tasks.ContentHash(family.Tasks.Sample(new RngKey(1), family.Tasks.Count(split)!.Value, split));
    }
}
