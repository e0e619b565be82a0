using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using MetaRL.Optimizers;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>
/// <see cref="AdaptedObjective"/> by fused kernels, task by task: for the return after plain policy gradient steps of a
/// perceptron, with or without an entropy bonus, on a CPU and in 32 bits.
/// </summary>
/// <remarks>
/// With Hₖ the Hessian of the inner loss at φᵏ and gradients of second order, ∂φᴷ/∂θ = (I − α_{K−1} H_{K−1}) ... (I −
/// α₀ H₀). The gradient of a loss J after adapting is (I − α₀ H₀) ... (I − α_{K−1} H_{K−1}) ∇J(φᴷ), and the Fisher
/// product applies these factors to v, then the Fisher matrix at φᴷ, then the factors the other way round. With
/// gradients of first order they are I. Activations are computed anew wherever they are needed, so that memory does not
/// grow with what is done; sums over the tasks of a chunk are taken in a fixed binary tree, whatever the threads, and
/// those over chunks likewise (<see cref="TreeSum"/>). Of a range of the tasks it is their share of the mean over all
/// N.
/// </remarks>
public sealed class FusedObjective : IMetaObjective
{
    private readonly Adaptation _adaptation;
    private readonly PolicyKernels _kernels;
    private readonly GradientOrder _order;
    private readonly float _entropyWeight; // β
    private readonly TaskChunks _chunks;
    private readonly int _allTasks; // N, of which these may be some
    private readonly AdaptedTask[] _tasks;

    /// <param name="problem">How to adapt, and what to judge by.</param>
    /// <param name="order">How far derivatives reach.</param>
    /// <param name="kernels">Those of the policy.</param>
    /// <param name="theta">θ₀, at which the data were gathered.</param>
    /// <param name="batches">The data.</param>
    public FusedObjective(
        MetaProblem problem, GradientOrder order, PolicyKernels kernels, Params theta,
        IReadOnlyList<AdaptationBatch> batches)
    {
        (_adaptation, _kernels, _order) = (problem.Adaptation, kernels, order);
        (_chunks, _allTasks) = (problem.Placement.Chunks, problem.Budget.Tasks);
        _entropyWeight = (float)problem.Terms.Sum(term => term.EntropyWeight!.Value);
        _tasks = [.. batches.SelectMany(batch => Split(batch, kernels.Shape))];
        var weights = Floats.Of(theta.Flat);
        var losses = new double[_tasks.Length];
        Gradient = Mean((kernel, n, gradient) =>
        {
            var task = _tasks[n] = Adapt(kernel, _tasks[n], weights);
            task = _tasks[n] = task with { Old = kernel.Remember(task.Phis[^1], task.Rounds[^1]) };
            losses[n] = SurrogateGradient(kernel, task, float.PositiveInfinity, gradient);
        });
        Loss = Mean(losses);
    }

    public double Loss { get; }

    public Tensor Gradient { get; }

    /// <summary>The kernels for a problem; null where <see cref="Obstacle"/> says why not.</summary>
    public static PolicyKernels? Kernels(MetaProblem problem, Params theta) =>
        Obstacle(problem, theta) is null ? problem.Adaptation.Policy.Kernels : null;

    /// <summary>Why a problem is none of the kernels'; null where it is.</summary>
    public static string? Obstacle(MetaProblem problem, Params theta) =>
        problem.Goal != MetaGoal.Return ? "an objective that is the inner loss has no kernel"
        : problem.Terms.FirstOrDefault(term => term.EntropyWeight is null) is { } term ? term.KernelObstacle
        : FusedScore.Obstacle(problem.Adaptation.Inner, problem.Adaptation.Policy, theta);

    public Tensor FisherProduct(Tensor v)
    {
        var direction = Floats.Of(v);
        return Mean((kernel, n, product) =>
        {
            direction.CopyTo(product, 0);
            var task = _tasks[n];
            for (var k = 0; k < _adaptation.Updates; k++)
            {
                Factor(kernel, task, k, product);
            }

            kernel.FisherProduct(task.Phis[^1], task.Rounds[^1], (float[])product.Clone(), product);
            FactorsBackward(kernel, task, product);
        });
    }

    public Tensor ClippedGradient(Tensor theta, double epsilon)
    {
        var weights = Floats.Of(theta);
        return Mean((kernel, n, gradient) =>
            SurrogateGradient(kernel, Adapt(kernel, _tasks[n], weights), (float)epsilon, gradient));
    }

