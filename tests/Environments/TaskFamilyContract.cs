using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments;

/// <summary>What every family keeps to; a family's own tests derive from it.</summary>
public abstract class TaskFamilyContract
{
    private const int Tasks = 3;
    private const int Envs = 4;

    protected abstract TaskFamily Family { get; }

    /// <summary>
    /// Interval of each number of a state that the parameter audit starts from, wide enough for every limit to act; null: it starts from resets.
    /// </summary>
    protected virtual IReadOnlyList<Interval>? Excursions => null;

    [Fact]
    public void Sample_WithTheSameKey_GivesTheSameTasks() => Assert.Equal(
        Family.Sample(new RngKey(1), 5, TaskSplit.Train).ContentHash(), Family.Sample(new RngKey(1), 5, TaskSplit.Train).ContentHash());

    [Fact]
    public void Sample_WithAnotherKey_GivesOtherTasks() => Assert.NotEqual(
        Family.Sample(new RngKey(1), 5, TaskSplit.Train).ContentHash(), Family.Sample(new RngKey(2), 5, TaskSplit.Train).ContentHash());

    [Fact]
    public void Sample_OfTrain_StaysInTheTrainingIntervals()
    {
        using var scope = NewDisposeScope();
        var tasks = Family.Sample(new RngKey(3), 1000, TaskSplit.Train);
        Assert.All(Family.Parameters, parameter =>
            Assert.All(tasks[parameter.Name].data<double>().ToArray(), value => Assert.True(parameter.Train.Contains(value))));
    }

