using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Reports;
using MetaRL.Evaluation.Statistics;
using Xunit;

namespace MetaRL.Tests.Evaluation;

public class ComparisonNotesTests
{
    [Fact]
    public void Notes_SubjectDoesNotAdapt_SaysSoFirst() => Assert.Equal(
        "maml does not measurably adapt. Whatever it scores below, it does not score it by adapting.",
        Notes(Fixture.Gaining("maml", 0), Fixture.Gaining("multi-task", 0))[0]);

    [Fact]
    public void Notes_OneSeed_SaysWhatIntervalsMiss() => Assert.Equal(
        ["One training seed: another seed may give a result outside these intervals."],
        Notes(Fixture.Gaining("maml", 1)));

    [Fact]
    public void Notes_OneSeedOfOneAlgorithm_NamesIt() => Assert.Equal(
        ["One training seed of multi-task: another seed may give a result outside these intervals."],
        Notes(Fixture.Gaining("maml", 1, 0), Fixture.Gaining("maml", 1, 1), Fixture.Gaining("multi-task", 1)));

    [Fact]
    public void Notes_UnequalBudgets_SaysThem() => Assert.Contains(
        "Training budgets differ: maml saw 2M, multi-task saw 500k environment steps.",
        Notes(Fixture.Gaining("maml", 1), Fixture.Gaining("multi-task", 1) with { TrainingEnvSteps = 500_000 }));

    [Fact]
    public void Notes_UntrainedBaseline_IsNoUnequalBudget() =>
        Assert.Single(Notes(Fixture.Gaining("maml", 1), Fixture.Gaining("random", 1) with { TrainingEnvSteps = 0 }));

    [Fact]
    public void Notes_SearchForStepSizes_SaysWhatItCost() => Assert.Contains(
        "The search for step sizes took further environment steps of every seed: maml 30k.",
        Notes(Fixture.Gaining("maml", 1) with { SearchEnvSteps = 30_000 }, Fixture.Gaining("oracle", 1)));

    [Fact]
    public void Notes_TaskWithoutGap_SaysHowMany() => Assert.Contains(
        "1 of 8 tasks are left out of the share of gap:"
            + " their optimum is not above what the random actions that were tried earned.",
        Notes(Fixture.Gaining("maml", 3).WithReferences() with { Optimal = [-10, 0, 0, 0, 0, 0, 0, 0] }));

    // With an optimum of 0, random actions at −1,000 and returns of −8 to −1, the way that is left is less than one
    // hundredth.
    [Fact]
    public void Notes_NearlyOptimalBeforeAnyUpdate_SaysThatAdaptingCanBringLittle() => Assert.Contains(
        "Adapting can bring little here: before any update, maml is already 100 % [99, 100] of the way from random"
        + " actions to the optimum.",
        Notes(Far(Fixture.Gaining("maml", 0)), Far(Fixture.Gaining("multi-task", 0))));

    [Fact]
    public void Notes_NearlyOptimalWithoutInnerSteps_MayHaveBeenToldTheTask() => Assert.DoesNotContain(
        Notes(
            Far(Fixture.Result(
                "maml", 0, [-608, -607, -606, -605, -604, -603, -602, -601], [-8, -7, -6, -5, -4, -3, -2, -1])),
            Far(Fixture.Gaining("oracle", 0)) with { StepSize = null }),
        note => note.StartsWith("Adapting can bring little", StringComparison.Ordinal));

    [Fact]
    public void Notes_HalfTheWayBeforeAnyUpdate_LeavesRoomForAdapting() => Assert.DoesNotContain(
        Notes(Fixture.Gaining("maml", 3).WithReferences()),
        note => note.StartsWith("Adapting can bring little", StringComparison.Ordinal));

    private static EvaluationResult Far(EvaluationResult result) => result with
    {
        Optimal = [0, 0, 0, 0, 0, 0, 0, 0],
        Random = [-1000, -1000, -1000, -1000, -1000, -1000, -1000, -1000],
    };

    private static IReadOnlyList<string> Notes(params EvaluationResult[] results) =>
        ComparisonNotes.Of(Comparison.Of(results));
}
