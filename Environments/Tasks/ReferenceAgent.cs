using static TorchSharp.torch;

namespace MetaRL.Environments.Tasks;

/// <summary>A published algorithm that learns inside one task from nothing but the prior, to compare meta-learnt agents with.</summary>
/// <param name="Name">Name in tables, such as <c>Thompson</c>.</param>
/// <param name="Source">Where it was published.</param>
/// <param name="Play">(key, N tasks on the CPU, E environments, episodes) → undiscounted return of each episode, [episodes, N, E].</param>
public sealed record ReferenceAgent(string Name, string Source, Func<RngKey, TaskBatch, int, int, Tensor> Play);
