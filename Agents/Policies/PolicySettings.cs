using MetaRL.Environments.Tasks;
using MetaRL.Kernels;

namespace MetaRL.Agents.Policies;

/// <summary>An architecture whose inputs and outputs are not known yet.</summary>
/// <param name="Hidden">Units in each hidden layer.</param>
/// <param name="Activation">Nonlinearity between layers.</param>
/// <param name="InitialStd">Standard deviation of a continuous action before learning.</param>
/// <param name="Initialization">First weights; null for those of the default.</param>
public sealed record PolicySettings(
    IReadOnlyList<int> Hidden, Activation Activation, double InitialStd, Initialization? Initialization = null)
{
    /// <summary>Whether policies compute with fused kernels where there are some.</summary>
    public bool UsesKernels { get; init; } = true;

    /// <summary>With layers of one unit; computed by kernels only if the whole is.</summary>
    public PolicySettings Smallest => this with
    {
        Hidden = [.. Hidden.Select(_ => 1)],
        UsesKernels = UsesKernels && PolicyKernels.Pay(Hidden),
    };

    /// <summary>The policy that fits a family's spaces.</summary>
    public IPolicy Create(TaskFamily family) => Create(((Box)family.Observations).Size, family.Actions);

    /// <summary>A policy of some inputs in place of a family's observations.</summary>
    public IPolicy Create(int inputs, Space actions) => actions switch
    {
        Box box => new GaussianPolicy(
            inputs, box.Size, Hidden, Activation, InitialStd, Initialization, UsesKernels),
        Discrete discrete => new CategoricalPolicy(
            inputs, discrete.Count, Hidden, Activation, Initialization, UsesKernels),
        _ => throw new NotSupportedException($"There is no policy for actions of {actions}."),
    };
}
