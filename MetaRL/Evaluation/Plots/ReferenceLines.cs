using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Reports;
using MetaRL.Evaluation.Statistics;

namespace MetaRL.Evaluation.Plots;

/// <summary>
/// Optimum and random actions as horizontal lines; one that would stretch the axis is only named.
/// </summary>
internal sealed class ReferenceLines
{
    /// <summary>A line is shown that stretches the axis to at most this many times the data's range.</summary>
    private const double MostStretch = 4;

    private readonly List<(double Value, Stroke Stroke)> _shown = [];
    private readonly List<LegendEntry> _entries = [];

    private ReferenceLines(double[] values)
    {
        Range = AxisRange.Around(values);
    }

    /// <summary>Of the data and of the lines that are shown.</summary>
    public AxisRange Range { get; private set; }

    public IReadOnlyList<LegendEntry> Entries => _entries;

    /// <param name="references">What random and optimal behaviour earn.</param>
    /// <param name="style">Sizes.</param>
    /// <param name="data">Every value that the axis must hold.</param>
    public static ReferenceLines Of(ReferenceReturns references, PlotStyle style, IEnumerable<double> data)
    {
        double[] values = [.. data.Where(double.IsFinite)];
        var lines = new ReferenceLines(values);
        var optimum = references.Optimum == OptimumKind.Exact ? "optimum" : "specialist";
        values = lines.Add(values, optimum, references.Optimal, new(Palette.Ink, style.ThinLine, Palette.LongDashes));
        _ = lines.Add(
            values, "random actions", references.Random, new(Palette.Random, style.ThinLine, Palette.WideDots));
        return lines;
    }

    public void Draw(Panel panel)
    {
        foreach (var (value, stroke) in _shown)
        {
            panel.Rule(value, stroke);
        }
    }

    private double[] Add(double[] values, string name, double? value, Stroke stroke)
    {
        if (value is not { } known)
        {
            return values;
        }

        var (low, high) = values.Length == 0 ? (known, known) : (values.Min(), values.Max());
        var isShown = high == low || Math.Max(high, known) - Math.Min(low, known) <= MostStretch * (high - low);
        var text = NumberText.Fixed(known, NumberText.Decimals(known));
        _entries.Add(new LegendEntry(isShown ? $"{name} ({text})" : $"{name} ({text}, off the scale)", stroke));
        if (!isShown)
        {
            return values;
        }

        _shown.Add((known, stroke));
        values = [.. values, known];
        Range = AxisRange.Around(values);
        return values;
    }
}