    [Fact]
    public void Sample_OfUnknownSplit_NamesTheKnownOnes()
    {
        var error = Assert.Throws<UnknownTaskSplitException>(() => Family.Sample(new RngKey(0), 5, new TaskSplit("nowhere")));
        Assert.StartsWith($"The family '{Family.Name}' has no task split 'nowhere'; it has train, test", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reset_Always_HasTheAxesTaskAndEnvironment()
    {
        using var scope = NewDisposeScope();
        var (tasks, state) = Start(ScalarType.Float32);
        Assert.Equal([Tasks, Envs], state.shape[..2]);
        Assert.Equal(Tasks, tasks.Count);
    }

    [Fact]
    public void Observe_Always_HasTheSizeOfTheObservationSpace()
    {
        using var scope = NewDisposeScope();
        var (tasks, state) = Start(ScalarType.Float32);
        Assert.Equal([Tasks, Envs, ((Box)Family.Observations).Size], Family.Observe(tasks, state).shape);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Step_InEitherPrecision_KeepsShapesAndTypes(ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        var (tasks, state) = Start(dtype);
        var next = Family.Step(tasks, state, Actions(new RngKey(5), dtype), Noise(new RngKey(6), dtype));
        Assert.Equal((string.Join(',', state.shape), state.dtype), (string.Join(',', next.State.shape), next.State.dtype));
        Assert.Equal(("3,4", dtype), (string.Join(',', next.Reward.shape), next.Reward.dtype));
        Assert.Equal(("3,4", ScalarType.Bool), (string.Join(',', next.Terminated.shape), next.Terminated.dtype));
    }

    [Fact]
    public void Step_OfOneTask_DoesNotDependOnItsNeighbours()
    {
        using var scope = NewDisposeScope();
        var (tasks, state) = Start(ScalarType.Float64);
        var (action, noise) = (Actions(new RngKey(5), ScalarType.Float64), Noise(new RngKey(6), ScalarType.Float64));
        var together = Family.Step(tasks, state, action, noise);
        var alone = Family.Step(tasks.Slice(1, 1), state.narrow(0, 1, 1), action.narrow(0, 1, 1), noise.narrow(0, 1, 1));
        Assert.Equal(Bytes(together.State.narrow(0, 1, 1)), Bytes(alone.State));
        Assert.Equal(Bytes(together.Reward.narrow(0, 1, 1)), Bytes(alone.Reward));
    }

    [Fact]
    public void Step_Twice_GivesTheSameBytes()
    {
        using var scope = NewDisposeScope();
        var (tasks, state) = Start(ScalarType.Float32);
        var (action, noise) = (Actions(new RngKey(5), ScalarType.Float32), Noise(new RngKey(6), ScalarType.Float32));
        Assert.Equal(Bytes(Family.Step(tasks, state, action, noise).Reward), Bytes(Family.Step(tasks, state, action, noise).Reward));
    }

    [Fact]
    public void Step_WithOneParameterVaried_ChangesStatesRewardsOrEnds()
    {
        using var scope = NewDisposeScope();
        foreach (var parameter in Family.Parameters)
        {
            var (low, high) = (TraceWith(parameter.Name, parameter.Train.Low), TraceWith(parameter.Name, parameter.Train.High));
            Assert.True(low != high, $"{parameter.Name} changes nothing.");
        }
    }

    [Fact]
    public void Describe_OfTasks_IsOneRowEachOfOrderOne()
    {
        using var scope = NewDisposeScope();
        var description = Family.Describe(Family.Sample(new RngKey(1), 100, TaskSplit.Train));
        Assert.Equal(100, description.size(0));
        Assert.True(description.abs().max().ToDouble() <= 2);
    }

    [Fact]
    public void Step_WithoutAnyParameterVaried_ChangesNothing()
    {
        using var scope = NewDisposeScope();
        var parameter = Family.Parameters[0];
        Assert.Equal(TraceWith(parameter.Name, parameter.Default), TraceWith(parameter.Name, parameter.Default));
    }

    // Every state, reward and end of 20 random steps with one parameter of all tasks set to a value.
    private string TraceWith(string name, double value)
    {
        const int Envs = 32;
        var tasks = Family.Sample(new RngKey(7), Tasks, TaskSplit.Train);
        tasks = Family.Create(
            tasks.Names.ToDictionary(other => other, other => other == name ? full_like(tasks[other], value) : tasks[other]), Tasks);
        var state = Excursions is { } intervals
            ? new RngKey(8).Uniform([Tasks, Envs, intervals.Count], CPU, ScalarType.Float64)
                * tensor(intervals.Select(interval => interval.High - interval.Low).ToArray())
                + tensor(intervals.Select(interval => interval.Low).ToArray())
            : Family.Reset(tasks, new RngKey(8).Uniform([Tasks, Envs, Family.ResetNoise], CPU, ScalarType.Float64));
        var trace = new List<string>();
        for (var t = 0; t < 20; t++)
        {
            var key = new RngKey(9).At(t);
            var step = Family.Step(
                tasks, state, Actions(key.For("actions"), ScalarType.Float64, Envs), Noise(key.For("noise"), ScalarType.Float64, Envs));
            trace.AddRange(new[] { step.State, step.Reward, step.Terminated }.Select(part => Convert.ToHexString(Bytes(part))));
            state = step.State;
        }

        return string.Concat(trace);
    }

    private (TaskBatch Tasks, Tensor State) Start(ScalarType dtype)
    {
        var tasks = Family.Sample(new RngKey(1), Tasks, TaskSplit.Train).To(CPU, dtype);
        return (tasks, Family.Reset(tasks, new RngKey(2).Uniform([Tasks, Envs, Family.ResetNoise], CPU, dtype)));
    }

    private Tensor Actions(RngKey key, ScalarType dtype, int envs = Envs) => Family.Actions switch
    {
        Discrete space => key.Uniform([Tasks, envs], CPU, ScalarType.Float64).mul(space.Count).to_type(ScalarType.Int64),
        Box space => key.Normal([Tasks, envs, space.Size], CPU, dtype) * (double.IsFinite(space.High) ? space.High : 0.1),
        _ => throw new NotSupportedException(),
    };

    private Tensor Noise(RngKey key, ScalarType dtype, int envs = Envs) => key.Uniform([Tasks, envs, Family.StepNoise], CPU, dtype);

    private static byte[] Bytes(Tensor tensor) => tensor.contiguous().bytes.ToArray();
}
