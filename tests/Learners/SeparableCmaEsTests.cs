using MetaRL.Environments.Tasks;
using MetaRL.Optimizers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

public sealed class SeparableCmaEsTests
{
    private const int Size = 5;
    private const int Population = 8;

    [Fact]
    public void Next_ThreeGenerations_AgreesWithThePublishedEquations()
    {
        using var scope = NewDisposeScope();
        var search = new SeparableCmaEs(Size, Population);
        var state = SeparableCmaEs.Start(tensor([3.0, -2, 1, 0.5, 4], [1, Size]), sigma: 0.7);
        var (mean, sigma, variances) = (Numbers(state.Mean), 0.7, Enumerable.Repeat(1.0, Size).ToArray());
        var (sigmaPath, path) = (new double[Size], new double[Size]);
        for (var generation = 0; generation < 3; generation++)
        {
            var z = search.Draw(new RngKey(1).At(generation), state);
            var x = SeparableCmaEs.Candidates(state, z);
            state = search.Next(state, z, Ellipsoid(x));
            Published(Numbers(z), generation, ref mean, ref sigma, ref variances, ref sigmaPath, ref path);
        }

        Close(mean, Numbers(state.Mean));
        Close([sigma], Numbers(state.Sigma));
        Close(variances, Numbers(state.Variances));
        Close(sigmaPath, Numbers(state.SigmaPath));
        Close(path, Numbers(state.CovariancePath));
    }

    [Fact]
    public void Next_OnABadlyScaledQuadratic_FindsItsMaximum()
    {
        using var scope = NewDisposeScope();
        var search = new SeparableCmaEs(Size, Population);
        var state = SeparableCmaEs.Start(full([3, Size], 2.0, ScalarType.Float64), sigma: 1);
        for (var generation = 0; generation < 400; generation++)
        {
            var z = search.Draw(new RngKey(2).At(generation), state);
            state = search.Next(state, z, Ellipsoid(SeparableCmaEs.Candidates(state, z)));
        }

        Assert.True(Ellipsoid(state.Mean).min().ToDouble() > -1e-12);
    }

    [Fact]
    public void Next_OfSeveralSearches_IsThatOfEachAlone()
    {
        using var scope = NewDisposeScope();
        var search = new SeparableCmaEs(Size, Population);
        var both = SeparableCmaEs.Start(new RngKey(3).Normal([2, Size], CPU, ScalarType.Float64), sigma: 0.5);
        var second = SeparableCmaEs.Start(both.Mean.narrow(0, 1, 1), sigma: 0.5);
        for (var generation = 0; generation < 5; generation++)
        {
            var z = search.Draw(new RngKey(4).At(generation), both);
            both = search.Next(both, z, Ellipsoid(SeparableCmaEs.Candidates(both, z)));
            var own = z.narrow(0, 1, 1);
            second = search.Next(second, own, Ellipsoid(SeparableCmaEs.Candidates(second, own)));
        }

        Assert.Equal(Numbers(second.Mean), Numbers(both.Mean.narrow(0, 1, 1)));
    }

    // −Σ 10^(6 i / (n − 1)) xᵢ², the ellipsoid of the field's benchmarks: [..., P] → [...]
    private static Tensor Ellipsoid(Tensor x) =>
        (x.square() * tensor([.. Enumerable.Range(0, Size).Select(i => Math.Pow(10, 6.0 * i / (Size - 1)))]))
            .sum([-1]).neg();

    // One generation, number by number: Hansen 2016, section A, with the learning rates of Ros and Hansen 2008
    private static void Published(
        double[] z, int generation, ref double[] m, ref double sigma, ref double[] c, ref double[] ps, ref double[] pc)
    {
        const double n = Size;
        const int mu = Population / 2;
        var w = new double[mu];
        for (var i = 0; i < mu; i++)
        {
            w[i] = Math.Log((Population + 1.0) / 2) - Math.Log(i + 1);
        }

        var sum = w.Sum();
        w = [.. w.Select(one => one / sum)];
        var muEff = 1 / w.Sum(one => one * one);
        var cs = (muEff + 2) / (n + muEff + 5);
        var ds = 1 + (2 * Math.Max(0, Math.Sqrt((muEff - 1) / (n + 1)) - 1)) + cs;
        var cc = (4 + (muEff / n)) / (n + 4 + (2 * muEff / n));
        var c1 = (n + 2) / 3 * 2 / (((n + 1.3) * (n + 1.3)) + muEff);
        var cmu = Math.Min(1 - c1, (n + 2) / 3 * 2 * (muEff - 2 + (1 / muEff)) / (((n + 2) * (n + 2)) + muEff));
        var chi = Math.Sqrt(n) * (1 - (1 / (4 * n)) + (1 / (21 * n * n)));

        var y = new double[Population][];
        var values = new double[Population];
        for (var k = 0; k < Population; k++)
        {
            y[k] = new double[Size];
            for (var i = 0; i < Size; i++)
            {
                y[k][i] = Math.Sqrt(c[i]) * z[(k * Size) + i];
                var x = m[i] + (sigma * y[k][i]);
                values[k] -= Math.Pow(10, 6.0 * i / (n - 1)) * x * x;
            }
        }

        int[] order = [.. Enumerable.Range(0, Population).OrderByDescending(k => values[k])];
        var (nextM, nextC) = (new double[Size], new double[Size]);
        var norm = 0.0;
        var yw = new double[Size];
        for (var i = 0; i < Size; i++)
        {
            for (var rank = 0; rank < mu; rank++)
            {
                yw[i] += w[rank] * y[order[rank]][i];
            }

            nextM[i] = m[i] + (sigma * yw[i]);
            ps[i] = ((1 - cs) * ps[i]) + (Math.Sqrt(cs * (2 - cs) * muEff) * yw[i] / Math.Sqrt(c[i]));
            norm += ps[i] * ps[i];
        }

        norm = Math.Sqrt(norm);
        var h = norm / Math.Sqrt(1 - Math.Pow(1 - cs, 2 * (generation + 1))) < (1.4 + (2 / (n + 1))) * chi ? 1.0 : 0.0;
        for (var i = 0; i < Size; i++)
        {
            pc[i] = ((1 - cc) * pc[i]) + (h * Math.Sqrt(cc * (2 - cc) * muEff) * yw[i]);
            nextC[i] = (1 - c1 - cmu + ((1 - h) * c1 * cc * (2 - cc))) * c[i];
            nextC[i] += c1 * pc[i] * pc[i];
            for (var rank = 0; rank < mu; rank++)
            {
                nextC[i] += cmu * w[rank] * y[order[rank]][i] * y[order[rank]][i];
            }
        }

        sigma *= Math.Exp(cs / ds * ((norm / chi) - 1));
        (m, c) = (nextM, nextC);
    }

    private static double[] Numbers(Tensor values) => values.contiguous().data<double>().ToArray();

    private static void Close(double[] expected, double[] actual) =>
        Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) <= 1e-12 * Math.Max(1, Math.Abs(a)));
}
