using MetaRL.Agents.Adaptation;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

public sealed class PosteriorAdaptationTests
{
    private static readonly PointNavigation Family = new(horizon: 4);

    private static readonly SoftActorCriticNetworks Networks = new(
        2, (Box)Family.Actions, new PolicySettings([5], Activation.Tanh, InitialStd: 1),
        new ContextEncoder(2, 2, latent: 3, [6], seesNext: true, Activation.Tanh));

    // The first action of each lane, worked out from what that lane alone did in the rounds before.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Adapt_AfterThePriorEpisodes_ActsByThePosteriorOfTheLane(int round)
    {
        using var scope = NewDisposeScope();
        var (rounds, theta) = Play(priorEpisodes: 1);
        for (var (task, env) = (0, 0); task < 2; (task, env) = env == 2 ? (task + 1, 0) : (task, env + 1))
        {
            var seen = cat([.. rounds[..round].Select(one => Lane(one, task, env))]);
            var posterior = Networks.Encoder!.Posterior(Networks.Split(theta.Flat).Encoder, seen, axis: 0);
            AssertActs(rounds[round], theta, task, env, posterior.Sample(Noise(round, task, env)));
        }
    }

    [Fact]
    public void Adapt_WithASharedContext_ActsByThePosteriorOfTheTask()
    {
        using var scope = NewDisposeScope();
        var (rounds, theta) = Play(priorEpisodes: 1, sharedContext: 1000);
        for (var env = 0; env < 3; env++)
        {
            var seen = cat([Lane(rounds[0], 1, 0), Lane(rounds[0], 1, 1), Lane(rounds[0], 1, 2)]);
            var posterior = Networks.Encoder!.Posterior(Networks.Split(theta.Flat).Encoder, seen, axis: 0);
            AssertActs(rounds[1], theta, 1, env, posterior.Sample(Noise(1, 1, env)));
        }
    }

    [Fact]
    public void Adapt_Observed_TellsThePosteriorOfEachTasksFirstLane()
    {
        using var scope = NewDisposeScope();
        var told = new List<LatentBelief>();
        var (rounds, theta) = Play(
            priorEpisodes: 1, observer: new SnapshotObserver(one => told.Add((LatentBelief)one.Believe()!)));
        Assert.Equal(3, told.Count);
        Assert.Equal([0.0, 0, 0, 0, 0, 0], told[0].Mean);
        Assert.Equal([1.0, 1, 1, 1, 1, 1], told[0].Deviation);
        var seen = cat([Lane(rounds[0], 1, 0), Lane(rounds[1], 1, 0)]);
        var posterior = Networks.Encoder!.Posterior(Networks.Split(theta.Flat).Encoder, seen, axis: 0);
        AssertEqual(posterior.Mean, told[2].Mean[3..]);
        AssertEqual(posterior.Variance.sqrt(), told[2].Deviation[3..]);

        static void AssertEqual(Tensor expected, double[] found) => Assert.All(
            expected.data<double>().ToArray().Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 3)]
    [InlineData(2, 3)]
    public void Adapt_InThePriorEpisodes_ActsByThePrior(int round, int priorEpisodes)
    {
        using var scope = NewDisposeScope();
        var (rounds, theta) = Play(priorEpisodes);
        AssertActs(rounds[round], theta, task: 1, env: 2, Noise(round, task: 1, env: 2));
    }

    [Fact]
    public void Adapt_WithSamples_ActsOtherwiseThanByTheMedianButWithinTheBox()
    {
        using var scope = NewDisposeScope();
        var (sampled, _) = Play(priorEpisodes: 1, isDeterministic: false);
        var (median, _) = Play(priorEpisodes: 1);
        Assert.True((sampled[0].Actions - median[0].Actions).abs().mean().ToDouble() > 0.01);
        Assert.InRange(sampled[0].Actions.abs().max().ToDouble(), 0.05, 0.1);
    }

    [Fact]
    public void Adapt_InChunks_DoesTheSame()
    {
        using var scope = NewDisposeScope();
        var (whole, _) = Play(priorEpisodes: 1);
        var (parts, _) = Play(priorEpisodes: 1, chunks: new TaskChunks(1, 2));
        Assert.Equal(0, (whole[2].Actions - parts[2].Actions).abs().max().ToDouble(), 1e-12);
    }

    private static (Rollout[] Rounds, Params Theta) Play(
        int priorEpisodes, bool isDeterministic = true, TaskChunks? chunks = null, int? sharedContext = null,
        IAdaptationObserver? observer = null)
    {
        var theta = Networks.Initialize(new RngKey(1), temperature: 1, CPU, ScalarType.Float64);
        var agent = new PosteriorAdaptation(Networks, theta, updates: 2, chunks ?? TaskChunks.Whole)
        {
            PriorEpisodes = priorEpisodes,
            IsDeterministic = isDeterministic,
            SharedContext = sharedContext,
        };
        var tasks = Family.Sample(new RngKey(2), 2, TaskSplit.Train);
        return ([.. agent.Adapt(new RngKey(3), Family, tasks, envs: 3, observer)], theta);
    }

    private static Tensor Lane(Rollout rollout, int task, int env)
    {
        Tensor Of(Tensor values) => values.select(1, task).select(1, env);
        return cat(
            [
                Of(rollout.Observations), Of(rollout.Actions) / 0.1, Of(rollout.Rewards).unsqueeze(-1),
                Of(rollout.NextObservations)
            ], -1);
    }

    private static Tensor Noise(int round, int task, int env) =>
        new RngKey(3).At(round).For("z").Normal([2, 3, 3], CPU, ScalarType.Float64)[task][env];

    private static void AssertActs(Rollout rollout, Params theta, int task, int env, Tensor z)
    {
        var first = rollout.Observations[0][task][env];
        var expected = Networks.Act(Networks.Split(theta.Flat).Policy, first, z).Median * 0.1;
        Assert.Equal(0, (rollout.Actions[0][task][env] - expected).abs().max().ToDouble(), 1e-12);
    }
}
