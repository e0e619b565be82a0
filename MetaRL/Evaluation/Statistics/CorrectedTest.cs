namespace MetaRL.Evaluation.Statistics;

/// <summary>
/// Whether a difference stands among all comparisons that were made with it: a test over tasks, corrected as Demšar
/// (2006, section 3.2.2) advises for one algorithm against several others.
/// </summary>
/// <param name="PValue">Of this comparison alone, by the signed-rank test over tasks.</param>
/// <param name="Adjusted">By Holm's correction for all comparisons of the subject.</param>
/// <param name="Comparisons">Their number.</param>
/// <param name="Level">α, the chance of any false difference among them that is accepted.</param>
public sealed record CorrectedTest(double PValue, double Adjusted, int Comparisons, double Level)
{
    /// <summary>Whether the difference is beyond chance.</summary>
    public bool Stands => Adjusted <= Level;

    /// <param name="rows">[m] differences of each comparison.</param>
    /// <param name="settings">Of the level and the draws.</param>
    internal static CorrectedTest[] Family(PairedRows[] rows, ComparisonSettings settings)
    {
        var pValues = Array.ConvertAll(
            rows, one => SignedRankTest.PValue(one.PerTask(), settings.BootstrapSeed, one.Resolution));
        return [.. pValues.Zip(HolmCorrection.Adjust(pValues), (p, adjusted) =>
            new CorrectedTest(p, adjusted, rows.Length, Math.Round(1 - settings.Confidence, 12)))];
    }
}
