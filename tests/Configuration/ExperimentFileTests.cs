using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Baselines;
using MetaRL.Configuration;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Optimizers;
using Xunit;

namespace MetaRL.Tests.Configuration;

public sealed class ExperimentFileTests
{
    private const string Minimal = "name: point-navigation\nfamily: {name: point-navigation}\n";

    [Fact]
    public void Parse_Minimal_HasItsNameAsPath() => Assert.Equal("point-navigation", One(Minimal).Path);

    [Fact]
    public void Parse_Minimal_HasOneSeed() => Assert.Equal([1], One(Minimal).Seeds);

    [Fact]
    public void Parse_Minimal_HasTheFamilysDefaultHorizon() => Assert.Equal(100, One(Minimal).Family.Horizon);

    [Fact]
    public void Parse_Minimal_HasTwoHiddenLayers() => Assert.Equal([64, 64], One(Minimal).Policy.Hidden);

    [Fact]
    public void Parse_Minimal_HasThePolicyGradientsDefaults() =>
        Assert.Equal(new InnerSettings(1, new PolicyGradientSettings()), One(Minimal).Inner);

    [Fact]
    public void Parse_Minimal_HasTheDefaultBudget() =>
        Assert.Equal(new TrainingSettings(100, 20, 20, false, 0, Curriculum.None, 25), One(Minimal).Training);

    [Fact]
    public void Parse_Minimal_ComparesMamlMultiTaskRandomAndOracle() => Assert.Equal(
        ["maml", "multi-task", "random", "oracle"], One(Minimal).Algorithms.Select(algorithm => algorithm.Name));

    [Theory]
    [InlineData("0.2", 0.2, 0.2)]
    [InlineData("train", -0.5, 0.5)]
    [InlineData("{range: [-0.1, 0.3]}", -0.1, 0.3)]
    [InlineData("{log_uniform: [0.1, 0.4]}", 0.1, 0.4)]
    [InlineData("{normal: [0.1, 0.05]}", -0.05, 0.25)]
    [InlineData("{values: [0.1, 0.4, 0.2]}", 0.1, 0.4)]
    public void Parse_TasksOfAFamily_DrawAParameterFromWhatIsWritten(string yaml, double low, double high)
    {
        var family = One($"name: x\nfamily:\n  name: point-navigation\n  tasks: {{goal_x: {yaml}}}\n").Family;
        var support = family.Tasks.Distributions["goal_x"].Support;
        Assert.Equal(low, support.Low, 12);
        Assert.Equal(high, support.High, 12);
    }

    [Fact]
    public void Parse_ACurriculumOfIterations_WidensWithThem()
    {
        var curriculum = One(Minimal + "training: {curriculum: {levels: 4, every_iterations: 10}}").Training.Curriculum;
        Assert.Equal(
            [1, 2, 2, 4],
            [
                curriculum.Next(1, 9, 0), curriculum.Next(1, 10, 0), curriculum.Next(2, 19, 0),
                curriculum.Next(4, 99, 0),
            ]);
        Assert.Equal(0.25, curriculum.Share(1));
    }

    [Fact]
    public void Parse_ACurriculumOfSuccess_WidensWithTheReturn()
    {
        var curriculum = One(Minimal + "training: {curriculum: {levels: 3, advance_at: -20}}").Training.Curriculum;
        Assert.Equal([1, 2, 3], [curriculum.Next(1, 99, -20.1), curriculum.Next(1, 1, -20), curriculum.Next(3, 1, 0)]);
    }

    [Fact]
    public void Parse_Minimal_TrainsByTrpo() => Assert.Equal(new TrpoSettings(), OuterOf(Minimal));

    [Fact]
    public void Parse_Minimal_DifferentiatesMamlTwice() =>
        Assert.Equal(GradientOrder.Second, ((MamlSettings)One(Minimal).Algorithms[0].Learner).Order);

    [Fact]
    public void Parse_Minimal_EvaluatesOn40TestTasks() =>
        Assert.Equal((TaskSplit.Test, 40), (One(Minimal).Evaluation.Split, One(Minimal).Evaluation.Tasks));

    [Fact]
    public void Parse_Minimal_EvaluatesThreeUpdates() => Assert.Equal(3, One(Minimal).Evaluation.Updates);

    [Fact]
    public void Parse_Minimal_EvaluatesWithTheInnerStepSize() => Assert.Equal([0.1], One(Minimal).Evaluation.StepSizes);

    [Fact]
    public void Parse_Minimal_ComputesOnTheCpu() => Assert.Equal("cpu", One(Minimal).Compute.Device);

    [Fact]
    public void Parse_Minimal_UsesEveryProcessor() =>
        Assert.Equal(Environment.ProcessorCount, One(Minimal).Compute.Threads);

    [Fact]
    public void Parse_StepSize_IsThatOfLaterUpdatesToo() =>
        Assert.Equal(0.5, One(Minimal + "inner: {step_size: 0.5}").Inner.Loop.LaterStepSize);

    [Fact]
    public void Parse_EnvsPerTask_AreThoseOfTheEvaluationToo() =>
        Assert.Equal(7, One(Minimal + "training: {envs_per_task: 7}").Evaluation.EnvsPerTask);

    [Fact]
    public void Parse_SplitOfCountedTasks_TakesAllOfThem() =>
        Assert.Equal(21, One("name: g\nfamily: {name: grid-navigation}\n").Evaluation.Tasks);

