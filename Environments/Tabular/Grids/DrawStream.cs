using MetaRL.Environments.Tasks;

namespace MetaRL.Environments.Tabular.Grids;

/// <summary>Whole numbers and orders drawn one after the other below one key, for what is built step by step, such as a maze.</summary>
internal sealed class DrawStream(RngKey key)
{
    private long _drawn;

    /// <summary>Uniform on [0, 1), with 53 random bits.</summary>
    public double Unit() => (key.At(_drawn++).Seed >> 11) * (1.0 / (1L << 53));

    /// <summary>Uniform over 0 to <paramref name="count"/> − 1.</summary>
    public int Below(int count) => (int)(Unit() * count);

    /// <summary>A uniform order of 0 to <paramref name="count"/> − 1: Fisher and Yates 1938, Durstenfeld 1964.</summary>
    public int[] Permutation(int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        for (var last = count - 1; last > 0; last--)
        {
            var other = Below(last + 1);
            (order[last], order[other]) = (order[other], order[last]);
        }

        return order;
    }
}
