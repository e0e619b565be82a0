namespace MetaRL.Evaluation.Plots;

/// <summary>
/// A curve of one algorithm with its band. One without points keeps its algorithm's colour and is left out.
/// </summary>
/// <param name="Name">The algorithm, at the same place in all figures of a comparison.</param>
/// <param name="X">[M] ascending.</param>
/// <param name="Values">[M] the curve.</param>
/// <param name="Low">[M] lower end of the band.</param>
/// <param name="High">[M] upper end of the band.</param>
public sealed record NamedCurve(
    string Name, IReadOnlyList<double> X, IReadOnlyList<double> Values, IReadOnlyList<double> Low,
    IReadOnlyList<double> High)
{
    internal IEnumerable<double> Ends => Low.Concat(High).Concat(Values);

    internal IEnumerable<(double X, double Y)> Line => X.Zip(Values);

    internal void DrawBand(Panel panel, int index) =>
        panel.Band([.. X.Zip(Low, High)], Palette.Color(index));
}
