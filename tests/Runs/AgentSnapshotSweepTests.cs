using MetaRL.Agents.Adaptation;
using MetaRL.Configuration;
using MetaRL.Environments.Tasks;
using MetaRL.Tests.Agents;
using MetaRL.Tests.Learners;
using MetaRL.Viewer.Loading;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Runs;

/// <summary>
/// Every algorithm, asked what it thinks. Counts of tensors are of the whole process, so nothing else may run beside
/// it.
/// </summary>
[Collection(nameof(LeakTests))]
public sealed class AgentSnapshotSweepTests
{
    public static TheoryData<string, string, string> Agents
    {
        get
        {
            var all = new TheoryData<string, string, string>();
            foreach (var entry in Algorithms.All.Where(entry => entry.Name != "classical"))
            {
                if (entry.Name is "dpt" or "algorithm-distillation") // which need to be told the state
                {
                    all.Add(entry.Name, "{}", "grid-navigation, observation: one-hot");
                    continue;
                }

                all.Add(entry.Name, entry.Name == "specialist" ? "{generations: 2}" : "{}", "point-navigation");
                if (entry.Name is not ("pearl" or "sac")) // which need continuous actions
                {
                    all.Add(entry.Name, entry.Name == "specialist" ? "{generations: 2}" : "{}", "grid-navigation");
                }
            }

            all.Add("classical", "{agent: Bayes}", "grid-navigation");
            all.Add("classical", "{agent: UCB1}", "bandit");
            all.Add("classical", "{agent: PSRL}", "tabular-mdp");
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public void Insight_OfEveryAlgorithm_IsFiniteAndAPolicySumsToOneAndNoTensorStays(
        string algorithm, string settings, string family)
    {
        var experiment = ExperimentFile.Parse(
            $"name: x\nfamily: {{name: {family}, horizon: 6}}\npolicy: {{hidden: [4]}}\nalgorithms:"
            + $" {{{algorithm}: {settings}}}\n", "x.yaml", [])[0];
        using var agent = LoadedAgent.Untrained(experiment, experiment.Algorithms[0], new RngKey(1));
        using var scope = NewDisposeScope();
        var tasks = experiment.Family.Sample(new RngKey(2), 2, TaskSplit.Train).To(CPU, ScalarType.Float32);
        var isTaught = algorithm is "dpt" or "algorithm-distillation"; // and learns no values
        Look(agent, experiment.Family, tasks, isTaught); // what is made once in a process is made
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        Look(agent, experiment.Family, tasks, isTaught);
        Assert.Equal(before, Tensor.TotalCount);
    }

    private static void Look(LoadedAgent agent, TaskFamily family, TaskBatch tasks, bool isTaught)
    {
        using var scope = NewDisposeScope();
        var state = family.Reset(tasks, new RngKey(3).Uniform([2, 5, family.ResetNoise], CPU, ScalarType.Float32));
        var rounds = new HashSet<int>();
        var open = (IInspectableAgent)agent.Agent(updates: 2);
        foreach (var rollout in open.Adapt(new RngKey(4), family, tasks, envs: 3, new SnapshotObserver(snapshot =>
        {
            _ = rounds.Add(snapshot.Round);
            Assert.All(
                snapshot.LastUpdate, change => Assert.All(change.Relative, relative => Assert.InRange(relative, 0, 2)));
            var outputs = snapshot.Outputs?.Invoke(tasks, state);
            Assert.Equal(snapshot.Outputs is not null && family.Actions is Discrete, outputs?.Policy is not null);
            Assert.True(outputs?.Policy?.sum(-1).allclose(ones([2, 5]), 1e-5, 1e-5) ?? true);
            Assert.True(!isTaught || outputs?.Values is null);
            Assert.True(outputs?.Values?.isfinite().all().ToBoolean() ?? true);
            Assert.True(outputs?.ActionValues?.isfinite().all().ToBoolean() ?? true);
            if (snapshot.Believe() is NumberBelief belief)
            {
                Assert.All(
                    belief.Low.Zip(belief.Mean, belief.High),
                    one => Assert.True(one.First < one.Second && one.Second < one.Third));
            }
        })))
        {
            rollout.Dispose();
        }

        Assert.Superset(new HashSet<int> { 0, 1, 2 }, rounds);
    }
}
