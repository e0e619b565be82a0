using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using MetaRL.Environments.Tasks;
using MetaRL.Tests.Cli;
using Xunit;

namespace MetaRL.Tests.Environments;

public sealed class PortableMathTests
{
    private const int Points = 10_000;

    [Theory]
    [InlineData("log", 1)]
    [InlineData("exp", 1)]
    [InlineData("quantile", 6)]
    public void Functions_AtTheGoldenPoints_AreWithinUnitsInTheLastPlace(string name, long units)
    {
        var rows = File.ReadLines(Checkout.Path("tests", "golden", "portable-math.txt"))
            .Select(line => line.Split(' ')).Where(row => row[0] == name).ToArray();
        Assert.True(rows.Length >= 36);
        Assert.All(rows, row => Assert.InRange(UnitsBetween(Function(name)(Number(row[1])), Number(row[2])), 0, units));
    }

    [Fact]
    public void Log_AtManyPoints_IsThePlatformsWithinTwoUnits() => Assert.All(
        Arguments(1).Select(u => Math.ScaleB(1 + u, (int)(u * 2000) - 1000)),
        x => Assert.InRange(UnitsBetween(PortableMath.Log(x), Math.Log(x)), 0, 2));

    [Fact]
    public void Exp_AtManyPoints_IsThePlatformsWithinTwoUnits() => Assert.All(
        Arguments(2).Select(u => (1400 * u) - 700), x =>
            Assert.InRange(UnitsBetween(PortableMath.Exp(x), Math.Exp(x)), 0, 2));

    [Theory] // the bits that x64 and CPython compute by the same formulas: another rounding of any operation shows
    [InlineData("log", "91edccbe057390edcc0eac2840691ee44b66e93e6fd95df76e556c7ee63658c4")]
    [InlineData("exp", "a6bf2479f306d85c161648556c57a614334507e776b3a69cb925b44fd9212881")]
    [InlineData("quantile", "1bd4bb475a2b140f830b9197a94c2096f2f9e3155951d5b65534ad81c65a7184")]
    public void Functions_AtManyPoints_HaveTheSameBitsEverywhere(string name, string expected)
    {
        var bytes = new byte[Points * sizeof(double)];
        foreach (var (index, u) in Arguments(3).Index())
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(index * sizeof(double)), Function(name)(u));
        }

        Assert.Equal(expected, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    [Fact]
    public void Log_OutsideItsDomain_IsInfiniteOrNoNumber() => Assert.Equal(
        [double.NegativeInfinity, double.NaN, double.PositiveInfinity, double.NaN],
        new[] { 0, -1, double.PositiveInfinity, double.NaN }.Select(PortableMath.Log));

    [Fact]
    public void Exp_BeyondTheNumbers_IsZeroOrInfinite() => Assert.Equal(
        [0, 0, double.PositiveInfinity, double.PositiveInfinity, double.NaN],
        new[] { -1000, double.NegativeInfinity, 1000, double.PositiveInfinity, double.NaN }.Select(PortableMath.Exp));

    [Fact]
    public void NormalQuantile_AtTheEndsAndBeyond_IsInfiniteOrNoNumber() => Assert.Equal(
        [double.NegativeInfinity, double.PositiveInfinity, double.NaN, double.NaN, double.NaN],
        new[] { 0, 1, -0.1, 1.1, double.NaN }.Select(PortableMath.NormalQuantile));

    private static double[] Arguments(ulong seed) => new Philox(new RngKey(seed)).Units(Points);

    private static Func<double, double> Function(string name) => name switch
    {
        "log" => PortableMath.Log,
        "exp" => PortableMath.Exp,
        _ => PortableMath.NormalQuantile,
    };

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    // How many 64-bit floats one is from the other; both have the same sign.
    private static long UnitsBetween(double a, double b) =>
        Math.Abs(BitConverter.DoubleToInt64Bits(a) - BitConverter.DoubleToInt64Bits(b));
}
