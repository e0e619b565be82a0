using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>A recurrent network with its weights in place.</summary>
public interface IRecurrence : IDisposable
{
    /// <summary>H.</summary>
    int Hidden { get; }

    /// <summary>L.</summary>
    int Layers { get; }

    /// <summary>Runs through a sequence; a single step is one of length 1.</summary>
    /// <param name="sequence">x, [T, B, I].</param>
    /// <param name="state">h of every layer before the first step, [L, B, H].</param>
    /// <returns>
    /// The last layer's state after every step, [T, B, H]; every layer's after the last step, [L, B, H].
    /// </returns>
    (Tensor Outputs, Tensor State) Run(Tensor sequence, Tensor state);
}
