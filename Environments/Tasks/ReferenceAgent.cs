namespace MetaRL.Environments.Tasks;

/// <summary>
/// A published algorithm that learns inside one task from nothing but the prior, to compare meta-learnt agents with.
/// </summary>
/// <param name="Name">Name in tables, such as <c>TS</c>.</param>
/// <param name="Source">Where it was published.</param>
/// <param name="Begin">
/// (key, N tasks, E environments in each, episodes to play at most) → all lanes before their first episode.
/// </param>
public sealed record ReferenceAgent(string Name, string Source, Func<RngKey, long, int, int, IReferencePlayer> Begin);