    public (double Loss, double Kl) At(Tensor theta)
    {
        var weights = Floats.Of(theta);
        var values = new (float Loss, float Kl)[_tasks.Length];
        ForEach((kernel, n) =>
        {
            var task = Adapt(kernel, _tasks[n], weights);
            var (loss, kl) = kernel.Surrogate(task.Phis[^1], task.Rounds[^1], task.Old);
            values[n] = (loss - EntropyBonus(kernel, task), kl);
        });
        return (Mean(values.Select(value => (double)value.Loss)), Mean(values.Select(value => (double)value.Kl)));
    }

    private static IEnumerable<AdaptedTask> Split(AdaptationBatch batch, PolicyShape shape)
    {
        var rounds = batch.Rounds.Select(round => FusedScore.Rows(round, shape)).ToArray();
        return Enumerable.Range(0, rounds[0].Count)
            .Select(n => new AdaptedTask([], [.. rounds.Select(tasks => tasks[n])], null!));
    }

    // φ⁰ = θ, φᵏ⁺¹ = φᵏ − αₖ ∇Lₖ(φᵏ)
    private AdaptedTask Adapt(PolicyKernel<float> kernel, AdaptedTask task, float[] theta)
    {
        float[][] phis = [theta, .. Enumerable.Range(0, _adaptation.Updates).Select(_ => new float[theta.Length])];
        for (var k = 0; k < _adaptation.Updates; k++)
        {
            var (phi, next, stepSize) = (phis[k], phis[k + 1], StepSize(k));
            kernel.ScoreGradient(phi, task.Rounds[k], next);
            for (var i = 0; i < next.Length; i++)
            {
                next[i] = phi[i] - (stepSize * next[i]);
            }
        }

        return task with { Phis = phis };
    }

    // The loss of one task, and its gradient by θ
    private double SurrogateGradient(PolicyKernel<float> kernel, AdaptedTask task, float epsilon, float[] gradient)
    {
        var loss = kernel.SurrogateGradient(task.Phis[^1], task.Rounds[^1], task.Old, epsilon, gradient);
        FactorsBackward(kernel, task, gradient);
        if (_entropyWeight == 0)
        {
            return loss;
        }

        var ofEntropy = new float[gradient.Length];
        var entropy = kernel.EntropyGradient(task.Phis[0], task.Rounds[0], ofEntropy);
        for (var i = 0; i < gradient.Length; i++)
        {
            gradient[i] -= _entropyWeight * ofEntropy[i];
        }

        return loss - (_entropyWeight * entropy);
    }

    // β E[H(π_θ)]
    private float EntropyBonus(PolicyKernel<float> kernel, AdaptedTask task) =>
        _entropyWeight == 0 ? 0 : _entropyWeight * kernel.Entropy(task.Phis[0], task.Rounds[0]);

    private void FactorsBackward(PolicyKernel<float> kernel, AdaptedTask task, float[] v)
    {
        for (var k = _adaptation.Updates - 1; k >= 0; k--)
        {
            Factor(kernel, task, k, v);
        }
    }

    // v ← (I − αₖ Hₖ) v
    private void Factor(PolicyKernel<float> kernel, AdaptedTask task, int k, float[] v)
    {
        if (_order == GradientOrder.First)
        {
            return;
        }

        var product = new float[v.Length];
        kernel.HessianProduct(task.Phis[k], task.Rounds[k], v, product);
        var stepSize = StepSize(k);
        for (var i = 0; i < v.Length; i++)
        {
            v[i] -= stepSize * product[i];
        }
    }

    private float StepSize(int update) => (float)_adaptation.Inner.ScoreStepSize(update)!.Value;

    // These tasks' share of the mean over all of what each of them writes, [P]
    private Tensor Mean(Action<PolicyKernel<float>, int, float[]> body)
    {
        var terms = new float[_tasks.Length][];
        ForEach((kernel, n) =>
        {
            terms[n] = new float[_kernels.Shape.Weights];
            body(kernel, n, terms[n]);
        });
        return tensor(TreeSum.InPlace(terms.Chunk(_chunks.Size).Select(Share)));

        float[] Share(float[][] chunk) => Array.ConvertAll(TreeSum.InPlace(chunk), sum => sum / _allTasks);
    }

    private double Mean(IEnumerable<double> terms) =>
        TreeSum.Of(terms.Chunk(_chunks.Size).Select(chunk => TreeSum.Of(chunk) / _allTasks));

    private void ForEach(Action<PolicyKernel<float>, int> body) => Parallel.For(
        0, _tasks.Length, new ParallelOptions { MaxDegreeOfParallelism = _chunks.Threads },
        n => _kernels.Use(kernel => body(kernel, n)));

    // φ⁰ ... φᴷ of one task, its rows in rounds 0 ... K, and what π_φᴷ did at θ₀
    private sealed record AdaptedTask(
        float[][] Phis, TaskRows<float>[] Rounds, OldRows<float> Old);
}
