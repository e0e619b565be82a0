using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace MetaRL.Environments.Tasks;

/// <summary>One parameter of N tasks as plain numbers.</summary>
/// <param name="Shape">N and the axes of one task's value.</param>
/// <param name="Numbers">Row-major.</param>
public sealed record TaskValues(long[] Shape, double[] Numbers)
{
    /// <summary>The values of a tensor, wherever and of whatever type it is.</summary>
    public static TaskValues Of(Tensor values)
    {
        using var scope = NewDisposeScope();
#pragma warning disable RS0030 // tasks are read when they are made, hashed or drawn, never within a rollout
        return new TaskValues(
            values.shape, values.detach().cpu().to_type(ScalarType.Float64).contiguous().data<double>().ToArray());
#pragma warning restore RS0030
    }

    /// <summary>All values, [N, ...], in 64-bit floats on the CPU.</summary>
    public Tensor ToTensor() => tensor(Numbers, Shape);

    /// <summary>Numbers of one task.</summary>
    public ReadOnlySpan<double> Of(int task)
    {
        var size = Numbers.Length / (int)Shape[0];
        return Numbers.AsSpan(task * size, size);
    }
}

/// <summary>
/// N tasks of one family as plain numbers: how they are drawn, frozen in files and hashed, all without libtorch.
/// </summary>
/// <remarks><see cref="TaskFamily.Batch"/> makes of them the tensors that environments compute with.</remarks>
public sealed class TaskSet
{
    private readonly IReadOnlyDictionary<string, TaskValues> _parameters;

    /// <param name="parameters">Name → values; all with the same N.</param>
    public TaskSet(IReadOnlyDictionary<string, TaskValues> parameters)
    {
        Count = parameters.Count > 0
            ? (int)parameters.Values.First().Shape[0]
            : throw new ArgumentException("A task set needs at least one parameter.", nameof(parameters));
        if (parameters.FirstOrDefault(pair => pair.Value.Shape[0] != Count) is { Key: { } other, Value: { } values })
        {
            throw new ArgumentException(
                $"Every task parameter must have the same number of tasks, {Count}, but '{other}' has"
                + $" {values.Shape[0]}.", nameof(parameters));
        }

        _parameters = parameters;
    }

    /// <summary>Values of one parameter.</summary>
    public TaskValues this[string parameter] => _parameters[parameter];

    /// <summary>N.</summary>
    public int Count { get; }

    public IEnumerable<string> Names => _parameters.Keys;

    /// <summary>Some of the tasks, in the order of their indices.</summary>
    public TaskSet Choose(IReadOnlyList<int> tasks) => new(_parameters.ToDictionary(
        pair => pair.Key,
        pair => new TaskValues(
            [tasks.Count, .. pair.Value.Shape[1..]], [.. tasks.SelectMany(task => pair.Value.Of(task).ToArray())])));

    /// <summary>SHA-256 over what the tasks are: equal hashes mean equal tasks of one family in equal order.</summary>
    /// <remarks>
    /// Over the family's name and N; then, in ordinal order, over name, shape and numbers (64-bit floats,
    /// little-endian) of each parameter that differs from the default one in some task. So a parameter that a family
    /// gets later changes no hash. The family's settings, such as its horizon, are no part of it.
    /// </remarks>
    /// <param name="family">Name of the family.</param>
    /// <param name="standard">The default task.</param>
    internal string ContentHash(string family, TaskSet standard) =>
        Hash($"{family}[{Count}]", Names.Where(name => !IsStandard(this[name], standard[name].Of(0))));

    /// <summary>
    /// The hash in task set files of format 1: over every parameter, be it the default one, and neither name nor N.
    /// </summary>
    public string FormatOneHash() => Hash("", Names);

    private bool IsStandard(TaskValues values, ReadOnlySpan<double> standard)
    {
        for (var task = 0; task < Count; task++)
        {
            if (!values.Of(task).SequenceEqual(standard))
            {
                return false;
            }
        }

        return true;
    }

    private string Hash(string head, IEnumerable<string> names)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(head));
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            var (shape, numbers) = this[name];
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}[{string.Join(',', shape)}]"));
            var bytes = new byte[numbers.Length * sizeof(double)];
            for (var index = 0; index < numbers.Length; index++)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(index * sizeof(double)), numbers[index]);
            }

            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
