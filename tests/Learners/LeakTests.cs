using MetaRL.Agents.InnerLoops;
using MetaRL.Configuration;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Optimizers;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

/// <summary>
/// Tensors of a training iteration. Counts are of the whole process, so nothing else may run beside it.
/// </summary>
[CollectionDefinition(nameof(LeakTests), DisableParallelization = true)]
[Collection(nameof(LeakTests))]
public sealed class LeakTests
{
    [Theory]
    [InlineData("continuous")]
    [InlineData("discrete")]
    public void Iterate_Repeatedly_LeavesNoTensorButTheState(string actions) => AssertNoLeak(new Maml(
        TinyProblem.Of(actions, updates: 1, new TaskChunks(2, 2)), GradientOrder.Second, new Trpo(new TrpoSettings())));

    [Theory]
    [InlineData("continuous")]
    [InlineData("discrete")]
    [InlineData("wired")]
    public void Iterate_OfAPolicyWithAMemory_LeavesNoTensorButTheState(string actions) =>
        AssertNoLeak(TinyTrials.Learner(actions, new TaskChunks(2, 2)));

    [Theory]
    [InlineData("pearl")]
    [InlineData("sac")]
    public void Iterate_OfSoftActorCritic_LeavesNoTensorButTheState(string name) =>
        AssertNoLeak(SoftActorCriticTests.Learner(name, threads: 2));

    public static TheoryData<string> Relatives => RelativesTests.Names;

    [Theory]
    [MemberData(nameof(Relatives))]
    public void Iterate_OfARelativeOfMaml_LeavesNoTensorButTheState(string name) =>
        AssertNoLeak(RelativesTests.Learner(name, TinyProblem.Continuous(updates: 1, new TaskChunks(2, 2))));

    [Theory]
    [MemberData(nameof(InnerLoopGradientTests.Names), MemberType = typeof(InnerLoopGradientTests))]
    public void Iterate_WithEveryInnerLoop_LeavesNoTensorButTheState(string name) => AssertNoLeak(new Maml(
        TinyLoops.Of(name, updates: 1, MetaGoal.InnerLoss, new TaskChunks(2, 2)), GradientOrder.Second,
        new Adam(new AdamSettings())));

    public static TheoryData<string> FamilyNames => [.. Families.All.Select(family => family.Name)];

    [Theory]
    [MemberData(nameof(FamilyNames))]
    public void Sample_OfEveryFamily_LeavesNoTensorButTheTasks(string name)
    {
        var family = Families.Create(name, []);
        SampleAndDispose(family);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        SampleAndDispose(family);
        SampleAndDispose(family);
        Assert.Equal(before, Tensor.TotalCount);
    }

    private static void SampleAndDispose(TaskFamily family)
    {
        using var scope = NewDisposeScope();
        _ = family.Sample(new RngKey(1), family.Tasks.Count(TaskSplit.Test) ?? 3, TaskSplit.Test)
            .To(CPU, ScalarType.Float32);
    }

    private static void AssertNoLeak(IMetaLearner learner)
    {
        var state = learner.Initialize(new RngKey(1));
        (state, _) = learner.Iterate(new RngKey(2), state);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        for (var iteration = 0; iteration < 5; iteration++)
        {
            var (next, _) = learner.Iterate(new RngKey(2).At(iteration), state);
            foreach (var tensor in state.Tensors)
            {
                tensor.Dispose();
            }

            state = next;
        }

        Assert.Equal(before, Tensor.TotalCount);
    }
}
