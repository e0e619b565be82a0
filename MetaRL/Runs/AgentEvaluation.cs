using MetaRL.Agents.Adaptation;
using MetaRL.Agents.InnerLoops;
using MetaRL.Baselines;
using MetaRL.Configuration;
using MetaRL.Environments.Tasks;
using MetaRL.Evaluation.Measuring;
using MetaRL.Learners;
using static TorchSharp.torch;

namespace MetaRL.Runs;

/// <summary>
/// An experiment's protocol of evaluation: the same tasks and the same search over step sizes for every agent.
/// </summary>
public sealed class AgentEvaluation
{
    private readonly Experiment _experiment;
    private readonly Device _device;
    private readonly TaskBatch _tasks;
    private readonly string _taskHash;
    private readonly double[]? _optimal;
    private readonly double[] _random;
    private readonly Lazy<BayesOptimum?> _bayes;

    /// <param name="experiment">What to evaluate on; its tasks do not depend on any seed.</param>
    /// <param name="device">Where.</param>
    /// <param name="folder">The experiment's folder, where specialists are kept.</param>
    /// <param name="observer">Told of their training.</param>
    public AgentEvaluation(Experiment experiment, Device device, string folder, IRunObserver observer)
    {
        (_experiment, _device) = (experiment, device);
        var settings = experiment.Evaluation;
        var key = new RngKey(0).For("evaluation");
        var tasks = Tasks(experiment);
        _taskHash = experiment.Family.Tasks.ContentHash(tasks);
        _tasks = experiment.Family.Batch(tasks).To(device, ScalarType.Float32);
        var evaluator = new Evaluator(experiment.Family, _tasks, settings.EnvsPerTask);
        _optimal = settings.Specialist is null
            ? evaluator.OptimalReturns()
            : SpecialistReturns(key.For("specialists"), settings.Specialist, _tasks, folder, observer);
        _random = evaluator.RandomReturns(key.For("random actions"));
        _bayes = new(() => settings.TaskSet is null
            ? experiment.Family.Oracle?.BayesOptimum(settings.Split, settings.Updates + 1)
            : null);
    }

    /// <summary>The tasks of an experiment's evaluation, which depend on no seed.</summary>
    public static TaskSet Tasks(Experiment experiment) => experiment.Evaluation.TaskSet?.Tasks(experiment.Family)
        ?? experiment.Family.Tasks.Sample(
            new RngKey(0).For("evaluation").For("tasks"), experiment.Evaluation.Tasks, experiment.Evaluation.Split);

    /// <summary>One trained agent on the tasks.</summary>
    /// <param name="run">Where it was trained.</param>
    /// <param name="algorithm">By what.</param>
    /// <param name="state">What it has learnt.</param>
    /// <param name="singleLane">Whether it adapts to the episodes of each environment alone.</param>
    public EvaluationResult Of(TrainingRun run, Algorithm algorithm, MetaState state, bool singleLane)
    {
        var key = new RngKey((ulong)run.Seed).For("evaluation");
        key = singleLane ? key.For("single lane") : key;
        var (inner, searched) = algorithm.Adapts
            ? BestSteps(key.For("step size"), algorithm, state, singleLane)
            : (_experiment.Inner.Loop, 0);
        var agent = algorithm.Learner.Agent(state, inner.Create(), _experiment.Evaluation.Updates);
        var evaluator = new Evaluator(_experiment.Family, _tasks, _experiment.Evaluation.EnvsPerTask, singleLane);
        var ownEpisodes = agent.Knowledge == TaskKnowledge.OwnEpisodes
            || (singleLane && agent.Knowledge == TaskKnowledge.EpisodesOfTheTask);
        var bayes = ownEpisodes ? _bayes.Value : null;
        return new EvaluationResult(
            _experiment.Path, run.Algorithm.Name, _experiment.Family.Name, run.Seed, _experiment.Evaluation.Split.Name,
            _taskHash,
            _experiment.Family.Horizon, _experiment.Evaluation.EnvsPerTask, algorithm.Adapts ? inner.StepSize : null,
            state.EnvSteps,
            evaluator.Returns(key.For("rollouts"), agent), _optimal, _random)
        {
            SearchEnvSteps = searched,
            LaterStepSize = algorithm.Adapts ? inner.LaterStepSize : null,
            Source = new EvaluationSource(
                state.Iteration, RunConfiguration.WithEvaluation(_experiment, run.Algorithm).Values),
            SingleLane = singleLane,
            BayesReturns = bayes?.Returns.ToArray(),
            BayesMost = bayes?.Most,
            Optimum = _experiment.Evaluation.Specialist is null ? OptimumKind.Exact : OptimumKind.Specialist,
        };
    }

    // As trained before for the same tasks, or trained now and kept
    private double[] SpecialistReturns(
        RngKey key, SpecialistSettings settings, TaskBatch tasks, string folder, IRunObserver observer)
    {
        var path = SpecialistFile.PathIn(folder, _experiment.Evaluation.Split.Name);
        if (SpecialistFile.Find(path, _taskHash, (int)tasks.Count, settings) is { } known)
        {
            return known.Returns;
        }

        var compute = _experiment.Compute;
        var chunks = AutomaticChunks.Of((int)tasks.Count, compute.Threads, ComputeDevice.IsGpu(compute.Device));
        using var specialists = new SpecialistTraining(_experiment.Family, settings, chunks).Train(
            key, tasks, done => observer.TrainingSpecialists(_experiment, done));
        new SpecialistFile(_taskHash, settings, specialists.EnvSteps, specialists.Returns).Save(path);
        return specialists.Returns;
    }

    // By the mean return over all rounds after an update, on as many training tasks as a meta-iteration has; and the
    // steps that it took.
    private (InnerLoopSettings Loop, long EnvSteps) BestSteps(
        RngKey key, Algorithm algorithm, MetaState state, bool singleLane)
    {
        var settings = _experiment.Evaluation;
        InnerLoopSettings[] candidates =
        [
            .. from first in settings.StepSizes
               from ratio in settings.LaterStepRatios
               select _experiment.Inner.Loop with { StepSize = first, LaterStepSize = first * ratio },
        ];
        if (candidates.Length == 1 || settings.Updates == 0)
        {
            return (candidates[0], 0);
        }

        using var scope = NewDisposeScope();
        var tasks = _experiment.Family.Sample(key.For("tasks"), _experiment.Training.Tasks, TaskSplit.Train);
        var search = new Evaluator(
            _experiment.Family, tasks.To(_device, ScalarType.Float32), settings.EnvsPerTask, singleLane);
        var best = candidates.MaxBy(candidate =>
        {
            var agent = algorithm.Learner.Agent(state, candidate.Create(), settings.Updates);
            return search.Returns(key.For("rollouts"), agent).Skip(1)
                .Average(round => round.Average(episodes => episodes.Average()));
        })!;
        return (best, search.EnvSteps);
    }
}
