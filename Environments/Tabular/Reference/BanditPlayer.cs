using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Tabular.Reference;

/// <summary>Pulls arms by what is remembered of them.</summary>
/// <param name="family">Bandit to play.</param>
/// <param name="key">Every random number.</param>
/// <param name="tasks">N.</param>
/// <param name="envs">E.</param>
/// <param name="choose">(memory, number of the pull from 1, key of the pull) → arm, int64 [N, E].</param>
internal sealed class BanditPlayer(
    Bandit family, RngKey key, long tasks, int envs, Func<BanditMemory, int, RngKey, Tensor> choose) : IReferencePlayer
{
    private readonly BanditMemory _memory = BanditMemory.Empty(family.Rewards, [tasks, envs, family.Arms]);
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

    public void Dispose()
    {
        _memory.Pulls.Dispose();
        _memory.Rewards.Dispose();
    }
}
