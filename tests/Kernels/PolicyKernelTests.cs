using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Kernels;

/// <summary>The losses of a policy and their derivatives, held against libtorch's autograd.</summary>
public sealed class PolicyKernelTests
{
    private const double Double = 1e-10;
    private const double Single = 1e-4;

    private static readonly double LeastLogStd = Gaussian.MinLogStd;

    /// <summary>Shapes drawn at random: inputs, hidden layers, outputs, rows.</summary>
    public static TheoryData<int, bool, Activation> Shapes()
    {
        var data = new TheoryData<int, bool, Activation>();
        for (var seed = 0; seed < 8; seed++)
        {
            data.Add(seed, true, seed % 2 == 0 ? Activation.Tanh : Activation.Relu);
            data.Add(seed, false, seed % 2 == 1 ? Activation.Tanh : Activation.Relu);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void ScoreGradient_OfAnyShape_IsAutograds(int seed, bool gaussian, Activation activation)
    {
        using var scope = NewDisposeScope();
        var problem = new Problem(seed, gaussian, activation);
        var expected = Derivative.Of(problem.ScoreLoss(problem.Phi), problem.Phi);
        var loss = problem.ScoreLoss(problem.Phi).ToDouble();
        problem.Check(
            (kernel, phi, rows, result) => AssertClose(loss, kernel.ScoreGradient(phi, rows, result), Double),
            (kernel, phi, rows, result) => AssertClose(loss, kernel.ScoreGradient(phi, rows, result), Single),
            expected);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void HessianProduct_OfAnyShape_IsAutograds(int seed, bool gaussian, Activation activation)
    {
        using var scope = NewDisposeScope();
        var problem = new Problem(seed, gaussian, activation);
        var gradient = Derivative.Of(problem.ScoreLoss(problem.Phi), problem.Phi, differentiable: true);
        var expected = Derivative.Of((gradient * problem.Direction).sum(), problem.Phi);
        problem.Check(
            (kernel, phi, rows, result) => kernel.HessianProduct(phi, rows, problem.DirectionNumbers, result),
            (kernel, phi, rows, result) => kernel.HessianProduct(phi, rows, problem.DirectionFloats, result), expected);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void FisherProduct_OfAnyShape_IsTheHessianOfTheDivergence(int seed, bool gaussian, Activation activation)
    {
        using var scope = NewDisposeScope();
        var problem = new Problem(seed, gaussian, activation);
        var gradient = Derivative.Of(problem.Divergence(problem.Phi), problem.Phi, differentiable: true);
        var expected = Derivative.Of((gradient * problem.Direction).sum(), problem.Phi);
        problem.Check(
            (kernel, phi, rows, result) => kernel.FisherProduct(phi, rows, problem.DirectionNumbers, result),
            (kernel, phi, rows, result) => kernel.FisherProduct(phi, rows, problem.DirectionFloats, result), expected);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void SurrogateGradient_Clipped_IsAutograds(int seed, bool gaussian, Activation activation)
    {
        using var scope = NewDisposeScope();
        var problem = new Problem(seed, gaussian, activation);
        var loss = problem.Surrogate(problem.Other, clip: 0.2);
        var expected = Derivative.Of(loss, problem.Other);
        var value = loss.ToDouble();
        problem.Check(
            (kernel, phi, rows, result) => AssertClose(
                value,
                kernel.SurrogateGradient(
                    Problem.Numbers(problem.Other), rows, kernel.Remember(phi, rows), 0.2, result),
                Double),
            (kernel, phi, rows, result) => AssertClose(
                value,
                kernel.SurrogateGradient(
                    Problem.Floats(problem.Other), rows, kernel.Remember(phi, rows), 0.2f, result),
                Single),
            expected);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Surrogate_AtOtherWeights_IsTheLossAndTheDivergence(int seed, bool gaussian, Activation activation)
    {
        using var scope = NewDisposeScope();
        var problem = new Problem(seed, gaussian, activation);
        var expected = stack([problem.Surrogate(problem.Other, clip: null), problem.Divergence(problem.Other)]);
        problem.Check(
            (kernel, phi, rows, result) => (result[0], result[1]) =
                kernel.Surrogate(Problem.Numbers(problem.Other), rows, kernel.Remember(phi, rows)),
            (kernel, phi, rows, result) => (result[0], result[1]) =
                kernel.Surrogate(Problem.Floats(problem.Other), rows, kernel.Remember(phi, rows)),
            expected);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void EntropyGradient_OfAnyShape_IsAutograds(int seed, bool gaussian, Activation activation)
    {
        using var scope = NewDisposeScope();
        var problem = new Problem(seed, gaussian, activation);
        var entropy = problem.Entropy(problem.Phi);
        var expected = Derivative.Of(entropy, problem.Phi);
        var value = entropy.ToDouble();
        problem.Check(
            (kernel, phi, rows, result) =>
            {
                AssertClose(value, kernel.Entropy(phi, rows), Double);
                AssertClose(value, kernel.EntropyGradient(phi, rows, result), Double);
            },
            (kernel, phi, rows, result) =>
            {
                AssertClose(value, kernel.Entropy(phi, rows), Single);
                AssertClose(value, kernel.EntropyGradient(phi, rows, result), Single);
            },
            expected);
    }

    [Fact]
    public void Gradient_BelowTheLeastDeviation_IsZeroForIt()
    {
        using var scope = NewDisposeScope();
        var problem = new Problem(seed: 0, gaussian: true, Activation.Tanh);
        using (no_grad())
        {
            problem.Phi[0] = -20;
        }

        var gradient = Derivative.Of(problem.ScoreLoss(problem.Phi), problem.Phi, differentiable: true);
        var expected = Derivative.Of((gradient * problem.Direction).sum(), problem.Phi);
        Assert.Equal(0, expected[0].ToDouble());
        problem.Check(
            (kernel, phi, rows, result) => kernel.HessianProduct(phi, rows, problem.DirectionNumbers, result),
            single: null, expected);
    }

    private static void AssertClose(double expected, double actual, double tolerance) =>
        Assert.InRange(Math.Abs(actual - expected), 0, tolerance * Math.Max(1, Math.Abs(expected)));

    private delegate void Computation<T>(PolicyKernel<T> kernel, T[] phi, TaskRows<T> rows, T[] result)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>;

    /// <summary>A policy of random size, its weights, other ones, a direction, and weighted rows.</summary>
    private sealed class Problem
    {
        private readonly IPolicy _policy;
        private readonly PolicyShape _shape;
        private readonly Tensor _observations;
        private readonly Tensor _actions;
        private readonly Tensor _advantages;
        private readonly Tensor _weights;

        public Problem(int seed, bool gaussian, Activation activation)
        {
            var random = new Random(seed);
            var (inputs, outputs, rows) = (random.Next(1, 40), random.Next(gaussian ? 1 : 2, 20), random.Next(1, 200));
            int[] hidden = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(1, 80))];
            _policy = gaussian
                ? new GaussianPolicy(inputs, outputs, hidden, activation, initialStd: 0.7)
                : new CategoricalPolicy(inputs, outputs, hidden, activation);
            _shape = new PolicyShape(
                new PerceptronShape(
                    inputs, hidden, outputs, activation == Activation.Tanh ? Nonlinearity.Tanh : Nonlinearity.Relu),
                gaussian ? LeastLogStd : null);
            var key = new RngKey((ulong)seed);
            Phi = _policy.Initialize(key.For("weights"), CPU, ScalarType.Float64).Flat
                .add(Normal(key.For("biases"), _shape.Weights) * 0.1).requires_grad_();
            Other = Phi.detach().add(Normal(key.For("other"), _shape.Weights) * 0.05).requires_grad_();
            Direction = Normal(key.For("direction"), _shape.Weights);
            _observations = Normal(key.For("observations"), rows, inputs);
            _actions = gaussian
                ? Normal(key.For("actions"), rows, outputs)
                : key.For("actions").Uniform([rows], CPU).mul(outputs).to_type(ScalarType.Int64);
            _advantages = Normal(key.For("advantages"), rows);
            _weights = key.For("shares").Uniform([rows], CPU, ScalarType.Float64);
            _weights = _weights / _weights.sum();
        }

        public Tensor Phi { get; }

        public Tensor Other { get; }

        public Tensor Direction { get; }

        public double[] DirectionNumbers => Numbers(Direction);

        public float[] DirectionFloats => Floats(Direction);

        public static double[] Numbers(Tensor values) => values.detach().data<double>().ToArray();

        public static float[] Floats(Tensor values) => [.. Numbers(values).Select(value => (float)value)];

        public Tensor ScoreLoss(Tensor phi) => -(_weights * _advantages * Act(phi).LogProb(_actions)).sum();

        public Tensor Surrogate(Tensor phi, double? clip)
        {
            var ratio = (Act(phi).LogProb(_actions) - Act(Phi).LogProb(_actions).detach()).exp();
            return -(_weights * MetaRL.Agents.InnerLoops.Surrogate.Of(ratio, _advantages, clip)).sum();
        }

        public Tensor Entropy(Tensor phi) => (_weights * Act(phi).Entropy()).sum();

        public Tensor Divergence(Tensor phi) =>
            (_weights * Act(phi).Kl(_policy.Distribution(Act(Phi).Parameters.detach()))).sum();

        public void Check(Computation<double> wide, Computation<float>? single, Tensor expected)
        {
            var discrete = _actions.dtype == ScalarType.Int64;
            var actions = discrete ? Numbers(_actions.to_type(ScalarType.Float64)) : Numbers(_actions);
            var rows = new TaskRows<double>(
                Numbers(_observations.flatten()), actions, Numbers(_advantages), Numbers(_weights));
            var result = new double[expected.numel()];
            wide(PolicyKernel.Create<Double256, double>(_shape), Numbers(Phi), rows, result);
            AssertClose(expected, tensor(result), Double);
            if (single is null)
            {
                return;
            }

            var floatRows = new TaskRows<float>(
                Float(rows.Observations), Float(rows.Actions), Float(rows.Advantages), Float(rows.Weights));
            foreach (var kernel in new[]
            {
                PolicyKernel.Create<Float256, float>(_shape), PolicyKernel.Create<Float512, float>(_shape),
            })
            {
                var floats = new float[result.Length];
                single(kernel, Floats(Phi), floatRows, floats);
                AssertClose(expected, tensor(floats).to_type(ScalarType.Float64), Single);
            }
        }

        private static float[] Float(double[] values) => Array.ConvertAll(values, value => (float)value);

        private static Tensor Normal(RngKey key, params long[] shape) => key.Normal(shape, CPU, ScalarType.Float64);

        private static void AssertClose(Tensor expected, Tensor actual, double tolerance) => Assert.InRange(
            ((actual - expected).norm() / expected.norm().clamp_min(1e-8)).ToDouble(), 0, tolerance);

        // [rows, 1, ...]: as N tasks of one environment
        private IActionDistribution Act(Tensor phi) => _policy.With(new Params(_policy.Layout, phi)).Act(_observations);
    }
}
