using MetaRL.Configuration;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments;

/// <summary>What tabular families say of their observations is what their tables hold.</summary>
public sealed class OneHotObservationTests
{
    [Theory]
    [InlineData("bandit", "arms=3", true)]
    [InlineData("tabular-mdp", "states=4", true)]
    [InlineData("grid-navigation", "observation=position", false)]
    [InlineData("grid-navigation", "observation=one-hot", true)]
    [InlineData("windy-grid", "observation=one-hot", true)]
    [InlineData("slippery-grid", "observation=position", false)]
    [InlineData("remapped-grid", "observation=one-hot", true)]
    [InlineData("maze", "observation=view-3", false)]
    [InlineData("maze", "observation=position", false)]
    [InlineData("maze", "observation=one-hot", true)]
    [InlineData("key-door", "observation=one-hot", true)]
    [InlineData("key-door", "observation=position", false)]
    public void ObservesOneHot_AFamily_IsWhatItsTablesHold(string name, string setting, bool expected)
    {
        using var scope = NewDisposeScope();
        var family = (TabularFamily)Families.Create(name, setting);
        var features = TabularFamily.TablesOf(family.Sample(default, 1, TaskSplit.Train)).Features;
        var ones = features.eq(1).sum(-1).eq(1).logical_and(features.ne(0).sum(-1).eq(1));
        Assert.Equal((expected, expected), (family.ObservesOneHot, ones.all().ToBoolean()));
    }
}
