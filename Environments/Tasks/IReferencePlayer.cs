using static TorchSharp.torch;

namespace MetaRL.Environments.Tasks;

/// <summary>
/// A reference agent in N tasks with E environments each: every lane knows its own history alone. It computes on the
/// CPU in 64-bit floats.
/// </summary>
public interface IReferencePlayer : IDisposable
{
    /// <summary>The next action of every lane.</summary>
    /// <param name="observation">[N, E, O].</param>
    /// <returns>int64 [N, E].</returns>
    Tensor Act(Tensor observation);

    /// <summary>Takes in the outcome of the last action.</summary>
    /// <param name="action">int64 [N, E].</param>
    /// <param name="transition">Of every lane.</param>
    void See(Tensor action, Transition transition);

    /// <summary>
    /// Its belief in the first environment of each task; null where it has none that can be told.
    /// </summary>
    Belief? Believe() => null;
}
