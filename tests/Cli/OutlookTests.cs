using MetaRL.Cli.Progress;
using MetaRL.Configuration;
using MetaRL.Runs;
using MetaRL.Scheduling;
using Xunit;

namespace MetaRL.Tests.Cli;

public sealed class OutlookTests
{
    private readonly Outlook _outlook = new();
    private readonly TrainingRun[] _runs = [.. Enumerable.Range(1, 3).Select(Run)];

    [Fact]
    public void ToString_NothingMeasured_SaysNoTime()
    {
        Plan(parallel: 1);
        Assert.Equal("0 of 3 trainings done", _outlook.ToString());
    }

    [Fact]
    public void ToString_OneOfThreeDone_CountsWhatIsLeft()
    {
        Plan(parallel: 1);
        Iterate(_runs[0], 10);
        Finish(_runs[0]);
        // 20 iterations of 3 s are left
        Assert.Equal("1 of 3 trainings done, about 1 min 00 s left", _outlook.ToString());
    }

    [Fact]
    public void ToString_TwoAtATime_TakeHalfOfTheTime()
    {
        Plan(parallel: 2);
        Iterate(_runs[0], 5);
        Iterate(_runs[1], 5);
        Assert.Equal("0 of 3 trainings done, 2 running, about 30 s left", _outlook.ToString());
    }

    [Fact]
    public void ToString_OneFailed_SaysSo()
    {
        Plan(parallel: 1);
        Iterate(_runs[0], 10);
        _outlook.Failed(_runs[0]);
        _outlook.Finished(new PlannedTraining("maml", 10));
        Assert.Equal("1 of 3 trainings done, 1 failed, about 1 min 00 s left", _outlook.ToString());
    }

    [Fact]
    public void ToString_AlgorithmNotBegun_CountsAsTheOthers()
    {
        _outlook.Planned([new PlannedTraining("maml", 10), new PlannedTraining("rl2", 30)], parallel: 1);
        Iterate(_runs[0], 10);
        Finish(_runs[0]);
        Assert.Equal("1 of 2 trainings done, about 1 min 30 s left", _outlook.ToString());
    }

    [Fact]
    public void IsWorthSaying_OneRun_IsNot()
    {
        _outlook.Planned([new PlannedTraining("maml", 10)], parallel: 1);
        Assert.False(_outlook.IsWorthSaying);
    }

    private void Plan(int parallel) =>
        _outlook.Planned([.. _runs.Select(_ => new PlannedTraining("maml", 10))], parallel);

    private void Iterate(TrainingRun run, int iterations)
    {
        for (var iteration = 0; iteration < iterations; iteration++)
        {
            _outlook.Iterated(run, TimeSpan.FromSeconds(3));
        }
    }

    private void Finish(TrainingRun run)
    {
        _outlook.Ended(run);
        _outlook.Finished(new PlannedTraining("maml", 10));
    }

    private static TrainingRun Run(int seed)
    {
        var experiment = ExperimentFile.Parse(
            "name: x\nfamily: {name: bandit}\nalgorithms: {maml: {}}", "x.yaml", [])[0];
        return new TrainingRun(experiment, experiment.Algorithms[0], seed, $"x/maml/seed-{seed}");
    }
}
