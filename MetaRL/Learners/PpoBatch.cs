using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>Trials with what is held constant while the policy learns from them.</summary>
/// <param name="Inputs">What the policy saw, [T, B, I].</param>
/// <param name="Actions">[T, B, A], or int64 [T, B] where actions are discrete.</param>
/// <param name="Rewards">
/// rₜ, standardised over the steps of all trials and 0 where they are all the same, [T, B].
/// </param>
/// <param name="LogProb">log π_old(aₜ), [T, B].</param>
/// <param name="Advantages">
/// Aₜ, standardised over the steps of all trials and 0 where all trials earn alike, [T, B].
/// </param>
/// <param name="Returns">Gₜ − Mₜ, what the value is to become, [T, B].</param>
/// <param name="Variance">Mean square of the returns over the steps of all trials, a scalar.</param>
/// <param name="Alive">1 until the trial's last step, then 0, [T, B].</param>
public sealed record PpoBatch(
    Tensor Inputs, Tensor Actions, Tensor Rewards, Tensor LogProb, Tensor Advantages, Tensor Returns, Tensor Variance,
    Tensor Alive) : ITensorBundle
{
    /// <summary>Lanes of several as one.</summary>
    public static PpoBatch Concatenate(IReadOnlyList<PpoBatch> parts) => new(
        cat([.. parts.Select(part => part.Inputs)], 1), cat([.. parts.Select(part => part.Actions)], 1),
        cat([.. parts.Select(part => part.Rewards)], 1), cat([.. parts.Select(part => part.LogProb)], 1),
        cat([.. parts.Select(part => part.Advantages)], 1), cat([.. parts.Select(part => part.Returns)], 1),
        parts[0].Variance, cat([.. parts.Select(part => part.Alive)], 1));

    /// <summary>Some of the lanes.</summary>
    /// <param name="lanes">Their numbers, int64 [b].</param>
    public PpoBatch Select(Tensor lanes) => new(
        Inputs.index_select(1, lanes), Actions.index_select(1, lanes), Rewards.index_select(1, lanes),
        LogProb.index_select(1, lanes),
        Advantages.index_select(1, lanes), Returns.index_select(1, lanes), Variance, Alive.index_select(1, lanes));

    /// <summary>The same as kernels take it, a row for each step of each lane.</summary>
    /// <param name="steps">Steps that the mean is over, a scalar.</param>
    internal PpoRows<float> Rows(Tensor steps) => new(
        Floats.Of(Inputs), Floats.Of(Actions.to_type(ScalarType.Float32)), Floats.Of(Rewards), Floats.Of(LogProb),
        Floats.Of(Advantages), Floats.Of(Returns), Floats.Of(Variance)[0], Floats.Of(Alive / steps));

    /// <summary>With rewards, advantages and returns in their units.</summary>
    internal PpoBatch Scaled(PpoScales scales) => this with
    {
        Rewards = scales.Rewards.Of(Rewards),
        Advantages = scales.Advantages.Of(Advantages),
        Variance = full([], scales.Variance, Returns.dtype, Returns.device),
    };

    public IEnumerable<Tensor> Tensors =>
        [Inputs, Actions, Rewards, LogProb, Advantages, Returns, Variance, Alive];
}
