using static TorchSharp.torch;

namespace MetaRL.Agents.Rollouts;

/// <summary>State values that are linear in simple features, fitted to each task's returns on their own.</summary>
/// <remarks>
/// Duan et al. 2016 (Benchmarking deep RL), section 5: features [o, o², t/100, (t/100)², (t/100)³, 1], and for each
/// task n the ridge regression (XₙᵀXₙ + 10⁻⁵ I) wₙ = Xₙᵀ Gₙ over the steps of its episodes. Solved in 64-bit floats:
/// cubes of time beside squares of small observations leave too little of 32.
/// </remarks>
public static class LinearFeatureBaseline
{
    private const double Ridge = 1e-5;
    private const double TimeScale = 100.0; // steps

    /// <summary>The regression and its values of the rollout's own states.</summary>
    /// <param name="rollout">N tasks.</param>
    /// <param name="returns">Discounted returns-to-go, [T, N, E].</param>
    /// <returns>
    /// Coefficients wₙ, float64 [N, F]; values [T, N, E], 0 after the end of an episode; values after the last step [N,
    /// E].
    /// </returns>
    public static (Tensor Coefficients, Tensor Values, Tensor FinalValues) Fit(Rollout rollout, Tensor returns)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var (steps, tasks, envs) = (rollout.Horizon, rollout.Tasks, rollout.Envs);
        var features = Features(rollout.Observations, rollout.Time) * rollout.Alive.unsqueeze(-1);      // [T, N, E, F]
        var x = features.transpose(0, 1).reshape(tasks, steps * envs, -1);                      // [N, T·E, F]
        var y = (returns * rollout.Alive).to_type(ScalarType.Float64).transpose(0, 1).reshape(tasks, steps * envs, 1);
        var gram = x.transpose(1, 2)
            .bmm(x) + (eye(x.size(2), dtype: ScalarType.Float64, device: returns.device) * Ridge);
        // [N, F, 1]; waits for no device
        var (w, _) = linalg.solve_ex(gram, x.transpose(1, 2).bmm(y));
        var values = x.bmm(w).view(tasks, steps, envs).transpose(0, 1).to_type(returns.dtype);
        var finalValues = Features(rollout.FinalObservations, rollout.Time.select(0, steps - 1) + 1)
            .bmm(w).squeeze(-1).to_type(returns.dtype);
        return (
            w.squeeze(-1).MoveToOuterDisposeScope(), values.MoveToOuterDisposeScope(),
            finalValues.MoveToOuterDisposeScope());
    }

    // [..., O] and [...] → [..., F] in 64-bit floats
    private static Tensor Features(Tensor observations, Tensor time)
    {
        var o = observations.to_type(ScalarType.Float64);
        var t = time.to_type(ScalarType.Float64).unsqueeze(-1) / TimeScale;
        return cat([o, o.square(), t, t.square(), t.square() * t, ones_like(t)], -1);
    }
}
