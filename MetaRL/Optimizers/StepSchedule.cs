namespace MetaRL.Optimizers;

/// <summary>
/// How the ratio of a step size to its first value goes with the share p of the schedule that is over.
/// </summary>
public enum ScheduleShape
{
    /// <summary>1.</summary>
    Constant,

    /// <summary>1 − (1 − r) p.</summary>
    Linear,

    /// <summary>r + (1 − r) (1 + cos πp) / 2 (Loshchilov and Hutter 2017, equation 5, without restarts).</summary>
    Cosine,

    /// <summary>rᵖ.</summary>
    Exponential,
}

/// <summary>The step size of each meta-iteration as a multiple of the one that is set.</summary>
/// <remarks>
/// (t + 1) / W in the W iterations of the warm-up, t = 0, 1, ...; then its shape at p = (t − W) / (I − W), which would
/// be r after the last iteration, and r after the schedule's end.
/// </remarks>
/// <param name="Shape">How it falls.</param>
/// <param name="Iterations">I, meta-iterations until it has fallen to r.</param>
/// <param name="Warmup">W, meta-iterations in which it rises, fewer than I.</param>
/// <param name="FinalRatio">r in [0, 1].</param>
public sealed record StepSchedule(ScheduleShape Shape, int Iterations = 1, int Warmup = 0, double FinalRatio = 1)
{
    /// <summary>The same step size throughout.</summary>
    public static readonly StepSchedule Constant = new(ScheduleShape.Constant);

    /// <summary>The ratio in a meta-iteration.</summary>
    /// <param name="iteration">t, meta-iterations done before.</param>
    public double At(long iteration)
    {
        if (iteration < Warmup)
        {
            return (iteration + 1.0) / Warmup;
        }

        var p = Math.Min(1, (double)(iteration - Warmup) / (Iterations - Warmup));
        return Shape switch
        {
            ScheduleShape.Linear => 1 - ((1 - FinalRatio) * p),
            ScheduleShape.Cosine => FinalRatio + ((1 - FinalRatio) * (1 + Math.Cos(Math.PI * p)) / 2),
            ScheduleShape.Exponential => Math.Pow(FinalRatio, p),
            _ => 1,
        };
    }
}
