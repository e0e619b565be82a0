using MetaRL.Agents.Adaptation;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Baselines;
using MetaRL.Environments.Bandits;
using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using MetaRL.Evaluation.Measuring;
using MetaRL.Learners;
using MetaRL.Optimizers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

public sealed class BaselineTests
{
    private static readonly PolicySettings Architecture = new([4], Activation.Tanh, 1);

    [Fact]
    public void Robust_AfterRounds_HasNotChangedItsPolicy()
    {
        using var scope = NewDisposeScope();
        var problem = Problem();
        var learner = new RobustSettings(new TrpoSettings()).Create(problem, Architecture);
        var state = learner.Initialize(new RngKey(1));
        var rounds = learner.Agent(state, problem.Adaptation.Inner, updates: 2)
            .Adapt(new RngKey(2), problem.Source.Family, Tasks(problem), 5).ToArray();
        var policy = problem.Adaptation.Policy.With(state.Theta.Broadcast(3));
        foreach (var rollout in rounds)
        {
            // is standard normal, σ = 1
            var noise = rollout.Actions - policy.Act(rollout.Observations).Sample(zeros_like(rollout.Actions));
            Assert.InRange(noise.abs().max().ToDouble(), 0, 6);
            Assert.InRange(noise.std().ToDouble(), 0.9, 1.1);
        }

        Assert.Equal(3, rounds.Length);
    }

    [Fact]
    public void Robust_Trained_HasTheWeightsOfMultiTask()
    {
        using var scope = NewDisposeScope();
        var problem = Problem();
        var outer = new TrpoSettings();
        var (robust, multiTask) = (
            new RobustSettings(outer).Create(problem, Architecture),
            new MultiTaskSettings(outer).Create(problem, Architecture));
        var (one, _) = robust.Iterate(new RngKey(3), robust.Initialize(new RngKey(1)));
        var (other, _) = multiTask.Iterate(new RngKey(3), multiTask.Initialize(new RngKey(1)));
        Assert.True(one.Theta.Flat.Equals(other.Theta.Flat));
    }

    [Fact]
    public void FromScratch_WithTheDataOfTheOthers_IsMamlBeforeItIsTrained()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(
            Returns(new MamlSettings(GradientOrder.First, new TrpoSettings()), updates: 2),
            Returns(new FromScratchSettings(DataRatio: 1), updates: 2));
    }

    [Fact]
    public void FromScratch_WithThreeTimesTheData_ShowsEveryThirdUpdate()
    {
        using var scope = NewDisposeScope();
        var all = Returns(new FromScratchSettings(DataRatio: 1), updates: 6);
        Assert.Equal([all[0], all[3], all[6]], Returns(new FromScratchSettings(DataRatio: 3), updates: 2));
    }

    [Fact]
    public void Specialist_OfADoubleIntegrator_IsFarAboveRandomActions()
    {
        using var scope = NewDisposeScope();
        var family = new DoubleIntegrator(horizon: 20);
        var tasks = family.Sample(new RngKey(1), 3, TaskSplit.Test).To(CPU, ScalarType.Float32);
        var evaluator = new Evaluator(family, tasks, 10);
        var agent = new Specialist(new SpecialistSettings(Generations: 60), updates: 1, TaskChunks.Whole);
        var rounds = evaluator.Returns(new RngKey(2), agent);
        var (random, best) = (evaluator.RandomReturns(new RngKey(3)), evaluator.OptimalReturns()!);
        Assert.Equal(2, rounds.Length);
        for (var task = 0; task < 3; task++)
        {
            Assert.InRange((rounds[0][task].Average() - random[task]) / (best[task] - random[task]), 0.8, 1.0001);
        }
    }

    [Fact]
    public void Classical_OnABandit_LearnsFromItsEarlierEpisodes()
    {
        using var scope = NewDisposeScope();
        var family = new Bandit(arms: 5, horizon: 10);
        var tasks = family.Sample(new RngKey(1), 400, TaskSplit.Test);
        var rounds = new Evaluator(family, tasks, 2)
            .Returns(new RngKey(2), new ReferenceAdaptation(BanditAgents.Thompson(family), updates: 4));
        var episodes = rounds.Select(round => round.Average(lanes => lanes.Average())).ToArray();
        // 6.7 at the best in the first ten pulls, 8.3 = 10 · 5/6 for who knows the arms
        Assert.InRange(episodes[4] - episodes[0], 0.8, 3);
    }

    // [K + 1] all returns of one round, in their order
    private static double[][] Returns(LearnerSettings settings, int updates)
    {
        var problem = Problem();
        var learner = settings.Create(problem, Architecture);
        var agent = learner.Agent(learner.Initialize(new RngKey(1)), problem.Adaptation.Inner, updates);
        var rounds = new Evaluator(problem.Source.Family, Tasks(problem), 5).Returns(new RngKey(2), agent);
        return [.. rounds.Select(round => round.SelectMany(episodes => episodes).ToArray())];
    }

    private static MetaProblem Problem() => TinyProblem.Continuous(updates: 1);

    private static TaskBatch Tasks(MetaProblem problem) => problem.Source.Family.Sample(
        new RngKey(4), 3, TaskSplit.Test).To(problem.Placement.Device, problem.Placement.Dtype);
}
