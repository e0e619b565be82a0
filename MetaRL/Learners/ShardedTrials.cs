using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>
/// The trials of a meta-iteration that others play: every sum over them is one of the ranges' answers.
/// </summary>
/// <param name="problem">Whose tasks.</param>
/// <param name="iteration">Random numbers and θ.</param>
/// <param name="shards">Who answers.</param>
/// <param name="block">Tasks of a block.</param>
public sealed class ShardedTrials(MetaProblem problem, MetaIteration iteration, IShards shards, long block)
    : IPlayedTrials
{
    public long Lanes => (long)problem.Budget.Tasks * problem.Budget.Envs;

    public AdaptationTotals Played() => AdaptationTotals.Of(Sum(RangeQuestion.For(RangeQuantity.Totals)));

    public TrialTotals Totals() => TrialTotals.Of(Sum(RangeQuestion.For(RangeQuantity.TrialTotals)));

    public AdvantageTotals Advantages(double[] expected) =>
        AdvantageTotals.Of(Sum(new RangeQuestion(RangeQuantity.AdvantageTotals, [], expected)));

    public SummedGradient Gradient(Params theta, double[] expected, PpoScales scales, Minibatch minibatch)
    {
        var answer = Sum(MinibatchQuestion.Of(theta, scales, minibatch, expected));
        var device = problem.Placement.Device;
        return new SummedGradient(
            tensor(answer.Vector, device: device), tensor(answer.Numbers, ScalarType.Float64, device));
    }

    private RangeAnswer Sum(RangeQuestion question) =>
        RangeAnswer.Sum(shards.Ask(iteration, problem.Budget.Tasks, block, question));
}

/// <summary>The question for the gradient on a minibatch, and its answer, as numbers.</summary>
internal static class MinibatchQuestion
{
    /// <summary>The question.</summary>
    public static RangeQuestion Of(Params theta, PpoScales scales, Minibatch minibatch, double[] expected) => new(
        RangeQuantity.MinibatchGradient, RangeQuestion.Vector(theta.Flat),
        [
            minibatch.Epoch, minibatch.Index, minibatch.Size,
            scales.Rewards.Mean, scales.Rewards.Unit, scales.Advantages.Mean, scales.Advantages.Unit,
            scales.Variance, .. expected,
        ]);

    /// <summary>What was asked.</summary>
    /// <param name="question">The question.</param>
    /// <param name="order">Stream of the lanes' orders.</param>
    /// <exception cref="ArgumentException">There are too few numbers.</exception>
    public static (PpoScales Scales, Minibatch Minibatch, double[] Expected) Read(
        RangeQuestion question, RngKey order) => question.Given is
            [
                var epoch, var index, var size, var mean, var unit, var advantage, var advantageUnit, var variance,
                .. var expected,
            ]
            ? (
                new PpoScales(new Scale(mean, unit), new Scale(advantage, advantageUnit), variance),
                new Minibatch(order, (int)epoch, (int)index, (long)size), expected)
            : throw new ArgumentException(
                $"The gradient of a minibatch is asked for with {question.Given.Length} numbers.");

    /// <summary>The answer.</summary>
    public static RangeAnswer Answer(SummedGradient gradient)
    {
#pragma warning disable RS0030 // they leave the device anyhow
        var numbers = gradient.Numbers.cpu().data<double>().ToArray();
#pragma warning restore RS0030
        return new RangeAnswer(numbers, RangeQuestion.Vector(gradient.Gradient));
    }
}
