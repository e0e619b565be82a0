using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>How a contributor hides its single tasks.</summary>
/// <param name="Clip">C, norm that the vector of each task is clipped to.</param>
/// <param name="Account">σ and δ.</param>
public sealed record PrivacySettings(double Clip, PrivacyAccount Account);

/// <summary>
/// The sums of somebody who adds tasks to another's meta-iterations and shows nothing else of them: means over all its
/// tasks, by setting with each clipped and noise on the sum.
/// </summary>
/// <remarks>
/// With noise it answers with one vector a meta-iteration, the gradient or the displacement, which is drawn once and
/// repeated to whoever asks again; losses, returns and everything that a trust region asks for are refused.
/// </remarks>
public sealed class Contribution : ITaskRange
{
    private readonly AdaptedRange[] _ranges; // all tasks, or each alone
    private readonly PrivacySettings? _privacy;
    private readonly RngKey _noise;
    private (RangeQuantity Quantity, RangeAnswer Answer)? _released;

    /// <param name="scope">The calling thread's dispose scope, which lives as long as the contribution.</param>
    /// <param name="learner">The learner, of a problem whose tasks are the contributor's.</param>
    /// <param name="iteration">θ, with random numbers that are the contributor's own.</param>
    /// <param name="tasks">M, how many tasks it has.</param>
    /// <param name="privacy">How single tasks are hidden; null where they are not.</param>
    /// <exception cref="ArgumentException">The learner's sums are not over tasks that adapt.</exception>
    public Contribution(
        DisposeScope scope, IShardedLearner learner, MetaIteration iteration, int tasks, PrivacySettings? privacy)
    {
        (_privacy, _noise) = (privacy, iteration.Key.For("noise"));
        var ranges = privacy is null
            ? [TaskRange.All(tasks)]
            : TaskRange.All(tasks).Blocks(1).ToArray();
        _ranges = Array.ConvertAll(ranges, range => learner.Gather(scope, iteration, range) as AdaptedRange
            ?? throw new ArgumentException("Tasks can be contributed to learners whose tasks adapt by gradients."));
    }

    /// <summary>Whether it has released a vector with noise.</summary>
    public bool HasReleased => _released is not null;

    /// <summary>Whether an answer to a question would be a vector with noise that nobody has yet.</summary>
    public bool IsRelease(RangeQuestion question) => _privacy is not null && !HasReleased && HasNoise(question);

    public RangeAnswer Answer(RangeQuestion question)
    {
        if (question.Quantity == RangeQuantity.Outcomes)
        {
            throw new ContributionException("It tells returns of single tasks to nobody; E-MAML needs them.");
        }

        if (_privacy is null)
        {
            return _ranges[0].Answer(question);
        }

        var (quantity, answer) = _released ??= (question.Quantity, Release(question));
        return quantity == question.Quantity ? answer with { Vector = [.. answer.Vector] } : throw Refusal(question);
    }

    // (1/M) (Σₙ gₙ min(1, C / ‖gₙ‖) + N(0, σ²C²)); the shares are gₙ / M
    private RangeAnswer Release(RangeQuestion question)
    {
        if (!HasNoise(question))
        {
            throw Refusal(question);
        }

        using var scope = NewDisposeScope();
        var (clip, account) = _privacy!;
        var tasks = _ranges.Length;
        Tensor[] clipped =
        [
            .. _ranges.Select(range => tensor(range.Answer(question).Vector).to_type(ScalarType.Float64) * tasks)
                .Select(g => (g / (g.norm() / clip).clamp_min(1)).nan_to_num(0, 0, 0)), // NaN would tell of one task
        ];
        var noise = _noise.Normal(clipped[0].shape, CPU, ScalarType.Float64) * (account.Noise * clip);
        var mean = ((stack(clipped).sum(dim: 0) + noise) / tasks).to_type(ScalarType.Float32);
        return new RangeAnswer([], Floats.Of(mean));
    }

    private static bool HasNoise(RangeQuestion question) =>
        question.Quantity is RangeQuantity.Gradient or RangeQuantity.Displacement;

    private static ContributionException Refusal(RangeQuestion question) => new(
        $"It adds noise to its sums and gives one gradient a meta-iteration, no {question.Quantity}; use the"
        + " outer optimiser adam or sgd, or reptile.");
}

/// <summary>A contributor does not answer, since that would tell more of its tasks than it may.</summary>
public sealed class ContributionException(string message) : Exception(message);
