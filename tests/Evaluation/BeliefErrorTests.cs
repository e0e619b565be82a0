using MetaRL.Agents.Adaptation;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using MetaRL.Evaluation.Measuring;
using MetaRL.Tests.Runs;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Evaluation;

public sealed class BeliefErrorTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Gridworld _family = (Gridworld)SmallRun.Experiment(
        "name: x\nfamily: {name: grid-navigation, horizon: 9, observation: one-hot}\n").Family;

    private GoalPosterior Posterior => GoalPosterior.Of(_family, TaskSplit.Test)!;

    public void Dispose() => _scope.Dispose();

    // The goal is cell 12. Steps onto 7 leave 20 goals, that onto 12 one.
    [Fact]
    public void After_EachStep_IsUniformOverWhatIsLeftUntilTheGoalIsFound()
    {
        var p = Posterior.After(tensor(new long[] { 7, 7, 12, 11 }).view(4, 1), tensor(new long[] { 12 }));
        Assert.Equal([4, 1, 25], p.shape);
        Assert.Equal(
            [0.05, 0.05, 1, 1], p.select(-1, 12).flatten().data<double>().ToArray());
        Assert.Equal([0.0, 0, 0, 0], p.select(-1, 7).flatten().data<double>().ToArray());
        Assert.All(p.sum(-1).flatten().data<double>().ToArray(), sum => Assert.Equal(1, sum, 1e-12));
        Assert.Equal(21, Posterior.Goals.Count);
    }

    [Fact]
    public void Of_TheBayesOptimalAgent_IsZeroAfterEveryStep()
    {
        var error = BeliefError.Of(
            new RngKey(1), new ReferenceAdaptation(_family.ReferenceAgents.First(agent => agent.Name == "Bayes"), 2),
            _family, Tasks(), Posterior)!;
        Assert.Equal(3, error.Divergence.Length);
        Assert.All(error.Divergence, steps => Assert.Equal(8, steps.Length));
        Assert.All(error.Divergence.SelectMany(steps => steps), value => Assert.Equal(0, value, 1e-12));
    }

    [Fact]
    public void Of_TheBayesOptimalAgent_TellsWhatThePriorLacks()
    {
        var tasks = Tasks();
        var error = BeliefError.Of(
            new RngKey(1), new ReferenceAdaptation(_family.ReferenceAgents.First(agent => agent.Name == "Bayes"), 2),
            _family, tasks, Posterior)!;
        Assert.Equal(21, tasks.Count);
        Assert.Equal(Math.Log(21), error.OfUniform[2][^1], 1e-12); // by when all goals are found
        Assert.All(error.OfUniform[0].Zip(error.OfUniform[0].Skip(1)), pair => Assert.True(pair.First <= pair.Second));
        Assert.Equal(0, error.OfUniform[0][0]); // beside the start there is never a goal
        Assert.InRange(error.OfUniform[0][^1], 0.5, Math.Log(21));
    }

    [Fact]
    public void Of_AnAgentWithoutABelief_IsNull()
    {
        var agent = (IInspectableAgent)new Silent();
        Assert.Null(BeliefError.Of(new RngKey(1), agent, _family, Tasks(), Posterior));
    }

    [Fact]
    public void Of_GridThatHidesMoreThanAGoal_IsNull()
    {
        var windy = (Gridworld)SmallRun.Experiment("name: x\nfamily: {name: windy-grid}\n").Family;
        Assert.Null(GoalPosterior.Of(windy, TaskSplit.Test));
    }

    private TaskBatch Tasks() => _family.Batch(_family.Tasks.Sample(new RngKey(0), 21, TaskSplit.Test));

    private sealed class Silent : IInspectableAgent
    {
        public TaskKnowledge Knowledge => TaskKnowledge.OwnEpisodes;

        public IEnumerable<MetaRL.Agents.Rollouts.Rollout> Adapt(
            RngKey key, TaskFamily family, TaskBatch tasks, int envs, IAdaptationObserver? observer) =>
            new RandomActions().Adapt(key, family, tasks, envs);
    }
}
