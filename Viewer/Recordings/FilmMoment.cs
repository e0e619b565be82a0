namespace MetaRL.Viewer.Recordings;

/// <summary>What one frame of a film shows.</summary>
/// <param name="Round">From 0.</param>
/// <param name="Steps">Steps since the round began.</param>
/// <param name="Pause">Elapsed share of the pause after the round, 0 to 1; null during the round.</param>
public readonly record struct FilmMoment(int Round, int Steps, double? Pause);
