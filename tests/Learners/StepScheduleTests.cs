using MetaRL.Optimizers;
using Xunit;

namespace MetaRL.Tests.Learners;

/// <summary>Ratios of the step size, worked out by hand.</summary>
public sealed class StepScheduleTests
{
    [Theory]
    [InlineData(ScheduleShape.Constant, 0, 1.0)]
    [InlineData(ScheduleShape.Constant, 99, 1.0)]
    [InlineData(ScheduleShape.Linear, 0, 1.0)]
    [InlineData(ScheduleShape.Linear, 2, 0.6)]
    [InlineData(ScheduleShape.Linear, 4, 0.2)]
    [InlineData(ScheduleShape.Linear, 9, 0.2)]
    [InlineData(ScheduleShape.Cosine, 0, 1.0)]
    [InlineData(ScheduleShape.Cosine, 1, 0.88284271247461903)] // 0.2 + 0.4 (1 + √½)
    [InlineData(ScheduleShape.Cosine, 2, 0.6)]
    [InlineData(ScheduleShape.Cosine, 4, 0.2)]
    [InlineData(ScheduleShape.Exponential, 0, 1.0)]
    [InlineData(ScheduleShape.Exponential, 2, 0.44721359549995793)] // √0.2
    [InlineData(ScheduleShape.Exponential, 4, 0.2)]
    public void At_AnIterationOfFour_IsItsClosedForm(ScheduleShape shape, long iteration, double expected) =>
        Assert.Equal(expected, new StepSchedule(shape, Iterations: 4, FinalRatio: 0.2).At(iteration), 12);

    [Theory]
    [InlineData(0, 0.25)]
    [InlineData(2, 0.75)]
    [InlineData(3, 1.0)]
    [InlineData(4, 1.0)]
    [InlineData(5, 0.5)]
    [InlineData(6, 0.0)]
    public void At_AnIterationWithAWarmupOfFour_RisesFirst(long iteration, double expected) =>
        Assert.Equal(
            expected, new StepSchedule(ScheduleShape.Linear, Iterations: 6, Warmup: 4, FinalRatio: 0).At(iteration),
            12);
}
