using MetaRL.Environments.Tasks;
using Xunit;

namespace MetaRL.Tests.Environments;

/// <summary>The Mersenne Twister against what NumPy's legacy generator and Python draw.</summary>
public sealed class MersenneTwisterTests
{
    // numpy.random.seed(s); numpy.random.rand(3)
    [Theory]
    [InlineData(1u, 0.417022004702574, 0.7203244934421581, 0.00011437481734488664)]
    [InlineData(2u, 0.4359949021420038, 0.025926231827891333, 0.5496624778787091)]
    public void Uniform_OfASeed_IsNumPys(uint seed, double first, double second, double third) => Assert.Equal(
        new[] { first, second, third }.Select(unit => 2 + (3 * unit)), MersenneTwister.OfNumPy(seed).Uniform(2, 5, 3));

    // numpy.random.seed(1); numpy.random.rand(1000)[-1]: beyond the first 624 words
    [Fact]
    public void Uniform_AfterManyNumbers_IsStillNumPys() =>
        Assert.Equal(0.7744772660150796, MersenneTwister.OfNumPy(1).Uniform(0, 1, 1000)[^1]);

    // numpy.random.RandomState(0).shuffle(numpy.arange(100))
    [Fact]
    public void ShuffledByNumPy_AHundred_IsNumPysOrder()
    {
        var order = MersenneTwister.OfNumPy(0).ShuffledByNumPy(100);
        Assert.Equal([26, 86, 2, 55, 75, 93, 16, 73], order[..8]);
        Assert.Equal([87, 36, 21, 83, 9, 96, 67, 64, 47, 44], order[^10..]);
        Assert.Equal(Enumerable.Range(0, 100), order.Order());
    }

    // random.seed(s); random.shuffle(list(range(n)))
    [Theory]
    [InlineData(0u, 81, new[] { 24, 48, 26, 75 }, new[] { 33, 5, 53, 49 })]
    [InlineData(4u, 120, new[] { 48, 25, 45, 83 }, new[] { 13, 38, 30 })]
    [InlineData(4u, 6561, new[] { 558, 2586, 14, 4356 }, new[] { 5908, 845, 2484, 1933 })]
    public void ShuffledByPython_OfASeed_IsPythonsOrder(uint seed, int count, int[] first, int[] last)
    {
        var order = MersenneTwister.OfPython(seed).ShuffledByPython(count);
        Assert.Equal(first, order[..first.Length]);
        Assert.Equal(last, order[^last.Length..]);
        Assert.Equal(Enumerable.Range(0, count), order.Order());
    }
}
