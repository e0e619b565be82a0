namespace MetaRL.Kernels;

/// <summary>What a recurrent policy computes from its memory's state h: value, rewards and distribution.</summary>
/// <remarks>
/// Its weights are those of the readout W (h, o) + b, of the value, of the rewards and of the distribution, in this
/// order. Each is one layer, W row by row and b behind it; log σ [A] of a normal distribution stands before its own.
/// </remarks>
/// <param name="Hidden">H.</param>
/// <param name="Observations">O, what the readout sees beside h.</param>
/// <param name="Readout">Rectified units of the readout; 0: the features are h itself.</param>
/// <param name="Rewards">Rewards that are predicted, one for each discrete action; 0 for none.</param>
/// <param name="Actions">A: means of a continuous action, or logits of a discrete one.</param>
/// <param name="LeastLogStd">Least log σ of a normal distribution; null for a choice.</param>
public sealed record PpoShape(
    int Hidden, int Observations, int Readout, int Rewards, int Actions, double? LeastLogStd = null)
{
    /// <summary>F, features that the outputs are linear in.</summary>
    public int Features => Readout > 0 ? Readout : Hidden;

    /// <summary>All weights.</summary>
    public int Weights => (Readout > 0 ? (Hidden + Observations + 1) * Readout : 0)
        + ((Features + 1) * (1 + Rewards + Actions)) + (LeastLogStd is null ? 0 : Actions);

    /// <summary>The perceptron that all of it is: outputs are the value, the rewards, the distribution.</summary>
    internal PerceptronShape Perceptron => Readout > 0
        ? new(Hidden + Observations, [Readout], 1 + Rewards + Actions, Nonlinearity.Relu)
        : new(Hidden, [], 1 + Rewards + Actions, Nonlinearity.Relu);
}

/// <summary>Weights and bounds of the terms of PPO's loss.</summary>
/// <param name="Clip">ε.</param>
/// <param name="ValueWeight">c₁.</param>
/// <param name="EntropyBonus">c₂.</param>
/// <param name="RewardWeight">c₃.</param>
public sealed record PpoLoss(double Clip, double ValueWeight, double EntropyBonus, double RewardWeight);

/// <summary>Steps of trials, one row each.</summary>
/// <typeparam name="T">The numbers.</typeparam>
/// <param name="Inputs">What the policy saw, [B, I], observations first.</param>
/// <param name="Actions">a, [B, A], or the index of a discrete action, [B].</param>
/// <param name="Rewards">r, [B].</param>
/// <param name="LogProb">log π_old(a), [B].</param>
/// <param name="Advantages">A, [B].</param>
/// <param name="Returns">G, [B].</param>
/// <param name="Variance">s², what the value's squared error is counted in.</param>
/// <param name="Weights">w, the share of each step in the mean, [B]; 0 after the trial's end.</param>
public sealed record PpoRows<T>(
    T[] Inputs, T[] Actions, T[] Rewards, T[] LogProb, T[] Advantages, T[] Returns, T Variance, T[] Weights);
