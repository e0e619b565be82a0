using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>Sums in one order, whoever adds them up: that of the binary tree over the numbers of the parts.</summary>
/// <remarks>
/// Part 2i meets part 2i + 1, their sum that of the next two, and so on. A block of 2ˡ neighbouring parts that begins
/// at a multiple of 2ˡ is a subtree, so that the sum of the sums of blocks has the same bits as that of all parts.
/// </remarks>
public static class TreeSum
{
    /// <summary>Σ parts; at least one.</summary>
    /// <typeparam name="T">Of a part.</typeparam>
    /// <param name="parts">In their order.</param>
    /// <param name="add">a + b.</param>
    public static T Of<T>(IEnumerable<T> parts, Func<T, T, T> add)
    {
        T[] sums = [.. parts];
        for (var distance = 1; distance < sums.Length; distance *= 2)
        {
            for (var n = 0; n + distance < sums.Length; n += 2 * distance)
            {
                sums[n] = add(sums[n], sums[n + distance]);
            }
        }

        return sums[0];
    }

    /// <inheritdoc cref="Of{T}(IEnumerable{T}, Func{T, T, T})"/>
    public static Tensor Of(IEnumerable<Tensor> parts) => Of(parts, (a, b) => a + b);

    /// <inheritdoc cref="Of{T}(IEnumerable{T}, Func{T, T, T})"/>
    public static double Of(IEnumerable<double> parts) => Of(parts, (a, b) => a + b);

    /// <summary>The first part becomes the sum of all.</summary>
    /// <param name="parts">Each of the same length; they are written over.</param>
    public static float[] InPlace(IEnumerable<float[]> parts) => Of(parts, (a, b) =>
    {
        for (var i = 0; i < a.Length; i++)
        {
            a[i] += b[i];
        }

        return a;
    });
}
