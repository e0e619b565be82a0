using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
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

    /// <summary>Whether its environments step by kernels too.</summary>
    protected virtual bool HasLanes => true;

    /// <summary>
    /// Interval of each number of a state that the parameter audit starts from, wide enough for every limit to act;
    /// null: it starts from resets.
    /// </summary>
    protected virtual IReadOnlyList<Interval>? Excursions => null;

    [Fact]
    public void Sample_WithTheSameKey_GivesTheSameTasks() => Assert.Equal(
        Hash(new RngKey(1), TaskSplit.Train), Hash(new RngKey(1), TaskSplit.Train));

    [Fact]
    public void Sample_WithAnotherKey_GivesOtherTasks() => Assert.NotEqual(
        Hash(new RngKey(1), TaskSplit.Train), Hash(new RngKey(2), TaskSplit.Train));

    [Fact]
    public void Sample_OfMoreTasks_BeginsWithTheSameTasks()
    {
        var few = Family.Tasks.Sample(new RngKey(1), 5, TaskSplit.Train);
        var many = Family.Tasks.Sample(new RngKey(1), 9, TaskSplit.Train);
        Assert.Equal(Family.Tasks.ContentHash(few), Family.Tasks.ContentHash(many.Choose([0, 1, 2, 3, 4])));
    }

    [Fact]
    public void Sample_OfTasks_AreThePlainNumbers()
    {
        using var scope = NewDisposeScope();
        var tasks = Family.Sample(new RngKey(1), 5, TaskSplit.Train);
        Assert.Equal(Hash(new RngKey(1), TaskSplit.Train), Family.Tasks.ContentHash(tasks.ToSet()));
    }

    [Fact]
    public void Sample_OfTrain_StaysInTheTrainingIntervals()
    {
        using var scope = NewDisposeScope();
        var tasks = Family.Sample(new RngKey(3), 1000, TaskSplit.Train);
        Assert.All(Family.Tasks.Parameters, parameter =>
            Assert.All(
                tasks[parameter.Name].data<double>().ToArray(), value => Assert.True(parameter.Train.Contains(value))));
    }

    [Fact]
    public void Sample_OfUnknownSplit_NamesTheKnownOnes()
    {
        var error = Assert.Throws<UnknownTaskSplitException>(
            () => Family.Sample(new RngKey(0), 5, new TaskSplit("nowhere")));
        Assert.StartsWith(
            $"The family '{Family.Name}' has no task split 'nowhere'; it has train, test", error.Message,
            StringComparison.Ordinal);
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
        Assert.Equal(
            (string.Join(',', state.shape), state.dtype), (string.Join(',', next.State.shape), next.State.dtype));
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
        var alone = Family.Step(
            tasks.Slice(1, 1), state.narrow(0, 1, 1), action.narrow(0, 1, 1), noise.narrow(0, 1, 1));
        Assert.Equal(Bytes(together.State.narrow(0, 1, 1)), Bytes(alone.State));
        Assert.Equal(Bytes(together.Reward.narrow(0, 1, 1)), Bytes(alone.Reward));
    }

    [Fact]
    public void Step_Twice_GivesTheSameBytes()
    {
        using var scope = NewDisposeScope();
        var (tasks, state) = Start(ScalarType.Float32);
        var (action, noise) = (Actions(new RngKey(5), ScalarType.Float32), Noise(new RngKey(6), ScalarType.Float32));
        Assert.Equal(
            Bytes(Family.Step(tasks, state, action, noise).Reward),
            Bytes(Family.Step(tasks, state, action, noise).Reward));
    }

    // Lanes are no multiple of a vector's, and vectors span tasks.
    [Fact]
    public void Lanes_WithRestarts_GoTheWayOfTensors()
    {
        using var scope = NewDisposeScope();
        const int Count = 3 * Envs;
        var tasks = Family.Sample(new RngKey(1), Tasks, TaskSplit.Train);
        if (Family.Lanes<double>(tasks, Envs) is not { } source)
        {
            Assert.False(HasLanes);
            return;
        }

        LaneSteps<double>[] parts = [source(0, 7), source(7, Count - 7)];
        int[] firsts = [0, 7, Count];
        var (observed, acted) = ((int)((Box)Family.Observations).Size, Family.Actions is Box box ? box.Size : 1);
        var (rewards, ended, seen) = (new double[Count], new bool[Count], new double[Count * observed]);
        var start = Numbers(Uniform(0, Family.ResetNoise));
        var state = Family.Reset(tasks, Uniform(0, Family.ResetNoise));
        Each((part, from, to) => parts[part].Reset(Rows(start, from, to, Family.ResetNoise)));
        for (var t = 1; t <= 40; t++)
        {
            var action = Actions(new RngKey(5).At(t), ScalarType.Float64);
            var (numbers, noise) = (Numbers(action), Uniform(t, Family.StepNoise));
            var again = Uniform(-t, Family.ResetNoise);
            var (drawn, drawnAgain) = (Numbers(noise), Numbers(again));
            Each((part, from, to) => parts[part].Observe(seen.AsSpan(from * observed, (to - from) * observed)));
            AssertNear(Numbers(Family.Observe(tasks, state)), seen);

            var step = Family.Step(tasks, state, action, noise);
            Each((part, from, to) => parts[part].Step(
                Rows(numbers, from, to, acted), Rows(drawn, from, to, Family.StepNoise),
                rewards.AsSpan(from, to - from), ended.AsSpan(from, to - from)));
            AssertNear(Numbers(step.Reward), rewards);
            Assert.Equal(Numbers(step.Terminated), ended.Select(end => end ? 1.0 : 0));

            Each((part, from, to) => parts[part].Restart(Rows(drawnAgain, from, to, Family.ResetNoise)));
            state = where(step.Terminated.unsqueeze(-1), Family.Reset(tasks, again), step.State);
        }

        Tensor Uniform(int t, int size) =>
            new RngKey(6).At(t + 100).Uniform([Tasks, Envs, size], CPU, ScalarType.Float64);

        void Each(Action<int, int, int> body)
        {
            body(0, firsts[0], firsts[1]);
            body(1, firsts[1], firsts[2]);
        }
    }

    private static ReadOnlySpan<double> Rows(double[] rows, int from, int to, int size) =>
        rows.AsSpan(from * size, (to - from) * size);

    private static void AssertNear(double[] expected, double[] actual) => Assert.All(
        expected.Zip(actual),
        pair => Assert.Equal(pair.First, pair.Second, 1e-10 * Math.Max(1, Math.Abs(pair.First))));

    private static double[] Numbers(Tensor values) => HostMemory.Copy<double>(values.to_type(ScalarType.Float64));

    [Fact]
    public void Step_WithOneParameterVaried_ChangesStatesRewardsOrEnds()
    {
        using var scope = NewDisposeScope();
        Assert.All(
            Family.Tasks.Parameters.SelectMany(
                parameter => Alternatives(parameter).Select(pair => (Parameter: parameter, pair.One, pair.Other))),
            audit => Assert.True(
                TraceWith(audit.Parameter, audit.One) != TraceWith(audit.Parameter, audit.Other),
                $"{audit.Parameter.Name} changes nothing."));
    }

    /// <summary>
    /// Values of one task, each of the parameter's shape, of which no two of a pair may lead to the same states and
    /// rewards.
    /// </summary>
    protected virtual IReadOnlyList<(Tensor One, Tensor Other)> Alternatives(TaskParameter parameter) =>
        [AuditedValues(parameter)];

    /// <summary>
    /// Both ends of the training interval, for the whole parameter and for each part along its last axis alone.
    /// </summary>
    protected static IReadOnlyList<(Tensor One, Tensor Other)> EveryPart(TaskParameter parameter)
    {
        long[] shape = [.. parameter.Shape];
        var low = full(shape, parameter.Train.Low, ScalarType.Float64);
        var high = full(shape, parameter.Train.High, ScalarType.Float64);
        var parts = Enumerable.Range(0, shape.Length == 0 ? 0 : (int)shape[^1]);
        return [(low, high), .. parts.Select(part => (low, where(arange(shape[^1]) == part, high, low)))];
    }

    [Fact]
    public void Describe_OfTasks_IsOneRowEachOfOrderOne()
    {
        using var scope = NewDisposeScope();
        var description = Family.TaskFeatures(Family.Sample(new RngKey(1), 100, TaskSplit.Train));
        Assert.Equal(100, description.size(0));
        Assert.True(description.abs().max().ToDouble() <= 2);
    }

    /// <summary>Two values of a parameter, of its shape, that must lead to other states or rewards.</summary>
    /// <remarks>
    /// The ends of the training interval of a number; what two sampled tasks have of a parameter with axes.
    /// </remarks>
    protected virtual (Tensor One, Tensor Other) AuditedValues(TaskParameter parameter)
    {
        if (parameter.Shape.Count == 0)
        {
            return (tensor(parameter.Train.Low), tensor(parameter.Train.High));
        }

        var drawn = Family.Sample(new RngKey(12), 2, TaskSplit.Train)[parameter.Name];
        return (drawn.select(0, 0), drawn.select(0, 1));
    }

    /// <summary>The three tasks in which the audit sets one parameter.</summary>
    protected virtual TaskBatch AuditedTasks => Family.Sample(new RngKey(7), Tasks, TaskSplit.Train);

    /// <summary>Random steps in which an audited parameter must show.</summary>
    protected virtual int AuditedSteps => 20;

    [Fact]
    public void Step_WithoutAnyParameterVaried_ChangesNothing()
    {
        using var scope = NewDisposeScope();
        var (parameter, value) = (Family.Tasks.Parameters[0], AuditedValues(Family.Tasks.Parameters[0]).One);
        Assert.Equal(TraceWith(parameter, value), TraceWith(parameter, value));
    }

    // The first states of resets, and every state, reward and end of random steps, with one parameter of all tasks set
    // to a value.
    private string TraceWith(TaskParameter parameter, Tensor value)
    {
        const int Envs = 32;
        var tasks = AuditedTasks;
        tasks = Family.Create(
            tasks.Names.ToDictionary(
                other => other,
                other => other == parameter.Name
                    ? value.unsqueeze(0).expand([Tasks, .. parameter.Shape]).contiguous()
                    : tasks[other]),
            Tasks);
        var first = Family.Reset(
            tasks, new RngKey(8).Uniform([Tasks, Envs, Family.ResetNoise], CPU, ScalarType.Float64));
        var state = Excursions is { } intervals
            ? new RngKey(8).Uniform([Tasks, Envs, intervals.Count], CPU, ScalarType.Float64)
                * tensor(intervals.Select(interval => interval.High - interval.Low).ToArray())
                + tensor(intervals.Select(interval => interval.Low).ToArray())
            : first;
        var trace = new List<string> { Convert.ToHexString(Bytes(first)) };
        for (var t = 0; t < AuditedSteps; t++)
        {
            var key = new RngKey(9).At(t);
            var step = Family.Step(
                tasks, state, Actions(key.For("actions"), ScalarType.Float64, Envs),
                Noise(key.For("noise"), ScalarType.Float64, Envs));
            trace.AddRange(
                new[] { step.State, step.Reward, step.Terminated }.Select(part => Convert.ToHexString(Bytes(part))));
            state = step.State;
        }

        return string.Concat(trace);
    }

    private string Hash(RngKey key, TaskSplit split) => Family.Tasks.ContentHash(Family.Tasks.Sample(key, 5, split));

    private (TaskBatch Tasks, Tensor State) Start(ScalarType dtype)
    {
        var tasks = Family.Sample(new RngKey(1), Tasks, TaskSplit.Train).To(CPU, dtype);
        return (tasks, Family.Reset(tasks, new RngKey(2).Uniform([Tasks, Envs, Family.ResetNoise], CPU, dtype)));
    }

    private Tensor Actions(RngKey key, ScalarType dtype, int envs = Envs) => Family.Actions switch
    {
        Discrete space =>
            key.Uniform([Tasks, envs], CPU, ScalarType.Float64).mul(space.Count).to_type(ScalarType.Int64),
        Box space =>
            key.Normal([Tasks, envs, space.Size], CPU, dtype) * (double.IsFinite(space.High) ? space.High : 0.1),
        _ => throw new NotSupportedException(),
    };

    private Tensor Noise(RngKey key, ScalarType dtype, int envs = Envs) =>
        key.Uniform([Tasks, envs, Family.StepNoise], CPU, dtype);

    private static byte[] Bytes(Tensor tensor) => tensor.contiguous().bytes.ToArray();
}
