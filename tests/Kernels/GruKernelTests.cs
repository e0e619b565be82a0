using System.Numerics;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Kernels;

/// <summary>Gated recurrent units through time and back, held against libtorch's autograd.</summary>
public sealed class GruKernelTests
{
    /// <summary>Inputs, hidden units, layers, steps, lanes.</summary>
    public static TheoryData<int, int, int, int, int> Shapes => new()
    {
        { 3, 4, 1, 1, 1 },
        { 8, 16, 1, 7, 6 },
        { 5, 33, 1, 12, 13 },
        { 11, 64, 1, 60, 4 },
        { 1, 1, 2, 3, 2 },
        { 7, 9, 2, 10, 5 },
        { 4, 20, 3, 6, 31 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void ForwardAndBackward_OfAnyShape_AreAutograds(int inputs, int hidden, int layers, int steps, int lanes)
    {
        using var scope = NewDisposeScope();
        var problem = new Problem(inputs, hidden, layers, steps, lanes);
        problem.Check(new GruKernel<Double256, double>(inputs, hidden, layers), 1e-10);
        problem.Check(new GruKernel<Float256, float>(inputs, hidden, layers), 1e-4);
        problem.Check(new GruKernel<Float512, float>(inputs, hidden, layers), 1e-4);
    }

    [Fact]
    public void Forward_AfterALongerSequence_KnowsNothingOfIt()
    {
        using var scope = NewDisposeScope();
        var kernel = new GruKernel<Double256, double>(5, 6, 2);
        new Problem(5, 6, 2, 9, 8).Check(kernel, 1e-10);
        new Problem(5, 6, 2, 4, 3).Check(kernel, 1e-10);
    }

    private sealed class Problem
    {
        private readonly int _steps;
        private readonly int _lanes;
        private readonly Tensor _weights;
        private readonly Tensor _inputs;
        private readonly Tensor _state;
        private readonly Tensor _outputGradient;
        private readonly Tensor _outputs;
        private readonly Tensor _last;
        private readonly Tensor _gradient;

        public Problem(int inputs, int hidden, int layers, int steps, int lanes)
        {
            (_steps, _lanes) = (steps, lanes);
            var (gru, key) = (new Gru(inputs, hidden, layers), new RngKey((ulong)(inputs + hidden)));
            var layout = new ParamLayout(gru.Weights);
            _weights = key.For("weights").Normal([layout.Count], CPU, ScalarType.Float64).mul(0.4).requires_grad_();
            _inputs = key.For("inputs").Normal([steps, lanes, inputs], CPU, ScalarType.Float64);
            _state = key.For("state").Normal([layers, lanes, hidden], CPU, ScalarType.Float64) * 0.5;
            _outputGradient = key.For("gradient").Normal([steps, lanes, hidden], CPU, ScalarType.Float64);
            (_outputs, _last) = gru.Run(layout.Split(_weights), _inputs, _state);
            _gradient = Derivative.Of((_outputs * _outputGradient).sum(), _weights, keepsGraph: true);
        }

        public void Check<T>(GruKernel<T> kernel, double tolerance)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var (outputs, last) = (new T[_outputs.numel()], new T[_last.numel()]);
            var gradient = new T[_weights.numel()];
            kernel.Read(Numbers<T>(_weights));
            kernel.Forward(_steps, _lanes, Numbers<T>(_inputs), Numbers<T>(_state), outputs, last);
            kernel.Backward(Numbers<T>(_inputs), Numbers<T>(_outputGradient), gradient);
            AssertClose(_outputs, outputs, tolerance);
            AssertClose(_last, last, tolerance);
            AssertClose(_gradient, gradient, tolerance);
        }

        private static T[] Numbers<T>(Tensor values)
            where T : INumberBase<T> =>
            [.. values.detach().contiguous().data<double>().ToArray().Select(T.CreateChecked)];

        private static void AssertClose<T>(Tensor expected, T[] actual, double tolerance)
            where T : INumberBase<T>
        {
            var numbers = tensor(Array.ConvertAll(actual, double.CreateChecked));
            var difference = (numbers - expected.detach().flatten()).norm() / expected.detach().norm();
            Assert.InRange(difference.ToDouble(), 0, tolerance);
        }
    }
}
