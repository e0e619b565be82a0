namespace MetaRL.Viewer.Recordings;

/// <summary>What one frame of a film shows.</summary>
/// <param name="Round">From 0.</param>
/// <param name="Steps">Of the round so far.</param>
/// <param name="Pause">How much of the pause after the round is over, 0 to 1; null as long as the round goes on.</param>
public readonly record struct FilmMoment(int Round, int Steps, double? Pause);
