using MetaRL.Agents.Policies;
using MetaRL.Configuration;
using MetaRL.Environments.Tasks;
using MetaRL.Evaluation.Measuring;
using MetaRL.Learners;
using MetaRL.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Measurement;

/// <summary>Times the phases of an experiment's meta-iterations; writes no file.</summary>
/// <param name="experiment">The experiment, of which the first seed is taken.</param>
/// <param name="device">Where.</param>
/// <param name="iterations">Meta-iterations to time.</param>
/// <param name="measure">How fast the device is; asked for nothing, before and after.</param>
public sealed class Profiler(Experiment experiment, Device device, int iterations, Func<SpeedBounds> measure)
{
    /// <summary>Iterations before those that are timed: code is compiled and memory taken.</summary>
    public const int WarmUps = 2;

    private const int MostEvaluation = 10; // environment steps of an evaluation, in those of a meta-iteration

    private readonly RngKey _key = new((ulong)experiment.Seeds[0]);

    private int Threads => device.type == DeviceType.CUDA ? 1 : experiment.Compute.Threads;

    /// <summary>Trains an algorithm that trains for some iterations, and evaluates it once.</summary>
    /// <exception cref="NonFiniteException">Training failed.</exception>
    public ExperimentProfile Measure(AlgorithmSettings algorithm)
    {
        using var scope = NewDisposeScope();
        _ = measure(); // the first is slow: threads, code and memory are new
        var before = measure();
        var problem = Algorithm.Problem(experiment, device);
        var trained = Train(scope, algorithm.Learner, problem, experiment.Policy, learns: true);
        var (clock, counts) = (trained.Clock, trained.Counts);
        var evaluation = Evaluate(trained);
        var smallest = device.type == DeviceType.CUDA ? null : TrainSmallest(scope, algorithm.Learner, problem);
        var after = measure();
        var speed = before.OrFaster(after);
        var bytes = RolloutBytes.OfAStep(problem.Source.Family) * counts.EnvSteps;
        PhaseProfile[] phases =
        [
            .. from work in trained.Learner.Work(trained.State, counts)
               select new PhaseProfile(work, Mean(clock[work.Phase]), speed.Floor(work.Operations, bytes)),
        ];
        var whole = Mean(clock.Total);
        var kinds = smallest is null ? null : new KindProfile(
            Threads, Threads * whole.Seconds, (Threads * whole.Seconds) - whole.CpuSeconds,
            Dispatch(smallest, counts), Threads * phases.Sum(phase => phase.Work.Operations / speed.RateOf(phase.Work)),
            smallest.Budget);
        return new ExperimentProfile(
            algorithm, before, after, problem.Budget, counts, phases, Mean(clock.Rest), whole, evaluation,
            kinds)
        { Engine = experiment.Family.Engine };
    }

    private double Dispatch(Trained smallest, IterationCounts counts)
    {
        var outer = smallest.Clock[MetaPhase.Outer].CpuSeconds;
        var calls = counts.Calls > 0 ? counts.Calls / smallest.Counts.Calls : 1;
        return Mean(smallest.Clock.Total).CpuSeconds + ((calls - 1) * outer / iterations);
    }

    private Trained TrainSmallest(DisposeScope scope, LearnerSettings settings, MetaProblem problem)
    {
        var small = experiment with { Policy = experiment.Policy.Smallest };
        return Train(
            scope, settings.Smallest(), settings.Smallest(problem) with
            {
                Adaptation = Algorithm.Problem(small, device).Adaptation,
            },
            small.Policy, learns: false);
    }

    // By setting, every iteration begins with the first weights: so little data would lead anywhere.
    private Trained Train(
        DisposeScope scope, LearnerSettings settings, MetaProblem problem, PolicySettings architecture, bool learns)
    {
        var clock = NewClock();
        var learner = settings.Create(problem with { Clock = clock }, architecture);
        var warming = settings.Create(problem, architecture);
        var state = learner.Initialize(_key.For("initialization"));
        scope.Attach(state.Tensors);
        var envSteps = 0L;
        for (var iteration = 0; iteration < WarmUps + iterations; iteration++)
        {
            var (key, before) = (_key.For("training").At(iteration), state);
            var (next, metrics) = iteration < WarmUps
                ? Iterate(settings, warming, key, before)
                : clock.Run(() => Iterate(settings, learner, key, before));
            scope.Attach(next.Tensors);
            state = learns ? next : state;
            envSteps += iteration < WarmUps ? 0 : metrics.EnvSteps;
        }

        return new Trained(problem.Budget, learner, state, clock, clock.Counts(iterations, envSteps));
    }

    private static (MetaState State, MetaMetrics Metrics) Iterate(
        LearnerSettings settings, IMetaLearner learner, RngKey key, MetaState state)
    {
        try
        {
            return learner.Iterate(key, state);
        }
        catch (NonFiniteException wrong)
        {
            throw new NonFiniteException(
                $"Meta-iteration {state.Iteration + 1}: {wrong.Message} Try {settings.SmallerSteps}.");
        }
    }

    private EvaluationProfile Evaluate(Trained trained)
    {
        using var scope = NewDisposeScope();
        var settings = experiment.Evaluation;
        var all = experiment.Family.Batch(AgentEvaluation.Tasks(experiment)).To(device, ScalarType.Float32);
        var ofTask = (double)experiment.Family.Horizon * settings.EnvsPerTask * (settings.Updates + 1);
        var tasks = (long)Math.Clamp(MostEvaluation * trained.Counts.EnvSteps / ofTask, 1, all.Count);
        var evaluator = new Evaluator(experiment.Family, all.Slice(0, tasks), settings.EnvsPerTask);
        var agent = trained.Learner.Agent(trained.State, experiment.Inner.Loop.Create(), settings.Updates);
        var clock = NewClock();
        _ = clock.Run(() => evaluator.Returns(_key.For("evaluation"), agent));
        return new EvaluationProfile(clock.Total, (int)tasks, (int)all.Count);
    }

    private PhaseClock NewClock() =>
        new(device.type == DeviceType.CUDA ? () => cuda.synchronize(device) : null);

    private PhaseTime Mean(PhaseTime time) => time * (1.0 / iterations);

    private sealed record Trained(
        Budget Budget, IMetaLearner Learner, MetaState State, PhaseClock Clock, IterationCounts Counts);
}
