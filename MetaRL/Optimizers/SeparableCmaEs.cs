using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Optimizers;

/// <summary>
/// Evolution strategy with a covariance matrix adapted on its diagonal: maximises N functions of P numbers at once, by
/// values only.
/// </summary>
/// <remarks>
/// Ros and Hansen 2008 (A simple modification in CMA-ES achieving linear time and space complexity), with the constants
/// of Hansen 2016 (The CMA Evolution Strategy: A Tutorial), table 1, the covariance's learning rates times (P + 2) / 3
/// as the former say. In a generation, with zₖ normal: xₖ = m + σ D zₖ; the best half makes y = Σᵢ wᵢ D zᵢ and m ← m +
/// σ y. The N searches share nothing.
/// </remarks>
/// <param name="size">P.</param>
/// <param name="population">λ, candidates of a generation; at least 4.</param>
public sealed class SeparableCmaEs(int size, int population)
{
    private readonly Constants _constants = Constants.Of(size, population);

    /// <summary>N searches between two generations.</summary>
    /// <param name="Mean">m, [N, P].</param>
    /// <param name="Sigma">σ, [N, 1].</param>
    /// <param name="Variances">D², the diagonal of C, [N, P].</param>
    /// <param name="SigmaPath">p_σ, [N, P].</param>
    /// <param name="CovariancePath">p_c, [N, P].</param>
    /// <param name="Generation">Generations done.</param>
    public sealed record State(
        Tensor Mean, Tensor Sigma, Tensor Variances, Tensor SigmaPath, Tensor CovariancePath,
        int Generation) : ITensorBundle
    {
        public IEnumerable<Tensor> Tensors => [Mean, Sigma, Variances, SigmaPath, CovariancePath];
    }

    /// <summary>Before the first generation.</summary>
    /// <param name="mean">[N, P].</param>
    /// <param name="sigma">σ, the scale on which the optimum is expected around <paramref name="mean"/>.</param>
    public static State Start(Tensor mean, double sigma) => new(
        mean, full_like(mean.narrow(1, 0, 1), sigma), ones_like(mean), zeros_like(mean), zeros_like(mean), 0);

    /// <summary>Standard normal numbers z of a generation's candidates, [N, λ, P].</summary>
    public Tensor Draw(RngKey key, State state) =>
        key.Normal([state.Mean.size(0), population, size], state.Mean.device, state.Mean.dtype);

    /// <summary>The candidates x = m + σ D z, [N, λ, P].</summary>
    public static Tensor Candidates(State state, Tensor z) =>
        state.Mean.unsqueeze(1) + (state.Sigma.unsqueeze(1) * state.Variances.sqrt().unsqueeze(1) * z);

    /// <summary>The next generation.</summary>
    /// <param name="state">The searches.</param>
    /// <param name="z">What their candidates were made of, [N, λ, P].</param>
    /// <param name="values">How good the candidates are, more is better, [N, λ].</param>
    public State Next(State state, Tensor z, Tensor values)
    {
        var c = _constants;
        var rank = values.argsort(-1, descending: true)
            .narrow(1, 0, c.Weights.Length).unsqueeze(-1).expand(-1, -1, size);
        var w = tensor(c.Weights).to(z.dtype, z.device).view(1, -1, 1);
        var best = z.gather(1, rank);                                                        // [N, μ, P]
        var d = state.Variances.sqrt();
        var zMean = (best * w).sum(dim: 1);
        var y = d * zMean;
        var sigmaPath = (state.SigmaPath * (1 - c.CSigma)) + (zMean * Math.Sqrt(c.CSigma * (2 - c.CSigma) * c.MuEff));
        var length = sigmaPath.square().sum([1], keepdim: true).sqrt();                       // ‖p_σ‖, [N, 1]
        var fresh = Math.Sqrt(1 - Math.Pow(1 - c.CSigma, 2 * (state.Generation + 1)));
        var h = (length < fresh * (1.4 + (2.0 / (size + 1))) * c.Chi).to_type(z.dtype);
        var path = (state.CovariancePath * (1 - c.CC)) + (h * y * Math.Sqrt(c.CC * (2 - c.CC) * c.MuEff));
        var stalled = (1 - h) * (c.C1 * c.CC * (2 - c.CC));
        var variances = (state.Variances * (stalled + (1 - c.C1 - c.CMu))) + (path.square() * c.C1)
            + ((d.unsqueeze(1) * best).square() * w).sum(dim: 1).mul(c.CMu);
        return new State(
            state.Mean + (state.Sigma * y), state.Sigma * ((length / c.Chi - 1) * (c.CSigma / c.DSigma)).exp(),
            variances, sigmaPath, path, state.Generation + 1);
    }

    // Hansen 2016, table 1: weights of the best half and learning rates
    private sealed record Constants(
        double[] Weights, double MuEff, double CSigma, double DSigma, double CC, double C1, double CMu, double Chi)
    {
        public static Constants Of(int n, int lambda)
        {
            var raw = Enumerable.Range(1, lambda / 2).Select(i => Math.Log((lambda + 1) / 2.0) - Math.Log(i)).ToArray();
            double[] weights = [.. raw.Select(weight => weight / raw.Sum())];
            var muEff = 1 / weights.Sum(weight => weight * weight);
            var cSigma = (muEff + 2) / (n + muEff + 5);
            var dSigma = 1 + (2 * Math.Max(0, Math.Sqrt((muEff - 1) / (n + 1)) - 1)) + cSigma;
            var cC = (4 + (muEff / n)) / (n + 4 + (2 * muEff / n));
            var diagonal = (n + 2) / 3.0; // Ros and Hansen 2008: fewer numbers to learn can be learnt faster
            var c1 = Math.Min(1, diagonal * 2 / (((n + 1.3) * (n + 1.3)) + muEff));
            var cMu = Math.Min(1 - c1, diagonal * 2 * (muEff - 2 + (1 / muEff)) / (((n + 2.0) * (n + 2)) + muEff));
            var chi = Math.Sqrt(n) * (1 - (1.0 / (4 * n)) + (1.0 / (21.0 * n * n)));
            return new Constants(weights, muEff, cSigma, dSigma, cC, c1, cMu, chi);
        }
    }
}
