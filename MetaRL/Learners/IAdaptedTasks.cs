using MetaRL.Optimizers;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>The data of a meta-iteration's tasks, with what a learner may ask of how they adapt.</summary>
public interface IAdaptedTasks
{
    /// <summary>
    /// Returns of all episodes before any update, those after the last one, and environment steps, each in sum.
    /// </summary>
    AdaptationTotals Totals();

    /// <summary>The meta-objective on the data.</summary>
    IMetaObjective Objective();

    /// <summary>meanₙ(θ − φₙᴷ⁺¹), [P]: what <see cref="Reptile"/> moves along.</summary>
    Tensor Displacement();
}

/// <summary>A meta-iteration's episodes in sum.</summary>
/// <param name="Before">Returns before any update.</param>
/// <param name="After">Returns after the last one.</param>
/// <param name="EnvSteps">Environment steps.</param>
public readonly record struct AdaptationTotals(double Before, double After, double EnvSteps)
{
    /// <summary>As an answer.</summary>
    internal RangeAnswer Answer => new([Before, After, EnvSteps], []);

    /// <exception cref="InvalidDataException">The answer is to another question.</exception>
    internal static AdaptationTotals Of(RangeAnswer answer) => answer.Numbers is [var before, var after, var steps]
        ? new(before, after, steps)
        : throw new InvalidDataException("An answer has other numbers than it was asked for.");

    public static AdaptationTotals operator +(AdaptationTotals a, AdaptationTotals b) =>
        new(a.Before + b.Before, a.After + b.After, a.EnvSteps + b.EnvSteps);
}
