using System.Text.Json.Serialization;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Simulation;

/// <summary>What one lane went through.</summary>
/// <param name="States">[T + 1][S].</param>
/// <param name="Observations">[T + 1][O].</param>
/// <param name="Rewards">[T].</param>
/// <param name="Terminated">Whether the family's condition of an episode's end holds after each step, [T].</param>
public sealed record Trajectory(
    [property: JsonPropertyName("states")] double[][] States,
    [property: JsonPropertyName("observations")] double[][] Observations,
    [property: JsonPropertyName("rewards")] double[] Rewards,
    [property: JsonPropertyName("terminated")] bool[] Terminated);

/// <summary>
/// Rolls given actions from given states under given task parameters: all lanes in one batch, each its own task.
/// </summary>
public static class Simulator
{
    /// <summary>
    /// Steps go on past the end of an episode; lanes with fewer actions than others just stop earlier.
    /// </summary>
    /// <param name="family">The dynamics.</param>
    /// <param name="requests">The lanes.</param>
    /// <param name="dtype">Precision of the physics.</param>
    /// <param name="key">Random numbers of families that need some.</param>
    /// <exception cref="TaskParameterException">A value that the family forbids.</exception>
    public static IReadOnlyList<Trajectory> Run(
        TaskFamily family, IReadOnlyList<SimulationRequest> requests, ScalarType dtype, RngKey key)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var lanes = requests.Count;
        var steps = requests.Max(request => request.Actions.Length);
        var tasks = Tasks(family, requests).To(CPU, dtype);
        var state = Start(family, tasks, requests, key.For("reset"));
        List<double[][]> states = [Rows(state)], observations = [Rows(family.Observe(tasks, state))];
        var rewards = new List<double[]>();
        var terminated = new List<double[]>();
        for (var t = 0; t < steps; t++)
        {
            using var step = NewDisposeScope();
            var noise = key.For("dynamics").At(t).Uniform([lanes, 1, family.StepNoise], CPU, dtype);
            var transition = family.Step(tasks, state, Actions(family, requests, t, dtype), noise);
            rewards.Add(Flat(transition.Reward));
            terminated.Add(Flat(transition.Terminated));
            state = transition.State.MoveToOuterDisposeScope();
            states.Add(Rows(state));
            RequireFinite(requests, t, states[^1], rewards[^1]);
            observations.Add(Rows(family.Observe(tasks, state)));
        }

        return [.. requests.Select((request, lane) => new Trajectory(
            [.. states.Take(request.Actions.Length + 1).Select(row => row[lane])],
            [.. observations.Take(request.Actions.Length + 1).Select(row => row[lane])],
            [.. rewards.Take(request.Actions.Length).Select(row => row[lane])],
            [.. terminated.Take(request.Actions.Length).Select(row => row[lane] != 0)]))];
    }

    // A parameter that only some lanes give has its default in the others.
    private static TaskBatch Tasks(TaskFamily family, IReadOnlyList<SimulationRequest> requests)
    {
        var standard = family.Tasks.Standard(1);
        var given = new Dictionary<string, TaskValues>();
        foreach (var parameter in family.Tasks.Parameters)
        {
            var values = requests.Select(request => request.Parameters.GetValueOrDefault(parameter.Name)).ToArray();
            if (values.Any(value => value is not null))
            {
                var normal = standard[parameter.Name].Numbers;
                given[parameter.Name] = new(
                    [requests.Count, .. parameter.Shape], [.. values.SelectMany(value => value ?? normal)]);
            }
        }

        return family.Batch(family.Tasks.Create(given, requests.Count));
    }

    private static Tensor Start(
        TaskFamily family, TaskBatch tasks, IReadOnlyList<SimulationRequest> requests, RngKey key)
    {
        var own = family.Reset(tasks, key.Uniform([tasks.Count, 1, family.ResetNoise], CPU, tasks.Dtype));
        var numbers = Rows(own);
        RequireKnownStates(requests, family.StateValues(tasks));
        var rows = requests.SelectMany((request, lane) => request.InitialState ?? numbers[lane]).ToArray();
        return tensor(rows, own.shape, dtype: ScalarType.Float64).to_type(own.dtype);
    }

    // States that are numbered
    private static void RequireKnownStates(IReadOnlyList<SimulationRequest> requests, long? values)
    {
        foreach (var (lane, request) in requests.Index())
        {
            foreach (var number in values is null ? [] : request.InitialState ?? [])
            {
                if (number < 0 || number >= values || number != Math.Floor(number))
                {
                    var rule = $"must be whole numbers from 0 to {values - 1}";
                    throw new TaskParameterException(FormattableString.Invariant(
                        $"request {lane}: initial_state {rule}, but holds {number}."));
                }
            }
        }
    }

    private static void RequireFinite(
        IReadOnlyList<SimulationRequest> requests, int t, double[][] states, double[] rewards)
    {
        foreach (var (lane, request) in requests.Index())
        {
            if (t < request.Actions.Length && !(double.IsFinite(rewards[lane]) && states[lane].All(double.IsFinite)))
            {
                throw new TaskParameterException(
                    $"request {lane}: The state or reward is not finite after actions[{t}].");
            }
        }
    }

    // Lanes whose actions are used up repeat their last one; what they do then is not reported.
    private static Tensor Actions(TaskFamily family, IReadOnlyList<SimulationRequest> requests, int t, ScalarType dtype)
    {
        var size = family.Actions is Box box ? box.Size : 1;
        var idle = new double[size];
        var numbers = requests.SelectMany(request =>
            request.Actions.Length == 0 ? idle : request.Actions[Math.Min(t, request.Actions.Length - 1)]);
        var actions = tensor(numbers.ToArray(), [requests.Count, 1, size]);
        return family.Actions is Discrete ? actions.squeeze(-1).to_type(ScalarType.Int64) : actions.to_type(dtype);
    }

    private static double[][] Rows(Tensor lanes) => [.. Flat(lanes).Chunk((int)lanes.size(-1))];

    private static double[] Flat(Tensor values) =>
        values.to_type(ScalarType.Float64).contiguous().data<double>().ToArray();
}
