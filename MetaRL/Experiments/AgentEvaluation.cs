using MetaRL.Agents.InnerLoops;
using MetaRL.Environments.Tasks;
using MetaRL.Evaluation;
using MetaRL.Learners;
using static TorchSharp.torch;

namespace MetaRL.Experiments;

/// <summary>An experiment's protocol of evaluation: the same tasks and the same search over step sizes for every agent.</summary>
public sealed class AgentEvaluation
{
    private readonly Experiment _experiment;
    private readonly Device _device;
    private readonly Evaluator _evaluator;
    private readonly string _taskHash;
    private readonly double[]? _optimal;
    private readonly double[] _random;

    /// <param name="experiment">What to evaluate on; its tasks do not depend on any seed.</param>
    /// <param name="device">Where.</param>
    public AgentEvaluation(Experiment experiment, Device device)
    {
        (_experiment, _device) = (experiment, device);
        var settings = experiment.Evaluation;
        var key = new RngKey(0).For("evaluation");
        var tasks = experiment.Family.Sample(key.For("tasks"), settings.Tasks, settings.Split);
        _taskHash = tasks.ContentHash();
        _evaluator = new Evaluator(experiment.Family, tasks.To(device, ScalarType.Float32), settings.EnvsPerTask);
        _optimal = _evaluator.OptimalReturns();
        _random = _evaluator.RandomReturns(key.For("random actions"));
    }

    /// <summary>One trained agent on the tasks.</summary>
    public EvaluationResult Of(TrainingRun run, Algorithm algorithm, MetaState state)
    {
        var key = new RngKey((ulong)run.Seed).For("evaluation");
        var stepSize = algorithm.Adapts ? BestStepSize(key.For("step size"), algorithm, state) : (double?)null;
        var agent = algorithm.Learner.Agent(
            state, Inner(stepSize ?? _experiment.Inner.PolicyGradient.StepSize), _experiment.Evaluation.Updates);
        return new EvaluationResult(
            _experiment.Path, run.Algorithm.Name, _experiment.Family.Name, run.Seed, _experiment.Evaluation.Split.Name, _taskHash,
            _experiment.Family.Horizon, _experiment.Evaluation.EnvsPerTask, stepSize, state.EnvSteps,
            _evaluator.Returns(key.For("rollouts"), agent), _optimal, _random);
    }

    // By the mean return after the last update, on training tasks, with as many of them as a meta-iteration has.
    private double BestStepSize(RngKey key, Algorithm algorithm, MetaState state)
    {
        var settings = _experiment.Evaluation;
        if (settings.StepSizes.Count == 1)
        {
            return settings.StepSizes[0];
        }

        using var scope = NewDisposeScope();
        var tasks = _experiment.Family.Sample(key.For("tasks"), _experiment.Training.Tasks, TaskSplit.Train);
        var search = new Evaluator(_experiment.Family, tasks.To(_device, ScalarType.Float32), settings.EnvsPerTask);
        return settings.StepSizes.MaxBy(stepSize =>
        {
            var agent = algorithm.Learner.Agent(state, Inner(stepSize), settings.Updates);
            return search.Returns(key.For("rollouts"), agent)[^1].Average(episodes => episodes.Average());
        });
    }

    private PolicyGradient Inner(double stepSize)
    {
        var settings = _experiment.Inner.PolicyGradient;
        var ratio = settings.LaterStepSize / settings.StepSize;
        return new PolicyGradient(settings with { StepSize = stepSize, LaterStepSize = stepSize * ratio });
    }
}
