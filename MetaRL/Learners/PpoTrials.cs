using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>Trials in blocks of neighbouring lanes, with the sums over those of this process.</summary>
/// <remarks>
/// A block is computed alike wherever it is, and sums over blocks are those of <see cref="TreeSum"/>. Of a minibatch,
/// which has lanes of all blocks, each block has a part.
/// </remarks>
public sealed class PpoTrials : ITrials
{
    private readonly DisposeScope _scope;
    private readonly RecurrentPpo _ppo;
    private readonly Params _theta;
    private readonly IReadOnlyList<TrialSequence> _blocks;
    private readonly TaskRange _lanes;
    private readonly TaskChunks _chunks;
    private readonly int _steps;
    private readonly PpoLoss _loss;
    private IReadOnlyList<PpoBatch>? _batches; // of the blocks

    /// <param name="scope">The calling thread's dispose scope, which lives as long as the trials.</param>
    /// <param name="ppo">The learner.</param>
    /// <param name="theta">θ [P], at which they were gathered.</param>
    /// <param name="blocks">Neighbouring lanes each, in their order.</param>
    /// <param name="lanes">Number of the first lane, and of lanes in all blocks.</param>
    /// <param name="chunks">How many lanes a thread takes at once.</param>
    /// <param name="allLanes">B; 0 where these are all.</param>
    /// <param name="steps">T, steps of the longest trial anywhere; 0 for that of these.</param>
    /// <param name="iteration">Iterations done before.</param>
    public PpoTrials(
        DisposeScope scope, RecurrentPpo ppo, Params theta, IReadOnlyList<TrialSequence> blocks, TaskRange lanes,
        TaskChunks chunks, long allLanes = 0, int steps = 0, long iteration = 0)
    {
        (_scope, _ppo, _theta, _blocks, _lanes, _chunks) = (scope, ppo, theta, blocks, lanes, chunks);
        _steps = steps == 0 ? (int)blocks.Max(block => block.Steps) : steps;
        Lanes = allLanes == 0 ? lanes.Count : allLanes;
        _loss = ppo.LossAt(iteration);
    }

    public long Lanes { get; }

    public TrialTotals Totals() => TrialTotals.Of(RangeAnswer.Sum([.. _blocks.Select(block => Totals(block).Answer)]));

    public AdvantageTotals Advantages(double[] expected) => AdvantageTotals.Of(RangeAnswer.Sum(
        [.. _blocks.Zip(Batches(expected), (block, batch) => Totals(block, batch).Answer)]));

    /// <summary>All lanes of a single block, not yet in their units.</summary>
    /// <param name="expected">M [T].</param>
    public PpoBatch Batch(double[] expected) => Batches(expected).Single();

    public SummedGradient Gradient(Params theta, double[] expected, PpoScales scales, Minibatch minibatch)
    {
        var batches = Batches(expected);
        using var scope = NewDisposeScope();
        var lanes = minibatch.Lanes(Lanes);
        var (pieces, first) = (new List<(int Block, Tensor Lanes)>(), _lanes.Start);
        foreach (var (index, block) in _blocks.Index())
        {
#pragma warning disable RS0030 // on the CPU
            var own = lanes.masked_select(lanes.ge(first).logical_and(lanes.lt(first + block.Lanes))) - first;
#pragma warning restore RS0030
            var parts = own.size(0) == 0 ? [] : own.tensor_split(Parts(own.size(0)));
            pieces.AddRange(parts.Select(part => (index, part.to(theta.Flat.device))));
            first += block.Lanes;
        }

        var sums = (_chunks with { Size = 1 }).Run(scope, pieces.Count, (piece, _) =>
        {
            var (block, some) = pieces[(int)piece];
            return _ppo.Gradient(_loss, theta, batches[block].Select(some).Scaled(scales));
        });
        return SummedGradient.Sum(
        [
            .. Enumerable.Range(0, _blocks.Count).Select(block => pieces.Exists(piece => piece.Block == block)
                ? SummedGradient.Sum([.. sums.Where((_, piece) => pieces[piece].Block == block)])
                : Nothing(theta)),
        ]).MoveToOuterDisposeScope();
    }

