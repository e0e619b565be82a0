using static TorchSharp.torch;

namespace MetaRL.Environments.Tasks;

/// <summary>N tasks of one family as named tensors, each [N] or [N, ...]. Tasks are data, never subclasses.</summary>
public sealed record TaskBatch
{
    private static readonly IReadOnlyDictionary<string, Tensor> None = new Dictionary<string, Tensor>();

    private readonly IReadOnlyDictionary<string, Tensor> _parameters;
    private readonly IReadOnlyDictionary<string, Tensor> _derived;
    private readonly Dictionary<string, Tensor> _columns;

    /// <param name="parameters">Name → values [N, ...]; all with the same N.</param>
    /// <param name="derived">
    /// What the family computes from them once, such as transition tables; no part of the tasks' identity.
    /// </param>
    public TaskBatch(
        IReadOnlyDictionary<string, Tensor> parameters, IReadOnlyDictionary<string, Tensor>? derived = null)
    {
        _derived = derived ?? None;
        if (parameters.Count == 0)
        {
            throw new ArgumentException("A task batch needs at least one parameter.", nameof(parameters));
        }

        Count = parameters.Values.First().shape[0];
        foreach (var (name, values) in parameters)
        {
            if (values.shape[0] != Count)
            {
                throw new ArgumentException(
                    $"Every task parameter must have the same number of tasks, {Count}, but '{name}' has"
                    + $" {values.shape[0]}.",
                    nameof(parameters));
            }
        }

        _parameters = parameters;
        _columns = parameters.Where(pair => pair.Value.dim() == 1)
            .ToDictionary(pair => pair.Key, pair => pair.Value.unsqueeze(-1));
    }

    private TaskBatch(TaskBatch other, Func<Tensor, Tensor> function)
    {
        (_parameters, _derived, _columns) = (Mapped(other._parameters), Mapped(other._derived), Mapped(other._columns));
        Count = _parameters.Values.First().size(0);

        Dictionary<string, Tensor> Mapped(IReadOnlyDictionary<string, Tensor> tensors) =>
            tensors.ToDictionary(pair => pair.Key, pair => function(pair.Value));
    }

    /// <summary>Values of one parameter for all tasks, [N] or [N, ...].</summary>
    public Tensor this[string parameter] => _parameters.TryGetValue(parameter, out var values)
        ? values
        : throw new KeyNotFoundException(
            $"The tasks have no parameter '{parameter}'; they have {string.Join(", ", Names)}.");

    /// <summary>
    /// One parameter, or what the family computed of them for each task, as [N, 1], so that it goes with columns of
    /// states, [N, E]; a view that is made once, as each takes 0.9 µs.
    /// </summary>
    public Tensor Column(string name) =>
        _derived.TryGetValue(name, out var derived) ? derived
            : _columns.TryGetValue(name, out var column) ? column
            : this[name].unsqueeze(-1);

    /// <summary>What the family computed from the parameters, [N, ...].</summary>
    public Tensor Derived(string name) => _derived[name];

    /// <summary>N.</summary>
    public long Count { get; }

    public IEnumerable<string> Names => _parameters.Keys;

    public Device Device => _parameters.Values.First().device;

    /// <summary>Floating-point type in which the tasks, and so the environments, compute.</summary>
    public ScalarType Dtype => _parameters.Values.First().dtype;

    /// <summary>
    /// The tasks <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> − 1 as a view.
    /// </summary>
    public TaskBatch Slice(long start, long count) => Map(values => values.narrow(0, start, count));

    /// <summary>
    /// The same tasks on another device or in another floating-point type; derived integers stay integers.
    /// </summary>
    public TaskBatch To(Device device, ScalarType dtype) =>
        Map(
            values => values.dtype is ScalarType.Float32 or ScalarType.Float64
                ? values.to(dtype, device)
                : values.to(device));

    /// <summary>Every task <paramref name="times"/> times in a row.</summary>
    public TaskBatch Repeat(int times) => Map(values => values.repeat_interleave(times, dim: 0));

    /// <summary>Applies one function to every tensor.</summary>
    public TaskBatch Map(Func<Tensor, Tensor> function) => new(this, function);

    /// <summary>
    /// The parameters as plain numbers; those of a batch in 32-bit floats are rounded and have a hash of their own.
    /// </summary>
    public TaskSet ToSet() => new(_parameters.ToDictionary(pair => pair.Key, pair => TaskValues.Of(pair.Value)));
}
