using MetaRL.Environments.Posteriors;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Bandits;

/// <summary>Plays a bandit by a rule on the sufficient statistics of its arms.</summary>
/// <param name="family">Bandit to play.</param>
/// <param name="key">Every random number.</param>
/// <param name="tasks">N.</param>
/// <param name="envs">E.</param>
/// <param name="choose">(memory, number of the pull from 1, key of the pull) → arm, int64 [N, E].</param>
internal sealed class BanditPlayer(
    Bandit family, RngKey key, long tasks, int envs, Func<BanditMemory, int, RngKey, Tensor> choose) : IReferencePlayer
{
    private readonly BanditMemory _memory = BanditMemory.Empty(family.Rewards, [tasks, envs, family.Arms]);
    private readonly Dictionary<(int A, int B), (double Low, double High)> _known = [];
    private int _pulls;

    public Tensor Act(Tensor observation)
    {
        using var scope = NewDisposeScope();
        var now = key.At(_pulls++);
        return choose(_memory, _pulls, now).MoveToOuterDisposeScope();
    }

    public void See(Tensor action, Transition transition)
    {
        using var scope = NewDisposeScope();
        _memory.Record(action, transition.Reward.to_type(ScalarType.Float64));
    }

    /// <summary>The posterior of every arm's mean.</summary>
    public Belief Believe()
    {
        using var scope = NewDisposeScope();
        var first = new BanditMemory(
            _memory.Law, _memory.Pulls.select(1, 0).contiguous(), _memory.Rewards.select(1, 0).contiguous());
        var (mean, pulls, rewards) = (
            first.Mean().data<double>().ToArray(), first.Pulls.data<double>().ToArray(),
            first.Rewards.data<double>().ToArray());
        var ends = pulls.Zip(rewards).Zip(mean, (seen, centre) => Ends(seen.First, seen.Second, centre)).ToArray();
        return new NumberBelief("mean", mean, [.. ends.Select(end => end.Low)], [.. ends.Select(end => end.High)]);
    }

    public void Dispose()
    {
        _memory.Pulls.Dispose();
        _memory.Rewards.Dispose();
    }

    private (double Low, double High) Ends(double pulls, double rewards, double mean)
    {
        if (family.Rewards == BanditRewards.Gaussian)
        {
            var reach = PosteriorQuantiles.Normal / Math.Sqrt(pulls + 1);
            return (mean - reach, mean + reach);
        }

        var (a, b) = ((int)rewards + 1, (int)(pulls - rewards) + 1);
        if (!_known.TryGetValue((a, b), out var ends)) // only one arm changes at a time
        {
            ends = (
                PosteriorQuantiles.Beta(a, b, PosteriorQuantiles.Tail),
                PosteriorQuantiles.Beta(a, b, 1 - PosteriorQuantiles.Tail));
            _known.Add((a, b), ends);
        }

        return ends;
    }
}
