using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>What a table has beside its values.</summary>
/// <param name="LearnsStepSize">Whether a factor of the step size is a weight: α = e^w · the given one.</param>
/// <param name="LearnsTemperature">Whether a factor of the temperature is a weight: τ = e^w · the given one.</param>
/// <param name="CountsVisits">
/// Whether the visits to each entry are kept; they are no weights, and nothing has a derivative by them.
/// </param>
public sealed record TableExtras(
    bool LearnsStepSize = false, bool LearnsTemperature = false, bool CountsVisits = false);

/// <summary>A table as parts of its weights: one per task, or shared by all.</summary>
/// <param name="Q">Q, [N, S·A] or [S·A].</param>
/// <param name="LogStepFactor">w of the step size, [N, 1] or [1]; null where it is not learned.</param>
/// <param name="LogTemperatureFactor">w of the temperature, likewise.</param>
/// <param name="Visits">
/// Steps at which each entry was visited, in the shape of Q; null where they are not counted.
/// </param>
public sealed record TableWeights(Tensor Q, Tensor? LogStepFactor, Tensor? LogTemperatureFactor, Tensor? Visits);

/// <summary>An action value for each of S observations and A actions, all 0 before learning.</summary>
/// <param name="states">S, the length of the one-hot observations.</param>
/// <param name="actions">A.</param>
/// <param name="exploration">How it chooses; where no round is given, as after its last one.</param>
/// <param name="extras">What the weights hold beside the values.</param>
public sealed class QTable(int states, int actions, Exploration exploration, TableExtras extras) : IActionValuePolicy
{
    public Exploration Exploration => exploration;

    public TableExtras Extras => extras;

    /// <summary>S.</summary>
    public int States => states;

    /// <summary>A.</summary>
    public int Actions => actions;

    public MatrixProducts Products => MatrixProducts.None; // it looks values up

    public ParamLayout Layout { get; } = new(
    [
        new Weight("q", [states, actions]),
        .. Optional(extras.LearnsStepSize, "log_step_size_factor", 1),
        .. Optional(extras.LearnsTemperature, "log_temperature_factor", 1),
        .. Optional(extras.CountsVisits, "visits", states, actions),
    ]);

    /// <summary>Zeros: what is known of a task before any is seen.</summary>
    public Params Initialize(RngKey key, Device device, ScalarType dtype = ScalarType.Float32) =>
        new(Layout, zeros(Layout.Count, dtype, device));

    /// <summary>The parts of the weights.</summary>
    public TableWeights Open(Params weights)
    {
        var parts = new Queue<Tensor>(
            Layout.Split(weights.Flat)
                .Select((part, index) => part.flatten(part.dim() - Layout.Weights[index].Shape.Count)));
        return new TableWeights(
            parts.Dequeue(),
            extras.LearnsStepSize ? parts.Dequeue() : null,
            extras.LearnsTemperature ? parts.Dequeue() : null,
            extras.CountsVisits ? parts.Dequeue() : null);
    }

    /// <summary>The weights with these parts, the inverse of <see cref="Open"/>.</summary>
    public Params Close(TableWeights parts) => new(
        Layout,
        cat(
            [.. new[] { parts.Q, parts.LogStepFactor, parts.LogTemperatureFactor, parts.Visits }.OfType<Tensor>()],
            -1));

    /// <summary>The row of each one-hot observation: oᵀ Q.</summary>
    public Tensor Values(Params weights, Tensor observation)
    {
        var q = Open(weights).Q;
        return observation.matmul(q.view([.. q.shape[..^1], states, actions]));
    }

    public Categorical Explore(Params weights, Tensor q, int round) =>
        exploration.Around(q, round, Open(weights).LogTemperatureFactor?.exp().view(-1, 1, 1));

    public IActor With(Params weights) => new ValueActor(this, weights);

    public IActionDistribution Distribution(Tensor parameters) => new Categorical(parameters);

    public Tensor Noise(RngKey key, ReadOnlySpan<long> lead, Device device, ScalarType dtype) =>
        Categorical.Noise(key, lead, actions, device, dtype);

    private static IEnumerable<Weight> Optional(bool wanted, string name, params long[] shape) =>
        wanted ? [new Weight(name, shape)] : [];
}