    // As many parts as come nearest to a thread's number of lanes
    private int Parts(long lanes) => (int)Math.Max(1, Math.Round((double)lanes / _chunks.Size));

    private static SummedGradient Nothing(Params theta) =>
        new(zeros_like(theta.Flat), zeros(RecurrentPpo.Numbers + 1, ScalarType.Float64, theta.Flat.device));

    private TrialTotals Totals(TrialSequence trials)
    {
        using var scope = NewDisposeScope();
        var (rewards, dead) = (trials.Rewards.to_type(ScalarType.Float64), trials.Alive.eq(0)); // 0 where dead
        return new TrialTotals(
            Number(trials.Alive.sum(ScalarType.Float64)), Number(rewards.sum()), Number(rewards.square().sum()),
            Padded(trials.TrainingRewards.to_type(ScalarType.Float64).sum(dim: 1), 0),
            [
                Number(rewards.masked_fill(dead, double.NegativeInfinity).max()),
                -Number(rewards.masked_fill(dead, double.PositiveInfinity).min()),
            ]);
    }

    private AdvantageTotals Totals(TrialSequence trials, PpoBatch batch)
    {
        using var scope = NewDisposeScope();
        var dead = trials.Alive.eq(0);
        var (advantages, returns, earned) = (Living(batch.Advantages), Living(batch.Returns), _ppo.Earned(trials));
        var high = earned.masked_fill(dead, double.NegativeInfinity).amax([1]);
        var low = earned.masked_fill(dead, double.PositiveInfinity).amin([1]);
        return new AdvantageTotals(
            Number(advantages.sum()), Number(advantages.square().sum()), Number(returns.square().sum()),
            [.. Padded(high, double.NegativeInfinity), .. Padded(-low, double.NegativeInfinity)]);

        Tensor Living(Tensor values) => values.masked_fill(dead, 0).to_type(ScalarType.Float64);
    }

    // Of every block, each chunk of whose lanes is a piece of work
    private IReadOnlyList<PpoBatch> Batches(double[] expected)
    {
        if (_batches is not null)
        {
            return _batches;
        }

        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var (dtype, device) = (_blocks[0].Rewards.dtype, _blocks[0].Rewards.device);
        var mean = tensor(expected, dtype, device).unsqueeze(-1);
        (int Block, TaskRange Lanes)[] pieces =
        [
            .. _blocks.Index().SelectMany(block => TaskRange.All(block.Item.Lanes).Blocks(_chunks.Size)
                .Select(lanes => (block.Index, lanes))),
        ];
        var parts = (_chunks with { Size = 1 }).Run(scope, pieces.Length, (piece, _) =>
        {
            var (block, lanes) = pieces[(int)piece];
            var some = _blocks[block].Slice(lanes.Start, lanes.Count);
            return _ppo.Advantages(_theta, some, mean.narrow(0, 0, some.Steps));
        });
        _batches =
        [
            .. _blocks.Index().Select(block => PpoBatch.Concatenate(
                [.. parts.Where((_, piece) => pieces[piece].Block == block.Index)])),
        ];
        foreach (var tensor in _batches.SelectMany(batch => batch.Tensors))
        {
            scope.Detach(tensor);
            _scope.Attach(tensor);
        }

        return _batches;
    }

    private double[] Padded(Tensor values, double with)
    {
        var known = Host(values);
        return [.. known, .. Enumerable.Repeat(with, _steps - known.Length)];
    }

    private static double Number(Tensor value) => Host(value.view(1))[0];

#pragma warning disable RS0030 // a few times in a meta-iteration
    private static double[] Host(Tensor values) => values.to_type(ScalarType.Float64).cpu().data<double>().ToArray();
#pragma warning restore RS0030
}