    [Fact]
    public void Parse_GridNavigation_ReadsItsOwnKeys()
    {
        const string Yaml = "name: g\nfamily: {name: grid-navigation, size: 7, observation: one-hot}\n";

        var family = (GridNavigation)One(Yaml).Family;

        Assert.Equal((7, 49), (family.Size, ((Box)family.Observations).Size));
    }

    [Fact]
    public void Parse_HeldOutGoals_AreTheTestTasks() =>
        Assert.Equal(1, One("name: g\nfamily: {name: grid-navigation, size: 3, held_out_goals: 1}\n").Evaluation.Tasks);

    [Fact]
    public void Parse_EmptyHiddenLayers_IsALinearPolicy() =>
        Assert.Empty(One(Minimal + "policy: {hidden: []}").Policy.Hidden);

    [Fact]
    public void Parse_Relu_IsTheActivation() =>
        Assert.Equal(Activation.Relu, One(Minimal + "policy: {activation: relu}").Policy.Activation);

    [Fact]
    public void Parse_SectionWithoutKeys_HasItsDefaults() =>
        Assert.Equal(100, One(Minimal + "training:\n  # iterations: 5\n").Training.Iterations);

    [Fact]
    public void Parse_NamedAlgorithm_IsOfTheKindItSays() =>
        Assert.Equal("maml", One(Minimal + "algorithms: {mine: {algorithm: maml}}").Algorithms[0].Entry.Name);

    [Fact]
    public void Parse_Fomaml_IsMamlOfFirstOrder() => Assert.Equal(
        One(Minimal + "algorithms: {maml: {order: first}}").Algorithms[0].Learner,
        One(Minimal + "algorithms: {fomaml: {}}").Algorithms[0].Learner);

    [Fact]
    public void Parse_MetaSgd_StartsAtTheInnerStepSize() => Assert.Equal(
        0.3,
        (
            (MetaSgdSettings)One(
                Minimal + "inner: {step_size: 0.3}\nalgorithms: {meta-sgd: {}}").Algorithms[0].Learner).StepSize);

    [Fact]
    public void Parse_NoAlgorithms_ComparesThoseOfTheDefaultComparison() => Assert.Equal(
        Algorithms.ByDefault,
        One(Minimal).Algorithms.Select(algorithm => algorithm.Name));

    [Fact]
    public void Parse_EpisodesOfRl2_AreAsManyAsTheRoundsOfTheOthers() =>
        Assert.Equal(4, One(Minimal + "inner: {updates: 3}\nalgorithms: {rl2: {}}").Algorithms[0].Learner.Rounds(3));

    [Fact]
    public void Parse_Outer_IsThatOfEveryAlgorithm() => Assert.Equal(
        new TrpoSettings(MaxKl: 0.02),
        (
            (TaskConditionedOracleSettings)One(
                Minimal + "outer: {max_kl: 0.02}\nalgorithms: {oracle: {}}").Algorithms[0].Learner).Outer);

    [Fact]
    public void Parse_OuterOfOneAlgorithm_CompletesTheSharedOne() => Assert.Equal(
        new TrpoSettings(MaxKl: 0.02, CgIterations: 5),
        OuterOf(Minimal + "outer: {max_kl: 0.02}\nalgorithms: {maml: {outer: {cg_iterations: 5}}}"));

    [Fact]
    public void Parse_OtherOptimizerOfOneAlgorithm_StartsFromItsOwnDefaults() => Assert.Equal(
        new AdamSettings(),
        OuterOf(Minimal + "outer: {max_kl: 0.02}\nalgorithms: {maml: {outer: {optimizer: adam}}}"));

    [Fact]
    public void Parse_Alias_StandsForItsAnchor() => Assert.Equal(
        new AdamSettings(StepSize: 0.5),
        OuterOf(Minimal + "outer: &a {optimizer: adam, step_size: 0.5}\nalgorithms: {maml: {outer: *a}}"));

    [Fact]
    public void Parse_MergeKey_FillsInWhatIsNotWritten() => Assert.Equal(
        new AdamSettings(StepSize: 0.5, Beta1: 0.8),
        OuterOf(
            Minimal
                + "outer: &a {optimizer: adam, step_size: 0.5}\nalgorithms: {maml: {outer: {beta1: 0.8, <<: *a}}}"));

    [Fact]
    public void Parse_AutomaticChunks_AreTheSameForAnyThreads() => Assert.All(
        [1, 4, 64],
        threads => Assert.Equal(
            3, One(Minimal + $"training: {{tasks: 20}}\ncompute: {{threads: {threads}}}").Compute.ChunkTasks));

    [Fact]
    public void Parse_AutomaticChunksOnCuda_AreAllTasks() =>
        Assert.Equal(20, One(Minimal + "compute: {device: cuda, threads: 4}").Compute.ChunkTasks);

    [Fact]
    public void Parse_CarriageReturns_AreLineEnds() =>
        Assert.Equal("x", One("name: x\r\nfamily:\r\n  name: point-navigation\r\n").Path);

    private static Experiment One(string yaml) => Assert.Single(ExperimentFile.Parse(yaml, "x.yaml", []));

    private static OuterSettings OuterOf(string yaml) => ((MamlSettings)One(yaml).Algorithms[0].Learner).Outer;
}
