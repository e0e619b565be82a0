using MetaRL.Cli.Output;
using MetaRL.Cli.Progress;
using MetaRL.Configuration;
using MetaRL.Learners;
using MetaRL.Runs;
using Xunit;

namespace MetaRL.Tests.Cli;

public sealed class PlainProgressTests : IDisposable
{
    private readonly SteppingTime _time = new();
    private readonly StringWriter _out = new();
    private readonly PlainProgress _progress;
    private readonly TrainingRun _run = Run(
        "name: x\nfamily: {name: point-navigation}\ntraining: {iterations: 100}\nalgorithms: {maml: {}, random: {}}");

    public PlainProgressTests() =>
        _progress = new PlainProgress(new Terminal(_out, TextWriter.Null, Live: false), _time);

    [Fact]
    public void TrainingStarted_FromTheBeginning_SaysHowLong()
    {
        _progress.TrainingStarted(_run, 0);
        Assert.Equal("maml seed 1: training, 100 meta-iterations\n", _out.ToString());
    }

    [Fact]
    public void TrainingStarted_OfOneMetaIteration_SaysSo()
    {
        _progress.TrainingStarted(
            Run("name: x\nfamily: {name: point-navigation}\ntraining: {iterations: 1}\nalgorithms: {maml: {}}"), 0);
        Assert.Equal("maml seed 1: training, 1 meta-iteration\n", _out.ToString());
    }

    [Fact]
    public void TrainingStarted_FromACheckpoint_SaysWhere()
    {
        _progress.TrainingStarted(_run, 40);
        Assert.Equal("maml seed 1: going on at meta-iteration 40 of 100\n", _out.ToString());
    }

    [Fact]
    public void TrainingStarted_InAGroup_NamesTheExperiment()
    {
        var run = Run("name: g\nfamily: {name: point-navigation}\nalgorithms: {maml: {}}\nexperiments: [{name: a}]");
        _progress.TrainingStarted(run, 40);
        Assert.StartsWith("g/a maml seed 1: ", _out.ToString());
    }

    [Fact]
    public void Iterated_EverySecond_WritesTheFirstAndOneEveryFiveSeconds()
    {
        _progress.TrainingStarted(_run, 0);
        Iterate(from: 1, to: 12);
        Assert.Equal(
            """
            maml seed 1: training, 100 meta-iterations
            maml seed 1: 1 of 100, return −40.0 → −20.0, 2.0k steps/s, 1 min 39 s left
            maml seed 1: 6 of 100, return −40.0 → −20.0, 2.0k steps/s, 1 min 34 s left
            maml seed 1: 11 of 100, return −40.0 → −20.0, 2.0k steps/s, 1 min 29 s left

            """,
            _out.ToString());
    }

    [Fact]
    public void TrainingEnded_Complete_SaysTheLastReturns()
    {
        _progress.TrainingStarted(_run, 99);
        Iterate(from: 100, to: 100);
        _progress.TrainingEnded(_run, 100, complete: true);
        Assert.EndsWith("maml seed 1: trained in 1.0 s, return −40.0 → −20.0\n", _out.ToString());
    }

    [Fact]
    public void TrainingEnded_Stopped_SaysWhere()
    {
        _progress.TrainingStarted(_run, 0);
        Iterate(from: 1, to: 1);
        _progress.TrainingEnded(_run, 1, complete: false);
        Assert.EndsWith("maml seed 1: stopped at meta-iteration 1 of 100, return −40.0 → −20.0\n", _out.ToString());
    }

    [Fact]
    public void TrainingEnded_NothingToTrain_SaysSo()
    {
        var random = _run with { Algorithm = _run.Experiment.Algorithms[1] };
        _progress.TrainingStarted(random, 0);
        _progress.TrainingEnded(random, 0, complete: true);
        Assert.Equal("random seed 1: nothing to train\n", _out.ToString());
    }

    [Fact]
    public void Evaluating_IsALine()
    {
        _progress.Evaluating(_run);
        Assert.Equal("maml seed 1: evaluating\n", _out.ToString());
    }

    public void Dispose() => _out.Dispose();

    private void Iterate(long from, long to)
    {
        var metrics = new MetaMetrics(-40, -20, EnvSteps: 2000, new Dictionary<string, double>());
        for (var iteration = from; iteration <= to; iteration++)
        {
            _time.Pass(seconds: 1);
            _progress.Iterated(_run, iteration, metrics, TimeSpan.Zero);
        }
    }

    private static TrainingRun Run(string yaml)
    {
        var experiment = ExperimentFile.Parse(yaml, "x.yaml", [])[0];
        return new TrainingRun(experiment, experiment.Algorithms[0], Seed: 1, Directory: "");
    }
}
