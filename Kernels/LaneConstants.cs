using System.Numerics;
using System.Runtime.InteropServices;

namespace MetaRL.Kernels;

/// <summary>Constants of N tasks, each for E environments.</summary>
/// <typeparam name="T">The numbers.</typeparam>
/// <param name="values">Those of a name, [N].</param>
/// <param name="envs">E.</param>
public sealed class LaneConstants<T>(Func<string, T[]> values, int envs)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Dictionary<string, T[]> _values = [];

    /// <summary>
    /// Those of a vector of lanes, counted over all tasks; what lies behind the last lane is as that is.
    /// </summary>
    /// <param name="first">The vector's first lane.</param>
    /// <param name="end">The lane after the last one.</param>
    internal ITaskConstants<Lanes<T>> At(int first, int end) => new Vector(this, first, end);

    private T[] Values(string name) =>
        _values.TryGetValue(name, out var known) ? known : _values[name] = values(name);

    private sealed class Vector(LaneConstants<T> tasks, int first, int end) : ITaskConstants<Lanes<T>>
    {
        private readonly T[] _lanes = new T[Lanes<T>.Width];

        public Lanes<T> this[string name]
        {
            get
            {
                var values = tasks.Values(name);
                for (var lane = 0; lane < _lanes.Length; lane++)
                {
                    _lanes[lane] = values[Math.Min(first + lane, end - 1) / tasks.Envs];
                }

                return MemoryMarshal.Cast<T, Lanes<T>>(_lanes)[0];
            }
        }
    }

    private int Envs => envs;
}
