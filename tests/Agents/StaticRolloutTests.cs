using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using MetaRL.Experiments;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

/// <summary>The steps that a GPU records and replays, done one by one on the CPU.</summary>
public sealed class StaticRolloutTests
{
    public static TheoryData<string> EveryFamily => [.. Families.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(EveryFamily))]
    public void Collect_OfEveryFamily_GivesTheBytesOfThePlainRollout(string name)
    {
        using var scope = NewDisposeScope();
        AssertSameBytes(Families.All.Single(entry => entry.Name == name).Create(), restarts: false);
    }

    [Fact]
    public void Collect_WithRestarts_GivesTheBytesOfThePlainRollout()
    {
        using var scope = NewDisposeScope();
        AssertSameBytes(new CartPole(horizon: 100), restarts: true);
    }

    [Fact]
    public void Collect_WithStepsThatAreNotDone_IsNotThePlainRollout()
    {
        using var scope = NewDisposeScope();
        var (plain, recorded) = Both(new CartPole(horizon: 100), restarts: true, (step, times) => StepReplay.OneByOne(step, times - 1));
        Assert.NotEqual(Bytes(plain.Observations), Bytes(recorded.Observations));
    }

    [Fact]
    public void For_ACpu_IsNoReplay() => Assert.Null(StepReplay.For(CPU, 100));

    private static void AssertSameBytes(TaskFamily family, bool restarts)
    {
        var (plain, recorded) = Both(family, restarts, StepReplay.OneByOne);
        foreach (var (expected, found) in plain.Tensors.Zip(recorded.Tensors))
        {
            Assert.Equal(expected.shape, found.shape);
            Assert.Equal(Bytes(expected), Bytes(found));
        }
    }

    private static (Rollout Plain, Rollout Recorded) Both(TaskFamily family, bool restarts, Action<Action, int> replay)
    {
        using var constant = no_grad();
        var policy = new PolicySettings([8], Activation.Tanh, 1).Create(family);
        var tasks = family.Sample(new RngKey(1), 3, TaskSplit.Train).To(CPU, ScalarType.Float32);
        var actor = policy.With(policy.Initialize(new RngKey(2), CPU).Broadcast(3));
        var noise = RolloutNoise.Draw(new RngKey(3), family, policy, tasks, 4, restarts);
        Tensor Act(Tensor observation, Tensor z) => actor.Act(observation).Sample(z);
        return (Collector.Collect(family, tasks, Act, noise), new StaticRollout(family, tasks, Act, noise).Collect(replay));
    }

    private static byte[] Bytes(Tensor tensor) => tensor.contiguous().bytes.ToArray();
}
