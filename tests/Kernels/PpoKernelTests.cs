using System.Numerics;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using MetaRL.Learners;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Kernels;

/// <summary>PPO's loss behind a memory, and its gradient through both kernels, against autograd.</summary>
public sealed class PpoKernelTests
{
    private const int Steps = 11;
    private const int Lanes = 13;
    private const int Observations = 3;
    private const int Hidden = 10;

    /// <summary>Actions, whether they are discrete, units of the readout, whether rewards are predicted.</summary>
    public static TheoryData<int, bool, int, bool> Architectures => new()
    {
        { 4, true, 0, false },
        { 5, true, 7, true },
        { 2, true, 18, false },
        { 1, false, 0, false },
        { 3, false, 6, false },
    };

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Gradient_OfAllWeights_IsAutograds(int actions, bool discrete, int readout, bool predictsReward)
    {
        using var scope = NewDisposeScope();
        Space space = discrete ? new Discrete(actions) : new Box(actions);
        var wiring = new RecurrentWiring(Readout: readout, PredictsReward: predictsReward);
        var features = RecurrentPolicy.Features(Observations, Hidden, wiring);
        IPolicy head = discrete
            ? new CategoricalPolicy(features, actions, [], Activation.Tanh)
            : new GaussianPolicy(features, actions, [], Activation.Tanh, initialStd: 0.6);
        var policy = new RecurrentPolicy(Observations, space, new GruSettings(Hidden), head, wiring);
        var settings = new RecurrentPpoSettings(
            ValueWeight: 0.7, EntropyBonus: 0.3, RewardWeight: predictsReward ? 0.4 : 0);
        var (key, batch) = (new RngKey(5), Batch(policy, space));
        var theta = policy.Initialize(key.For("weights"), CPU, ScalarType.Float64);
        theta = (theta with { Flat = theta.Flat + (Normal(key.For("biases"), theta.Flat.shape) * 0.2) }).Detach(true);
        var steps = batch.Alive.sum();
        var autograd = new RecurrentPpo(policy, settings);
        var ppo = autograd.LossAt(0);
        var (loss, numbers) = autograd.Loss(ppo, theta, batch, steps);
        var gradient = Derivative.Of(loss, theta.Flat);

        var shape = new PpoShape(
            Hidden, Observations, readout, predictsReward ? actions : 0, actions, discrete ? null : Gaussian.MinLogStd);
        var weights = theta.Layout.Weights.Where(weight => weight.Name.StartsWith("gru", StringComparison.Ordinal));
        var ofMemory = (int)weights.Sum(weight => weight.Count);
        Assert.Equal(theta.Layout.Count, ofMemory + shape.Weights);
        var inputs = (int)batch.Inputs.size(-1);
        Check(
            new GruKernel<Double256, double>(inputs, Hidden, 1), PpoKernel.Create<Double256, double>(shape), 1e-10);
        Check(new GruKernel<Float256, float>(inputs, Hidden, 1), PpoKernel.Create<Float256, float>(shape), 1e-4);
        Check(new GruKernel<Float512, float>(inputs, Hidden, 1), PpoKernel.Create<Float512, float>(shape), 1e-4);

        void Check<T>(GruKernel<T> memory, PpoKernel<T> heads, double tolerance)
            where T : unmanaged, INumberBase<T>
        {
            var all = Numbers<T>(theta.Flat);
            var (h, last) = (new T[Steps * Lanes * Hidden], new T[Lanes * Hidden]);
            var (result, ofStates, means) = (new T[all.Length], new T[h.Length], new T[PpoKernel<T>.Numbers]);
            memory.Read(all.AsSpan(0, ofMemory));
            memory.Forward(Steps, Lanes, Numbers<T>(batch.Inputs), new T[Lanes * Hidden], h, last);
            heads.Read(all.AsSpan(ofMemory));
            heads.Gradient(ppo, Rows<T>(batch, steps), h, result.AsSpan(ofMemory), ofStates, means);
            memory.Backward(Numbers<T>(batch.Inputs), ofStates, result.AsSpan(0, ofMemory));
            AssertClose(gradient, result, tolerance);
            AssertClose(numbers, means, tolerance);
        }
    }

    // Trials of unequal length, whose probabilities are not those of the policy, so that some ratios are clipped
    private static PpoBatch Batch(RecurrentPolicy policy, Space space)
    {
        var key = new RngKey(6);
        var actions = space is Discrete choice
            ? key.For("actions").Uniform([Steps, Lanes], CPU).mul(choice.Count).to_type(ScalarType.Int64)
            : Normal(key.For("actions"), [Steps, Lanes, ((Box)space).Size]);
        var rewards = Normal(key.For("rewards"), [Steps, Lanes]);
        var lengths = arange(Lanes).remainder(Steps).add(1);
        var inputs = policy.Inputs(
            Normal(key.For("observations"), [Steps, Lanes, Observations]), actions, rewards,
            zeros([Steps, Lanes], ScalarType.Bool));
        return new PpoBatch(
            inputs, actions, rewards, Normal(key.For("old"), [Steps, Lanes]) * 0.5 - 1.5,
            Normal(key.For("advantages"), [Steps, Lanes]), Normal(key.For("returns"), [Steps, Lanes]),
            tensor(1.7), arange(Steps).unsqueeze(-1).lt(lengths).to_type(ScalarType.Float64));
    }

    private static PpoRows<T> Rows<T>(PpoBatch batch, Tensor steps)
        where T : INumberBase<T> => new(
        Numbers<T>(batch.Inputs), Numbers<T>(batch.Actions.to_type(ScalarType.Float64)), Numbers<T>(batch.Rewards),
        Numbers<T>(batch.LogProb), Numbers<T>(batch.Advantages), Numbers<T>(batch.Returns),
        Numbers<T>(batch.Variance)[0], Numbers<T>(batch.Alive / steps));

    private static Tensor Normal(RngKey key, ReadOnlySpan<long> shape) => key.Normal(shape, CPU, ScalarType.Float64);

    private static T[] Numbers<T>(Tensor values)
        where T : INumberBase<T> =>
        [.. values.detach().to_type(ScalarType.Float64).contiguous().data<double>().ToArray().Select(T.CreateChecked)];

    private static void AssertClose<T>(Tensor expected, T[] actual, double tolerance)
        where T : INumberBase<T>
    {
        var numbers = tensor(Array.ConvertAll(actual, double.CreateChecked));
        Assert.InRange(((numbers - expected).norm() / expected.norm()).ToDouble(), 0, tolerance);
    }
}
