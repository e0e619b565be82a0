namespace MetaRL.Viewer.Watching;

/// <summary>Where in the rounds of adaptation the one who watches is, and how fast he goes on.</summary>
/// <remarks>Round r has moments 0 to <see cref="Horizon"/>; after its last one comes a pause, in which the agents learn.</remarks>
/// <param name="horizon">Steps of a round.</param>
/// <param name="last">Last round that is asked for.</param>
public sealed class Timeline(int horizon, int last)
{
    private const double RoundSeconds = 5;                 // of a round at speed 1,
    private const double Slowest = 4, Fastest = 40;        // between these many steps in a second
    private const double PauseSeconds = 0.8;               // between two rounds at speed 1
    private const double LongestFrame = 0.1;               // seconds, for which agents run ahead
    private double _time;
    private double _pause;
    private double _frame; // seconds

    /// <summary>Factors of speed that can be chosen.</summary>
    public static IReadOnlyList<double> Speeds { get; } = [0.25, 0.5, 1, 2, 4, 8, 16];

    public int Horizon => horizon;

    /// <summary>Round that is watched, from 0.</summary>
    public int Round { get; private set; }

    /// <summary>Steps since the round began, from 0 to <see cref="Horizon"/>.</summary>
    public int Time => (int)_time;

    /// <summary>Last round that is asked for.</summary>
    public int Last { get; private set; } = last;

    public bool IsPlaying { get; private set; }

    /// <summary>Whether the round is over and the next has to be learnt for or shown yet.</summary>
    public bool IsBetweenRounds { get; private set; }

    /// <summary>Whether there is nothing more to show but by another adaptation.</summary>
    public bool IsAtEnd => IsBetweenRounds && Round == Last;

    /// <summary>One of <see cref="Speeds"/>.</summary>
    public double Speed { get; private set; } = 1;

    /// <summary>Steps over all rounds, from 0.</summary>
    public long Position => ((long)Round * horizon) + Time;

    /// <summary>How many steps may have been taken before the next frame is shown, over all rounds.</summary>
    /// <remarks>No more than a frame that takes as long as the last one will show: a change of the task shall be seen at once.</remarks>
    public long Wanted => IsBetweenRounds
        ? (long)(Round + 1) * horizon
        : ((long)Round * horizon) + (IsPlaying ? Math.Min(horizon, 1 + (long)(_time + (StepsPerSecond * _frame))) : Time);

    private double StepsPerSecond => Math.Clamp(horizon / RoundSeconds, Slowest, Fastest) * Speed;

    /// <summary>Time goes on.</summary>
    /// <param name="seconds">How long.</param>
    /// <param name="rounds">Rounds that have begun.</param>
    /// <param name="steps">Steps taken in the watched round, and whether nothing more happens in it.</param>
    public void Advance(double seconds, int rounds, (int Taken, bool IsOver) steps)
    {
        _frame = Math.Min(seconds, LongestFrame);
        if (IsPlaying && !IsBetweenRounds)
        {
            _time = Math.Max(_time, Math.Min(_time + (StepsPerSecond * seconds), steps.Taken)); // agents may yet have to come here
        }

        if (!IsBetweenRounds && IsPlaying && steps.IsOver && Time >= steps.Taken)
        {
            (IsBetweenRounds, _pause) = (true, 0);
            IsPlaying = Round < Last;
        }

        if (IsBetweenRounds && IsPlaying)
        {
            _pause += seconds * Speed;
            if (_pause >= PauseSeconds && rounds > Round + 1)
            {
                GoTo(Round + 1, 0);
            }
        }
    }

    /// <summary>Plays on, or pauses; at the end, from the beginning.</summary>
    public void Toggle()
    {
        if (IsAtEnd)
        {
            GoTo(0, 0);
        }

        IsPlaying = !IsPlaying;
    }

    public void Play() => IsPlaying = true;

    public void Pause() => IsPlaying = false;

    /// <summary>A moment of a round; no further than the last one asked for.</summary>
    public void GoTo(int round, int time)
    {
        Round = Math.Clamp(round, 0, Last);
        _time = Math.Clamp(time, 0, horizon);
        IsBetweenRounds = false;
    }

    /// <summary>One step forwards or backwards, into the next or previous round where this one ends.</summary>
    /// <param name="steps">1 or −1.</param>
    /// <param name="length">Steps of the watched round, as far as they are known.</param>
    public void Step(int steps, int length)
    {
        IsPlaying = false;
        if (Time + steps > length && Round < Last)
        {
            GoTo(Round + 1, 0);
        }
        else if (Time + steps < 0 && Round > 0)
        {
            GoTo(Round - 1, horizon);
        }
        else
        {
            GoTo(Round, Math.Min(Time + steps, length));
        }
    }

    /// <summary>The next faster or slower speed.</summary>
    public void ChangeSpeed(int by) =>
        Speed = Speeds[Math.Clamp(Speeds.ToList().IndexOf(Speed) + by, 0, Speeds.Count - 1)];

    /// <summary>Asks for one more round.</summary>
    public void Extend() => Last++;

    /// <summary>Back to the first moment, of as many rounds as asked for.</summary>
    public void Reset(int last)
    {
        Last = last;
        GoTo(0, 0);
    }
}
