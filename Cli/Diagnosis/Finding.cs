namespace MetaRL.Cli.Diagnosis;

/// <summary>One line of a diagnosis.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Value">What was found.</param>
/// <param name="Cure">What to do about it, one sentence; null where nothing is to be done.</param>
/// <param name="Broken">Whether nothing works without the cure.</param>
internal sealed record Finding(string Name, string Value, string? Cure = null, bool Broken = false);
