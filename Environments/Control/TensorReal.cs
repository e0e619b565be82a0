using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using static TorchSharp.torch;

namespace MetaRL.Environments.Control;

/// <summary>A number of an equation as a tensor: [N, E], or [N, 1] where it is one of the task.</summary>
internal readonly struct TensorReal(Tensor values, Constants number) : IReal<TensorReal>
{
    private readonly Constants _number = number;

    /// <summary>The tensor.</summary>
    public Tensor Values { get; } = values;

    public bool IsSingle => Values.dtype == ScalarType.Float32;

    public static TensorReal operator -(TensorReal x) => x.With(x.Values.neg());

    public static TensorReal operator +(TensorReal x, TensorReal y) => x.With(x.Values + y.Values);

    public static TensorReal operator -(TensorReal x, TensorReal y) => x.With(x.Values - y.Values);

    public static TensorReal operator *(TensorReal x, TensorReal y) => x.With(x.Values * y.Values);

    public static TensorReal operator /(TensorReal x, TensorReal y) => x.With(x.Values / y.Values);

    public static TensorReal operator +(TensorReal x, double y) => x.With(x.Values + x._number[y]);

    public static TensorReal operator -(TensorReal x, double y) => x.With(x.Values - x._number[y]);

    public static TensorReal operator *(TensorReal x, double y) => x.With(x.Values * x._number[y]);

    public static TensorReal operator >(TensorReal x, TensorReal y) => x.With(x.Values > y.Values);

    public static TensorReal operator <(TensorReal x, TensorReal y) => x.With(x.Values < y.Values);

    public static TensorReal operator >=(TensorReal x, TensorReal y) => x.With(x.Values >= y.Values);

    public static TensorReal operator <=(TensorReal x, TensorReal y) => x.With(x.Values <= y.Values);

    public static TensorReal operator >(TensorReal x, double y) => x.With(x.Values > x._number[y]);

    public static TensorReal operator <(TensorReal x, double y) => x.With(x.Values < x._number[y]);

    public static TensorReal operator >=(TensorReal x, double y) => x.With(x.Values >= x._number[y]);

    public static TensorReal operator <=(TensorReal x, double y) => x.With(x.Values <= x._number[y]);

    public static TensorReal operator |(TensorReal x, TensorReal y) => x.With(x.Values | y.Values);

    public static TensorReal operator &(TensorReal x, TensorReal y) => x.With(x.Values & y.Values);

    public TensorReal Plus(TensorReal y, double times) => With(Values.add(y.Values, times));

    public TensorReal Plus(TensorReal y, TensorReal z, double times = 1) =>
        With(Values.addcmul(y.Values, z.Values, times));

    public (TensorReal Sin, TensorReal Cos) SinCos() => (Sin(), Cos());

    public TensorReal Sin() => With(Values.sin());

    public TensorReal Cos() => With(Values.cos());

    public TensorReal Sqrt() => With(Values.sqrt());

    public TensorReal Abs() => With(Values.abs());

    public TensorReal Sign() => With(Values.sign());

    public TensorReal Floor() => With(Values.floor());

    public TensorReal Ceiling() => With(Values.ceil());

    public TensorReal Quotient(double divisor) => With(Values.div(_number[divisor], RoundingMode.trunc));

    public TensorReal Min(TensorReal y) => With(Values.minimum(y.Values));

    public TensorReal Max(TensorReal y) => With(Values.maximum(y.Values));

    public TensorReal Clamp(double low, double high) => With(Values.clamp(low, high));

    /// <summary>The flags themselves: sums and products with numbers take them for 0 and 1.</summary>
    public TensorReal Count() => this;

    public TensorReal Everywhere(double value) => With(Constants.Everywhere(value, Values));

    public TensorReal Never() => With(Constants.Never(Values));

    private TensorReal With(Tensor values) => new(values, _number);
}
