using System.Numerics;

namespace MetaRL.Kernels;

/// <summary>Neighbouring numbers that one instruction computes with at once.</summary>
/// <typeparam name="TSelf">The vector.</typeparam>
/// <typeparam name="T">The numbers: float or double.</typeparam>
internal interface IVector<TSelf, T> :
    IAdditionOperators<TSelf, TSelf, TSelf>, ISubtractionOperators<TSelf, TSelf, TSelf>,
    IMultiplyOperators<TSelf, TSelf, TSelf>
    where TSelf : struct, IVector<TSelf, T>
    where T : unmanaged
{
    /// <summary>How many numbers.</summary>
    static abstract int Width { get; }

    /// <summary>The numbers from <paramref name="offset"/> on.</summary>
    static abstract TSelf Load(ref readonly T source, nuint offset);

    /// <summary>The same number everywhere.</summary>
    static abstract TSelf Create(T value);

    /// <summary>x y + z, rounded once where the processor can.</summary>
    static abstract TSelf MultiplyAdd(TSelf x, TSelf y, TSelf z);

    /// <summary>tanh x.</summary>
    static abstract TSelf Tanh(TSelf x);

    /// <summary>max(x, 0).</summary>
    static abstract TSelf Relu(TSelf x);

    /// <summary>1 where x is above 0, else 0.</summary>
    static abstract TSelf IsPositive(TSelf x);

    /// <summary>Writes the numbers from <paramref name="offset"/> on.</summary>
    void Store(ref T target, nuint offset);
}
