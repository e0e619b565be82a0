namespace MetaRL.Viewer.Recordings;

/// <summary>
/// Which step of which round each frame of a film shows: all rounds take equally long, with a pause after each.
/// </summary>
public sealed class FilmSchedule
{
    /// <summary>Seconds of a round at speed 1, whatever its steps.</summary>
    public const double SecondsARound = 4;

    private const double SecondsAPause = 1.2; // at any speed: to see what changed
    private const double SecondsAtTheEnd = 2;

    private readonly int _horizon;
    private readonly int _rounds;
    private readonly int _play;
    private readonly int _pause;
    private readonly int _end;

    /// <param name="horizon">Steps of a round.</param>
    /// <param name="rounds">K + 1.</param>
    /// <param name="framesPerSecond">Of the film.</param>
    /// <param name="speed">2 for rounds of half the time.</param>
    public FilmSchedule(int horizon, int rounds, int framesPerSecond, double speed)
    {
        (_horizon, _rounds) = (horizon, rounds);
        _play = Math.Max(1, (int)Math.Round(framesPerSecond * SecondsARound / speed));
        _pause = Math.Max(1, (int)Math.Round(framesPerSecond * SecondsAPause));
        _end = Math.Max(1, (int)Math.Round(framesPerSecond * SecondsAtTheEnd));
    }

    /// <summary>Of the whole film.</summary>
    public int Frames => (_rounds * _play) + ((_rounds - 1) * _pause) + _end;

    /// <param name="frame">From 0.</param>
    public FilmMoment At(int frame)
    {
        var round = Math.Min(frame / (_play + _pause), _rounds - 1);
        var within = frame - (round * (_play + _pause));
        var pause = round == _rounds - 1 ? _end : _pause;
        return within < _play
            ? new FilmMoment(round, (int)((long)_horizon * (within + 1) / _play), null)
            : new FilmMoment(round, _horizon, (within - _play + 1) / (double)pause);
    }
}
