namespace MetaRL.Kernels;

/// <summary>Lanes whose observations tell the task: (o, description of the task).</summary>
/// <typeparam name="T">The numbers.</typeparam>
/// <param name="hidden">The lanes that are seen.</param>
/// <param name="observation">O of these.</param>
/// <param name="descriptions">Of all tasks, [N, D].</param>
/// <param name="size">D.</param>
/// <param name="envs">E.</param>
/// <param name="first">The first lane, counted over all tasks.</param>
/// <param name="lanes">How many.</param>
public sealed class DescribedSteps<T>(
    LaneSteps<T> hidden, int observation, T[] descriptions, int size, int envs, int first, int lanes) : LaneSteps<T>
    where T : unmanaged
{
    private readonly T[] _seen = new T[lanes * observation];

    public override void Reset(ReadOnlySpan<T> noise) => hidden.Reset(noise);

    public override void Observe(Span<T> observations)
    {
        hidden.Observe(_seen);
        for (var lane = 0; lane < lanes; lane++)
        {
            var row = observations.Slice(lane * (observation + size), observation + size);
            _seen.AsSpan(lane * observation, observation).CopyTo(row);
            descriptions.AsSpan((first + lane) / envs * size, size).CopyTo(row[observation..]);
        }
    }

    public override void Step(
        ReadOnlySpan<T> actions, ReadOnlySpan<T> noise, Span<T> rewards, Span<bool> terminated) =>
        hidden.Step(actions, noise, rewards, terminated);

    public override void Restart(ReadOnlySpan<T> noise) => hidden.Restart(noise);
}
