using MetaRL.Agents.Adaptation;
using MetaRL.Agents.Policies;
using MetaRL.Configuration;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

/// <summary>Trials of lanes against those of tensors.</summary>
public sealed class RecurrentLanesTests
{
    private const int Tasks = 5;
    private const int Envs = 60; // so many that there are several blocks of lanes

    [Theory]
    [InlineData("grid-navigation", PreviousStep.Action, 0, 1, false)]
    [InlineData("grid-navigation", PreviousStep.Transition, 12, 2, false)]
    [InlineData("point-navigation", PreviousStep.Action, 0, 2, true)]
    [InlineData("cart-pole", PreviousStep.Action, 0, 2, true, 3)]
    [InlineData("point-navigation", PreviousStep.Action, 7, 1, false)]
    [InlineData("cart-pole", PreviousStep.Action, 0, 1, true)]
    public void Adapt_ByLanes_GoesTheWayOfTensors(
        string name, PreviousStep sees, int readout, int layers, bool ends, int latent = 0)
    {
        using var scope = NewDisposeScope();
        var family = Families.Create(name, ["horizon=25"]);
        var tasks = family.Sample(new RngKey(1), Tasks, TaskSplit.Train).To(CPU, ScalarType.Float32);
        var wiring = new RecurrentWiring(sees, Readout: readout, Latent: latent);
        var observations = ((Box)family.Observations).Size;
        var inputs = RecurrentPolicy.Features(observations, 10, wiring);
        IPolicy head = family.Actions is Discrete discrete
            ? new CategoricalPolicy(inputs, discrete.Count, [], Activation.Tanh)
            : new GaussianPolicy(inputs, 2, [], Activation.Tanh, initialStd: 0.05);
        var policy = new RecurrentPolicy(observations, family.Actions, new GruSettings(10, layers), head, wiring);
        var theta = policy.Initialize(new RngKey(2), CPU);
        Assert.NotNull(policy.With(theta).Lanes);

        var agent = new RecurrentAdaptation(policy, theta, updates: 2, new TaskChunks(3, 1));
        var lanes = agent.Adapt(new RngKey(3), family, tasks, Envs).ToArray();
        var tensors = agent.Adapt(new RngKey(3), family.WithoutKernels(), tasks, Envs).ToArray();
        foreach (var (expected, actual) in tensors.Zip(lanes))
        {
            AssertNear(expected.Observations, actual.Observations, expected.Alive.unsqueeze(-1));
            AssertNear(expected.Rewards, actual.Rewards, expected.Alive);
            Assert.True(expected.Alive.equal(actual.Alive).all().ToBoolean());
        }

        Assert.Equal(ends, lanes[2].Terminated.any().ToBoolean());
    }

    private static void AssertNear(Tensor expected, Tensor actual, Tensor alive)
    {
        var difference = ((expected - actual) * alive).abs().max().ToDouble();
        Assert.True(difference < 1e-3, $"They differ by {difference}.");
    }
}
