using MetaRL.Agents.Adaptation;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>The trials of some tasks of a meta-iteration, and their share of every sum over all.</summary>
public sealed class TrialRange : IPlayedTrials, ITaskRange
{
    private readonly MetaIteration _iteration;
    private readonly IReadOnlyList<AdaptationTotals> _played; // in each block
    private readonly PpoTrials _trials;

    /// <param name="scope">The calling thread's dispose scope, which lives as long as the range.</param>
    /// <param name="problem">Tasks and budget.</param>
    /// <param name="ppo">The learner.</param>
    /// <param name="player">Who plays these tasks.</param>
    /// <param name="iteration">Random numbers and θ.</param>
    /// <param name="range">Which tasks.</param>
    /// <param name="block">Tasks of a block.</param>
    /// <param name="chunks">How many lanes a thread takes at once.</param>
    public TrialRange(
        DisposeScope scope, MetaProblem problem, RecurrentPpo ppo, RecurrentAdaptation player,
        MetaIteration iteration, TaskRange range, long block, TaskChunks chunks)
    {
        _iteration = iteration;
        var (key, theta, level, number) = iteration;
        var (family, (allTasks, envs)) = (problem.Source.Family, problem.Budget);
        var tasks = problem.SampleTasks(key.For("tasks"), level);
        Rollout[] episodes = [.. player.Adapt(key.For("rollouts"), family, tasks, envs)];
        scope.Attach(episodes.SelectMany(episode => episode.Tensors));
        var blocks = range.Blocks(block).Select(own => (
            Tasks: tasks.Slice(own.Start, own.Count),
            Episodes: episodes.Select(episode => episode.Slice(own.Start - range.Start, own.Count)).ToArray()))
            .ToArray();
        _played = [.. blocks.Select(own => Played(own.Episodes))];
        _trials = new PpoTrials(
            scope, ppo, theta,
            [
                .. blocks.Select(own => TrialSequence.Of(
                    own.Episodes,
                    family.TrainingRewards is null ? null : episode => episode.TrainingRewards(family, own.Tasks))),
            ],
            new TaskRange(range.Start * envs, range.Count * envs), chunks, (long)allTasks * envs,
            episodes.Length * family.Horizon, number);
    }

    public long Lanes => _trials.Lanes;

    /// <summary>The stream of the lanes' orders below that of an iteration.</summary>
    public static RngKey Order(RngKey iteration) => iteration.For("order");

    public AdaptationTotals Played() => TreeSum.Of(_played, (a, b) => a + b);

    public TrialTotals Totals() => _trials.Totals();

    public AdvantageTotals Advantages(double[] expected) => _trials.Advantages(expected);

    public SummedGradient Gradient(Params theta, double[] expected, PpoScales scales, Minibatch minibatch) =>
        _trials.Gradient(theta, expected, scales, minibatch);

    public RangeAnswer Answer(RangeQuestion question)
    {
        using var scope = NewDisposeScope();
        switch (question.Quantity)
        {
            case RangeQuantity.Totals:
                return Played().Answer;
            case RangeQuantity.TrialTotals:
                return Totals().Answer;
            case RangeQuantity.AdvantageTotals:
                return Advantages(question.Given).Answer;
            case RangeQuantity.MinibatchGradient:
                var (scales, minibatch, expected) = MinibatchQuestion.Read(question, Order(_iteration.Key));
                var theta = _iteration.Theta with
                {
                    Flat = tensor(question.At, _iteration.Theta.Flat.dtype, _iteration.Theta.Flat.device),
                };
                return MinibatchQuestion.Answer(Gradient(theta, expected, scales, minibatch));
            default:
                throw new ArgumentException($"Trials have no {question.Quantity}.");
        }
    }

    private static AdaptationTotals Played(Rollout[] episodes)
    {
        using var scope = NewDisposeScope();
        var sums = stack(
        [
            episodes[0].Returns.sum(ScalarType.Float64), episodes[^1].Returns.sum(ScalarType.Float64),
            stack(episodes.Select(episode => episode.Steps)).sum(),
        ]);
#pragma warning disable RS0030 // once a meta-iteration
        return sums.cpu().data<double>().ToArray() is [var first, var last, var steps]
#pragma warning restore RS0030
            ? new AdaptationTotals(first, last, steps)
            : throw new InvalidOperationException("Three sums are three numbers.");
    }
}
