using MetaRL.Agents.Policies;
using MetaRL.Kernels;
using static TorchSharp.torch;

namespace MetaRL.Agents.InnerLoops;

/// <summary>The score-function loss L = −Σ w A log π_φ(a) of each task by fused kernels, without a graph.</summary>
public static class FusedScore
{
    /// <summary>The kernels for an inner loop's updates; null where <see cref="Obstacle"/> says why not.</summary>
    /// <inheritdoc cref="Obstacle"/>
    public static PolicyKernels? Kernels(IInnerLoop inner, IPolicy policy, Params weights, int update = 0) =>
        Obstacle(inner, policy, weights, update) is null ? policy.Kernels : null;

    /// <summary>
    /// Why an update has no kernels; null where it has, as a step along ∇L of a policy with kernels, whose weights are
    /// on a CPU in 32 bits.
    /// </summary>
    /// <param name="inner">Whose updates they are.</param>
    /// <param name="policy">The architecture.</param>
    /// <param name="weights">θ or φ.</param>
    /// <param name="update">0 for a task's first update, 1 for the next, ...</param>
    public static string? Obstacle(IInnerLoop inner, IPolicy policy, Params weights, int update = 0) =>
        inner.ScoreStepSize(update) is null ? inner.KernelObstacle
        : policy.Kernels is null ? policy.KernelObstacle
        : Floats.Obstacle(weights.Flat);

    /// <summary>∇L of each task at its own weights, [N, P]; a constant.</summary>
    /// <param name="kernels">Those of the policy.</param>
    /// <param name="phi">φ [N, P].</param>
    /// <param name="experience">Of the N tasks.</param>
    public static Tensor Gradient(PolicyKernels kernels, Params phi, Experience experience)
    {
        var rows = Rows(experience, kernels.Shape);
        var weights = Floats.Of(phi.Flat);
        var count = kernels.Shape.Weights;
        var gradient = new float[rows.Count * count];
        kernels.Use(kernel =>
        {
            for (var n = 0; n < rows.Count; n++)
            {
                kernel.ScoreGradient(
                    weights.AsSpan(n * count, count), rows[n], gradient.AsSpan(n * count, count));
            }
        });
        return tensor(gradient, [rows.Count, count]);
    }

    /// <summary>The steps of each task's episodes that count in its mean.</summary>
    /// <param name="experience">Of N tasks.</param>
    /// <param name="policy">Whose observations and actions they are.</param>
    public static IReadOnlyList<TaskRows<float>> Rows(Experience experience, PolicyShape policy)
    {
        using var scope = NewDisposeScope();
        var (rollout, tasks) = (experience.Rollout, (int)experience.Rollout.Tasks);
        var observations = Floats.Of(rollout.Observations);
        var actions = Floats.Of(rollout.Actions.to_type(ScalarType.Float32));
        var (advantages, weights) = (Floats.Of(experience.Advantages), Floats.Of(experience.Weights));
        var (inputs, numbers) = (policy.Perceptron.Inputs, policy.Actions);
        var envs = (int)rollout.Envs;
        return [.. Enumerable.Range(0, tasks).Select(task =>
        {
            int[] steps = [.. Enumerable.Range(0, (int)rollout.Horizon)
                .SelectMany(t => Enumerable.Range(((t * tasks) + task) * envs, envs))
                .Where(step => weights[step] != 0)];
            return new TaskRows<float>(
                Choose(observations, steps, inputs), Choose(actions, steps, numbers), Choose(advantages, steps, 1),
                Choose(weights, steps, 1));
        })];
    }

    private static float[] Choose(float[] values, int[] steps, int size)
    {
        var chosen = new float[steps.Length * size];
        for (var row = 0; row < steps.Length; row++)
        {
            values.AsSpan(steps[row] * size, size).CopyTo(chosen.AsSpan(row * size));
        }

        return chosen;
    }
}
