using MetaRL.Baselines;
using MetaRL.Environments.Control;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using MetaRL.Evaluation.Measuring;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

public sealed class SpecialistTests
{
    [Fact]
    public void Train_OnTheDoubleIntegrator_ComesCloseToItsExactOptimumAndNeverAboveIt()
    {
        using var scope = NewDisposeScope();
        var family = new DoubleIntegrator();
        var tasks = family.Create(
            new Dictionary<string, Tensor>
            {
                ["mass"] = tensor([1.29, 0.76, 0.83]),
                ["drag"] = tensor([0.10, 0.19, 0.17]),
                ["gain"] = tensor([0.90, 1.33, 0.98]),
                ["target"] = tensor([0.75, 0.41, 0.31]),
            },
            3);
        var optimal = family.Oracle.OptimalReturn(tasks).data<double>().ToArray();
        var random = new Evaluator(family, tasks, envs: 1).RandomReturns(new RngKey(3));
        var trained = Train(family, tasks, new SpecialistSettings(Hidden: 8)).Returns;
        for (var task = 0; task < tasks.Count; task++)
        {
            // 100 episodes against an expectation
            Assert.InRange((trained[task] - random[task]) / (optimal[task] - random[task]), 0.999, 1.001);
        }
    }

    [Fact]
    public void Train_OnTheGrid_FindsTheShortestPath()
    {
        using var scope = NewDisposeScope();
        var family = new GridNavigation(horizon: 15);
        var tasks = family.Sample(new RngKey(1), family.Tasks.Count(TaskSplit.Test)!.Value, TaskSplit.Test).Slice(0, 4);
        var optimal = family.Oracle.OptimalReturn(tasks).data<double>().ToArray();
        var trained = Train(family, tasks, new SpecialistSettings(Generations: 40)).Returns;
        Assert.Equal(optimal, trained, (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void Train_OnTheMountainCar_ReachesTheGoalThatRandomActionsDoNot()
    {
        using var scope = NewDisposeScope();
        var family = new MountainCar();
        var tasks = family.Create(new Dictionary<string, Tensor>(), 1);
        // Published solutions of the default task need around 100 steps; the goal cannot be reached in fewer than 80.
        Assert.InRange(Train(family, tasks, new SpecialistSettings(Generations: 20)).Returns.Single(), -125, -80);
    }

    [Fact]
    public void Train_InChunks_IsTheSame()
    {
        using var scope = NewDisposeScope();
        var family = new CartPole(horizon: 20);
        var tasks = family.Sample(new RngKey(1), 4, TaskSplit.Test).To(CPU, ScalarType.Float64);
        var settings = new SpecialistSettings(Generations: 3, Population: 6, Episodes: 2, Hidden: 3);
        var whole = new SpecialistTraining(family, settings, TaskChunks.Whole).Train(new RngKey(2), tasks);
        var parts = new SpecialistTraining(family, settings, new TaskChunks(1, 2)).Train(new RngKey(2), tasks);
        Assert.Equal(whole.Returns, parts.Returns, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(whole.EnvSteps, parts.EnvSteps);
    }

    [Fact]
    public void Train_EachGeneration_IsReported()
    {
        using var scope = NewDisposeScope();
        var family = new CartPole(horizon: 5);
        var tasks = family.Sample(new RngKey(1), 1, TaskSplit.Test).To(CPU, ScalarType.Float32);
        var reported = new List<int>();
        var settings = new SpecialistSettings(Generations: 3, Population: 4, Episodes: 1, Hidden: 2);
        _ = new SpecialistTraining(family, settings, TaskChunks.Whole).Train(new RngKey(2), tasks, reported.Add);
        Assert.Equal([1, 2, 3, 4, 5, 6], reported);
    }

    private static Specialists Train(TaskFamily family, TaskBatch tasks, SpecialistSettings settings) =>
        new SpecialistTraining(family, settings, TaskChunks.Whole)
            .Train(new RngKey(2), tasks.To(CPU, ScalarType.Float32));
}
