using MetaRL.Environments.Tasks;
using Xunit;

namespace MetaRL.Tests.Environments;

public sealed class PhiloxTests
{
    [Theory] // kat_vectors of Random123, philox4x32 10: counter, key, result
    [InlineData("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8")]
    [InlineData("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd")]
    [InlineData("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1")]
    public void Block_OfThePublishedVectors_IsThePublishedResult(string counter, string key, string expected)
    {
        var (c, k) = (Words(counter), Words(key));
        var (x, y, z, w) = Philox.Block((c[0], c[1], c[2], c[3]), (k[0], k[1]));
        Assert.Equal(Words(expected), new[] { x, y, z, w });
    }

    [Fact]
    public void Unit_BelowTheZeroKey_TakesFiftyThreeBitsOfEachHalfBlock()
    {
        var draws = new Philox(default);
        Assert.Equal(0.8805201978886142, draws.Unit()); // 0xe169c58d6627e8d5 >> 11, times 2⁻⁵³
        Assert.Equal(0.6054818538799213, draws.Unit()); // 0x9b00dbd8bc57ac4c >> 11
    }

    [Fact]
    public void Unit_OfTheThirdNumber_ComesFromTheNextCounterUnderBothWordsOfTheKey()
    {
        var draws = new Philox(new RngKey(0x0123456789abcdefUL));
        _ = draws.Units(2);
        var (x, y, _, _) = Philox.Block((1, 0, 0, 0), (0x89abcdef, 0x01234567));
        Assert.Equal(((x | ((ulong)y << 32)) >> 11) * Math.Pow(2, -53), draws.Unit());
    }

    [Fact]
    public void Units_OfAMillion_AreUniform()
    {
        const int N = 1_000_000;
        var numbers = new Philox(new RngKey(5)).Units(N);
        Assert.All(numbers, number => Assert.True(number is >= 0 and < 1));
        var counts = numbers.CountBy(number => (int)(number * 100)).Select(pair => pair.Value).ToArray();
        var chiSquare = counts.Sum(count => (count - 1e4) * (count - 1e4) / 1e4);
        Assert.Equal(100, counts.Length);
        Assert.InRange(chiSquare, 53.3, 163.4); // 99 degrees of freedom, 5e-5 in each tail
    }

    [Fact]
    public void Permutation_OfThree_HasEachOrderEquallyOften()
    {
        const int N = 60_000;
        var draws = new Philox(new RngKey(6));
        var counts = Enumerable.Range(0, N).CountBy(_ => string.Concat(draws.Permutation(3))).ToDictionary();
        Assert.Equal(["012", "021", "102", "120", "201", "210"], counts.Keys.Order());
        var margin = 4 * Math.Sqrt(N * (1.0 / 6) * (5.0 / 6));
        Assert.All(counts.Values, count => Assert.InRange(count, (N / 6) - margin, (N / 6) + margin));
    }

    private static uint[] Words(string text) => [.. text.Split(' ').Select(word => Convert.ToUInt32(word, 16))];
}
