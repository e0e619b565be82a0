using MetaRL.Evaluation.Statistics;
using Xunit;

namespace MetaRL.Tests.Evaluation;

public class SplitMix64Tests
{
    // Published test vector of the reference implementation (Vigna, splitmix64.c) for this seed.
    [Fact]
    public void Next_Seed1234567_IsTheReferenceSequence()
    {
        var random = new SplitMix64(1234567);
        Assert.Equal<ulong>(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            [random.Next(), random.Next(), random.Next(), random.Next(), random.Next()]);
    }

    // 60,000 draws from 6: each count has standard deviation 91; five of them.
    [Fact]
    public void Below_Six_IsUniform()
    {
        var random = new SplitMix64(1);
        var counts = Enumerable.Range(0, 60_000).CountBy(_ => random.Below(6)).OrderBy(one => one.Key);
        Assert.All(counts, one => Assert.InRange(one.Value, 9_545, 10_455));
    }

    [Fact]
    public void Below_Zero_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new SplitMix64(1).Below(0));
}
