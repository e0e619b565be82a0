using static TorchSharp.torch;

namespace MetaRL.Environments.Tasks;

/// <summary>
/// A reference agent in N tasks with E environments each: every lane knows what it has seen itself, on the CPU in
/// 64-bit floats.
/// </summary>
public interface IReferencePlayer : IDisposable
{
    /// <summary>The next action of every lane.</summary>
    /// <param name="observation">[N, E, O].</param>
    /// <returns>int64 [N, E].</returns>
    Tensor Act(Tensor observation);

    /// <summary>What came of it.</summary>
    /// <param name="action">int64 [N, E].</param>
    /// <param name="transition">Of every lane.</param>
    void See(Tensor action, Transition transition);

    /// <summary>
    /// What the first environment of each task leads it to believe; null where it has no belief that can be told.
    /// </summary>
    Belief? Believe() => null;
}
