using MetaRL.Configuration;
using MetaRL.Environments.Tasks;
using MetaRL.Viewer.Scenes;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Tests.Viewer;

/// <summary>A task of a family and what random actions make of it.</summary>
internal sealed class SceneSample
{
    private const int Rounds = 3;

    /// <param name="name">A registered family.</param>
    /// <param name="steps">Steps of each episode.</param>
    public SceneSample(string name, int steps = 25)
    {
        using var scope = NewDisposeScope();
        var key = new RngKey(1).For(name);
        Family = Families.Create(name, []);
        Tasks = Family.Sample(key.For("task"), 1, TaskSplit.Train).Map(values => values.MoveToOuterDisposeScope());
        var trails = new List<Trail>();
        for (var age = Rounds - 1; age >= 0; age--)
        {
            (var states, Moment) = Play(key.At(age), steps);
            trails.Add(new Trail(age, states));
        }

        Moment = Moment! with { Trails = trails };
        Scene = SceneRegistry.Create(Family, Tasks, 0);
    }

    public TaskFamily Family { get; }

    public TaskBatch Tasks { get; }

    public IScene Scene { get; }

    /// <summary>The last moment of the last episode, with all trails.</summary>
    public SceneMoment Moment { get; }

    private (List<double[]> States, SceneMoment Last) Play(RngKey key, int steps)
    {
        var state = Family.Reset(Tasks, key.For("reset").Uniform([1, 1, Family.ResetNoise], CPU, ScalarType.Float64));
        var states = new List<double[]> { Numbers(state) };
        var last = new SceneMoment(0, states[0], Numbers(Family.Observe(Tasks, state)));
        for (var time = 0; time < steps; time++)
        {
            var action = Random(key.For("action").At(time));
            var noise = key.For("step").At(time).Uniform([1, 1, Family.StepNoise], CPU, ScalarType.Float64);
            var after = Family.Step(Tasks, state, action, noise);
            last = new SceneMoment(time, states[^1], Numbers(Family.Observe(Tasks, state)))
            {
                Action = Numbers(action),
                Reward = after.Reward.ToDouble(),
            };
            if (after.Terminated.ToBoolean())
            {
                break;
            }

            state = after.State;
            states.Add(Numbers(state));
        }

        return (states[..^1].Count > 0 ? states[..^1] : states, last);
    }

    private Tensor Random(RngKey key) => Family.Actions switch
    {
        Discrete discrete => key.Uniform([1, 1], CPU, ScalarType.Float64).mul(discrete.Count).to_type(ScalarType.Int64),
        Box box => (key.Uniform([1, 1, box.Size], CPU, ScalarType.Float64) * (box.High - box.Low)) + box.Low,
        _ => throw new NotSupportedException(),
    };

    private static double[] Numbers(Tensor values) =>
        values.to_type(ScalarType.Float64).contiguous().data<double>().ToArray();
}
