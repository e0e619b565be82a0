using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Environments.Tasks;

/// <summary>
/// Numbers of equations as 0-d tensors of one type, made once: <c>number[3] * x</c> is <c>3 * x</c>, sooner.
/// </summary>
/// <remarks>
/// TorchSharp wraps a plain number into a native object at every use: <c>x * 3</c> takes 3.3 to 5 µs where <c>x * y</c>
/// or
/// <c>x * number[3]</c> take 1.3 (1,024 lanes, one thread), and a step has dozens. As the numbers are 0-d and on the
/// CPU, sums, products, quotients and comparisons take them with tensors of any device, without a wait. Weights that an
/// operator takes as an argument, as <c>a.add(b, 3)</c> or <c>addcmul(b, c, 3)</c> do, cost nothing and stay plain
/// numbers.
/// </remarks>
internal sealed class Constants
{
    private static readonly Constants Single = new(ScalarType.Float32);
    private static readonly Constants Double = new(ScalarType.Float64);
    private static readonly Constants Whole = new(ScalarType.Int64);

    private static readonly Tensor False = zeros([], ScalarType.Bool).DetachFromDisposeScope();

    private readonly ConcurrentDictionary<double, Tensor> _kept = new();
    private readonly Func<double, Tensor> _make;

    private Constants(ScalarType dtype) => _make = value => full([], value, dtype).DetachFromDisposeScope();

    /// <summary>The number, []; nobody's to dispose.</summary>
    public Tensor this[double value] => _kept.GetOrAdd(value, _make);

    /// <summary>Numbers that go with tensors of a type.</summary>
    public static Constants Of(ScalarType dtype) => dtype switch
    {
        ScalarType.Float32 => Single,
        ScalarType.Float64 => Double,
        ScalarType.Int64 => Whole,
        _ => throw new ArgumentOutOfRangeException(
            nameof(dtype), dtype, "Environments compute in Float32, Float64 and Int64."),
    };

    /// <summary>
    /// One number for every lane, as a view of a single element: 1.5 µs where filling 262,144 lanes takes 25 and, with
    /// flags, 114.
    /// </summary>
    /// <param name="value">The number.</param>
    /// <param name="lanes">Whose shape, type and device it has.</param>
    public static Tensor Everywhere(double value, Tensor lanes) =>
        lanes.device_type == DeviceType.CPU ? Of(lanes.dtype)[value].expand_as(lanes) : full_like(lanes, value);

    /// <summary>False for every lane, as a view of a single element.</summary>
    /// <param name="lanes">Whose shape and device it has.</param>
    public static Tensor Never(Tensor lanes) =>
        lanes.device_type == DeviceType.CPU ? False.expand_as(lanes) : zeros_like(lanes, ScalarType.Bool);
}
