using MetaRL.Agents.InnerLoops;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Measurement;

/// <summary>A mean over batches of tasks with its standard deviation.</summary>
public readonly record struct Spread(double Mean, double Deviation);

/// <summary>
/// The meta-gradient of a problem at first weights: whether it is right, what its order changes, and how noisy it is.
/// </summary>
/// <remarks>
/// g is the gradient of the order that the learner trains with. That of second order is the derivative of the loss
/// after adapting, that of first order is the one with the inner gradients held fixed
/// (<see cref="AdaptedObjective.WithHeldGradients"/>). Cosine and ratio are means over the batches that have a
/// gradient; where none has, every number is 0.
/// </remarks>
/// <param name="Weights">P.</param>
/// <param name="DifferenceError">√(Σ (dᵥ − gᵀv)² / Σ (gᵀv)²) over random directions v, with dᵥ the central difference
/// along v of what g is the derivative of; of the first batch with a gradient, 0 where none has one.</param>
/// <param name="Cosine">g₁ᵀg₂ / ‖g₁‖‖g₂‖ of first and second order.</param>
/// <param name="NormRatio">‖g₁‖ / ‖g₂‖.</param>
/// <param name="VarianceOfFirst">Σ ‖g₁ − ḡ₁‖² / (B − 1) over ‖ḡ₁‖², B batches of tasks with their mean ḡ₁.</param>
/// <param name="VarianceOfSecond">The same of second order.</param>
public sealed record MetaGradientReport(
    long Weights, double DifferenceError, Spread Cosine, Spread NormRatio, double VarianceOfFirst,
    double VarianceOfSecond)
{
    /// <summary>Directions along which differences are taken.</summary>
    public const int Directions = 5;

    private const double Step = 1e-5; // along a unit vector; in 64-bit floats its error is near 10⁻¹⁰

    private const double Rounding = 1e-10; // a gradient below is less than the error of a difference

    /// <summary>Measures.</summary>
    /// <param name="key">Weights, tasks, rollouts and directions.</param>
    /// <param name="problem">Tasks and how to adapt; in 64-bit floats, whatever its type.</param>
    /// <param name="order">Order of the gradient that is held against differences.</param>
    /// <param name="batches">B, at least 2.</param>
    /// <param name="batchDone">Told the number of batches done.</param>
    public static MetaGradientReport Of(
        RngKey key, MetaProblem problem, GradientOrder order, int batches, Action<int>? batchDone = null)
    {
        using var scope = NewDisposeScope();
        problem = problem with { Placement = problem.Placement with { Dtype = ScalarType.Float64 } };
        var theta = problem.Adaptation.Policy.Initialize(
            key.For("initialization"), problem.Placement.Device, ScalarType.Float64);
        var (first, second, error) = (new List<Tensor>(), new List<Tensor>(), (double?)null);
        for (var batch = 0; batch < batches; batch++)
        {
            using var own = NewDisposeScope();
            var gathered = AdaptationBatch.Gather(own, problem, key.For("training").At(batch), theta);
            var (one, two) = (Objective(GradientOrder.First), Objective(GradientOrder.Second));
            first.Add(one.Gradient);
            second.Add(two.Gradient);
            if (error is null && IsGradient((order == GradientOrder.First ? one : two).Gradient))
            {
                error = order == GradientOrder.First
                    ? Error(key.For("directions"), one.Gradient, one.WithHeldGradients, theta.Flat)
                    : Error(key.For("directions"), two.Gradient, at => two.At(at).Loss, theta.Flat);
            }

            own.MoveToOuter([first[^1], second[^1]]);
            batchDone?.Invoke(batch + 1);

            AdaptedObjective Objective(GradientOrder order) => new(own, problem, order, theta, gathered);
        }

        var both = first.Zip(second).Where(pair => IsGradient(pair.First) && IsGradient(pair.Second)).ToArray();
        return new MetaGradientReport(
            theta.Layout.Count, error ?? 0,
            Over(both, (g1, g2) => Ratio((g1 * g2).sum(), g1.norm() * g2.norm())),
            Over(both, (g1, g2) => Ratio(g1.norm(), g2.norm())),
            RelativeVariance(stack(first)), RelativeVariance(stack(second)));
    }

    /// <summary>Σ ‖g − ḡ‖² / (B − 1) over ‖ḡ‖²; 0 where all are 0.</summary>
    /// <param name="gradients">[B, P].</param>
    public static double RelativeVariance(Tensor gradients)
    {
        using var scope = NewDisposeScope();
        var mean = gradients.mean([0]);
        return Ratio((gradients - mean).square().sum() / (gradients.size(0) - 1), mean.square().sum());
    }

    private static double Error(RngKey key, Tensor gradient, Func<Tensor, double> loss, Tensor theta)
    {
        var (wrong, whole) = (0.0, 0.0);
        for (var direction = 0; direction < Directions; direction++)
        {
            var v = key.At(direction).Normal(theta.shape, theta.device, theta.dtype);
            v = v / v.norm();
            var difference = (loss(theta + (v * Step)) - loss(theta - (v * Step))) / (2 * Step);
            var derivative = (gradient * v).sum().ToDouble();
            (wrong, whole) = (wrong + Math.Pow(difference - derivative, 2), whole + (derivative * derivative));
        }

        return Math.Sqrt(Ratio(wrong, whole));
    }

    private static double Ratio(Tensor numerator, Tensor denominator) =>
        Ratio(numerator.ToDouble(), denominator.ToDouble());

    private static double Ratio(double numerator, double denominator) => numerator == 0 ? 0 : numerator / denominator;

    private static bool IsGradient(Tensor gradient) => gradient.norm().ToDouble() > Rounding;

    private static Spread Over((Tensor, Tensor)[] gradients, Func<Tensor, Tensor, double> value)
    {
        double[] all = [.. gradients.Select(pair => value(pair.Item1, pair.Item2))];
        var mean = all.DefaultIfEmpty().Average();
        return new Spread(mean, Math.Sqrt(all.Sum(one => Math.Pow(one - mean, 2)) / Math.Max(1, all.Length - 1)));
    }
}
