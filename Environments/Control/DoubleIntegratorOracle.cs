using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Control;

/// <summary>The optimum of the double integrator by the Riccati recursion, for all tasks at once.</summary>
/// <remarks>
/// Bertsekas 2017, section 3.1. The target is at rest without a force, so s = (x − target, v) is linear, s' = A s + b
/// u, with A = [[1, Δa], [0, a]], b = (Δp, p), a = 1 − Δ drag/mass, p = Δ gain/mass. With Q = diag(q, q_v) and P₀ = 0,
/// M = Q + Pₕ₋₁, kₕ = bᵀMA / (r + bᵀMb), Pₕ = AᵀM(A − b kₕ), u*ₕ = −kₕ s, and E[sᵀP s] of the first states is the cost.
/// </remarks>
/// <param name="horizon">Steps in an episode.</param>
public sealed class DoubleIntegratorOracle(int horizon) : IOracle
{
    public Tensor OptimalReturn(TaskBatch tasks)
    {
        using var scope = NewDisposeScope();
        var (_, cost) = Recursion(tasks);
        // of a uniform number within ±Start
        const double Variance = DoubleIntegrator.Start * DoubleIntegrator.Start / 3;
        var toTarget = tasks["target"].square() + Variance;
        return (cost.XX * toTarget + (cost.VV * Variance)).neg().MoveToOuterDisposeScope();
    }

    /// <summary>The optimal feedback u* = −k (x − target, v).</summary>
    /// <returns>k of the first step, the second, and so on, each [N, 2].</returns>
    public IReadOnlyList<Tensor> Gains(TaskBatch tasks)
    {
        using var scope = NewDisposeScope();
        var (gains, _) = Recursion(tasks);
        return [.. Enumerable.Reverse(gains).Select(gain => gain.MoveToOuterDisposeScope())];
    }

    // k with 1, 2, ... steps to go, each [N, 2], and P with all of them to go.
    private (List<Tensor> Gains, Quadratic Cost) Recursion(TaskBatch tasks)
    {
        const double Delta = DoubleIntegrator.TimeStep;
        var (a, p) = DoubleIntegrator.Dynamics(tasks);
        var gains = new List<Tensor>(horizon);
        var cost = new Quadratic(zeros_like(a), zeros_like(a), zeros_like(a));
        for (var step = 0; step < horizon; step++)
        {
            var (xx, xv, vv) = (
                cost.XX + DoubleIntegrator.PositionCost, cost.XV, cost.VV + DoubleIntegrator.VelocityCost);

            // M against (Δ, 1), the direction in which both a velocity and a force move the state
            var (alongX, alongV) = (xx * Delta + xv, xv * Delta + vv);
            var along = alongX * Delta + alongV;
            var denominator = p.square() * along + DoubleIntegrator.ActionCost;
            var (kx, kv) = (p * alongX / denominator, p * a * along / denominator);
            gains.Add(stack([kx, kv], -1));

            // AᵀMA − (bᵀMA)ᵀ k
            cost = new Quadratic(
                xx - (p * alongX * kx), (a * alongX) - (p * alongX * kv), (a.square() * along) - (p * a * along * kv));
        }

        return (gains, cost);
    }

    // A symmetric 2 × 2 matrix, each entry [N].
    private readonly record struct Quadratic(Tensor XX, Tensor XV, Tensor VV);
}
