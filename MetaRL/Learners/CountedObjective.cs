using MetaRL.Optimizers;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>An objective that tells a clock what it is asked for.</summary>
/// <param name="objective">The objective, whose gradient is computed.</param>
/// <param name="clock">The clock.</param>
internal sealed class CountedObjective(IMetaObjective objective, PhaseClock clock) : IMetaObjective
{
    public double Loss => objective.Loss;

    public Tensor Gradient => objective.Gradient;

    /// <summary>Counted, if there is a clock.</summary>
    public static IMetaObjective Of(IMetaObjective objective, PhaseClock? clock)
    {
        clock?.CountGradient();
        return clock is null ? objective : new CountedObjective(objective, clock);
    }

    public Tensor FisherProduct(Tensor v)
    {
        clock.CountFisherProduct();
        return objective.FisherProduct(v);
    }

    public Tensor ClippedGradient(Tensor theta, double epsilon)
    {
        clock.CountGradient();
        return objective.ClippedGradient(theta, epsilon);
    }

    public (double Loss, double Kl) At(Tensor theta)
    {
        clock.CountLoss();
        return objective.At(theta);
    }
}
