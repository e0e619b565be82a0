using MetaRL.Environments.Tasks;

namespace MetaRL.Viewer.Watching;

/// <summary>One number of a task that can be changed while agents act in it.</summary>
/// <param name="Parameter">Of the family.</param>
/// <param name="Element">Which of its numbers.</param>
/// <param name="Low">Least value.</param>
/// <param name="High">Greatest value.</param>
/// <param name="IsWhole">Whether it counts cells.</param>
public sealed record ParameterSlider(TaskParameter Parameter, int Element, double Low, double High, bool IsWhole)
{
    private const int MostElements = 10;
    private const double Beyond = 0.25; // of the training range, at least that far on either side
    private const double Above = 0.01;  // of the range, where a rule excludes its lower end

    /// <summary>Name of the parameter, with the element's number where it has several.</summary>
    public string Name => Parameter.Shape.Count == 0 ? Parameter.Name : $"{Parameter.Name} {Element + 1}";

    /// <summary>
    /// One slider for every number of a family's parameters, except of parameters with many numbers, and of those with
    /// several in which tasks do not differ.
    /// </summary>
    public static IReadOnlyList<ParameterSlider> Of(TaskFamily family) =>
    [
        .. from parameter in family.Tasks.Parameters
           where parameter.Shape is []
               || (parameter.Shape is [<= MostElements] && family.Tasks.Distributions[parameter.Name] is not FixedValue)
           from element in Enumerable.Range(0, parameter.Shape is [var count] ? (int)count : 1)
           select Create(family, parameter, element),
    ];

    /// <summary>The nearest value that is allowed.</summary>
    public double Nearest(double value) => Math.Clamp(IsWhole ? Math.Round(value) : value, Low, High);

    private static ParameterSlider Create(TaskFamily family, TaskParameter parameter, int element)
    {
        var isWhole = parameter.Unit == "cell";
        Interval[] known =
        [
            parameter.Train, parameter.Extrapolation,
            Finite(family.Tasks.Distributions[parameter.Name].Support, parameter.Train),
        ];
        var room = isWhole ? 0 : Beyond * (parameter.Train.High - parameter.Train.Low);
        var low = Math.Min(known.Min(one => one.Low), parameter.Train.Low - room);
        var high = Math.Max(known.Max(one => one.High), parameter.Train.High + room);
        var rule = parameter.Rule;
        if (low < rule.Low || (rule.ExcludesLow && low == rule.Low))
        {
            low = rule.ExcludesLow ? rule.Low + (Above * (Math.Min(high, rule.High) - rule.Low)) : rule.Low;
        }

        return new ParameterSlider(parameter, element, low, Math.Min(high, rule.High), isWhole);
    }

    // A normal distribution reaches far beyond what is likely.
    private static Interval Finite(Interval support, Interval train) =>
        support.High - support.Low > 10 * (train.High - train.Low) ? train : support;
}
